import { DecodeError, type Reader } from "./reader.ts";

const names: Readonly<Record<number, string>> = {
  0: "End of options",
  1: "No operation",
  2: "Maximum segment size",
  3: "Window scale",
  4: "SACK permitted",
  5: "SACK",
  8: "Timestamps",
  19: "MD5 signature",
  27: "Quick-Start response",
  28: "User timeout",
  29: "TCP Authentication Option",
  30: "Multipath TCP",
  34: "TCP Fast Open cookie",
  69: "Encryption negotiation",
  253: "Experiment",
  254: "Experiment",
};

/**
 * The options of a TCP header, RFC 9293 section 3.2 and the RFCs of each. Their contents matter only to a reader who notes fields:
 * following a stream needs none of them, so a plain reader passes over them in one step.
 */
export function readTcpOptions(reader: Reader, length: number): void {
  if (length < 0) throw new DecodeError(`Data offset is ${20 + length} bytes, less than 20`, reader.offset - 8);
  if (length === 0) return;
  if (reader.isNoting) reader.block("Options", length, readEach);
  else reader.skip("Options", length);
}

function readEach(options: Reader): void {
  while (options.left > 0) {
    const kind = options.bytes[options.offset]!;
    const isOver = options.group(names[kind] ?? `Option ${kind}`, () => readOption(options));
    if (isOver) options.rest("Padding");
  }
}

/** Returns whether this was the end-of-options option. */
function readOption(options: Reader): boolean {
  const kind = options.uint8("Kind", (value) => names[value] ?? `option ${value}`);
  if (kind === 0) return true;
  if (kind === 1) return false;
  const length = options.uint8("Length");
  if (length < 2) throw new DecodeError(`Length of option ${kind} is ${length}, less than 2`, options.offset - 1);
  const contents = length - 2;
  if (kind === 2 && contents === 2) options.uint16("Maximum segment size");
  else if (kind === 3 && contents === 1) options.uint8("Shift count", (value) => `windows count times ${2 ** value}`);
  else if (kind === 5 && contents % 8 === 0) {
    for (let at = 0; at < contents; at += 8) {
      options.uint32("Left edge");
      options.uint32("Right edge");
    }
  } else if (kind === 8 && contents === 8) {
    options.uint32("Timestamp value");
    options.uint32("Timestamp echo reply");
  } else if (contents > 0) options.skip("Contents", contents);
  return false;
}
