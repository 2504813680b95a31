import { DecodeError, type Reader } from "./reader.ts";
import { registry } from "./registry.ts";
import { faults, values } from "./texts.ts";

/** IANA "TCP Option Kind Numbers". */
const optionKind = registry(1, {
  "End of options": 0x00,
  "No operation": 0x01,
  "Maximum segment size": 0x02,
  "Window scale": 0x03,
  "SACK permitted": 0x04,
  SACK: 0x05,
  Timestamps: 0x08,
  "MD5 signature": 0x13,
  "Quick-Start response": 0x1b,
  "User timeout": 0x1c,
  "TCP Authentication Option": 0x1d,
  "Multipath TCP": 0x1e,
  "TCP Fast Open cookie": 0x22,
  "Encryption negotiation": 0x45,
  "Experiment 1": 0xfd,
  "Experiment 2": 0xfe,
});

/** A larger shift count means this one: RFC 7323 section 2.3. */
const MAX_WINDOW_SCALE = 14;

/**
 * The options of a TCP header, RFC 9293 section 3.2 and each option's RFC. Only a noting reader needs their contents.
 * To follow a stream nobody needs them, so a plain reader skips them in one step.
 */
export function readTcpOptions(reader: Reader, length: number): void {
  if (length < 0) throw new DecodeError("invalid", faults.tooShort("Data offset", 20 + length, 20), reader.offset - 8);
  if (length === 0) return;
  if (reader.isNoting) reader.block("Options", length, readEach);
  else reader.skip("Options", length);
}

/** The shift count of the window scale option in the next `length` bytes, or undefined: RFC 7323 section 2.2. */
export function windowScaleIn({ bytes, offset, end }: Reader, length: number): number | undefined {
  const last = Math.min(end, offset + length);
  for (let at = offset; at + 2 < last; ) {
    const kind = bytes[at]!;
    if (kind === optionKind["End of options"]) return undefined;
    if (kind === optionKind["Window scale"]) return Math.min(bytes[at + 2]!, MAX_WINDOW_SCALE);
    at += kind === optionKind["No operation"] ? 1 : Math.max(2, bytes[at + 1]!);
  }
  return undefined;
}

function readEach(options: Reader): void {
  while (options.left > 0) {
    const kind = options.bytes[options.offset]!;
    options.group(optionKind.isKnown(kind) ? optionKind.nameOf(kind) : "Option", () => readOption(options));
    if (kind === optionKind["End of options"]) options.rest("Padding");
  }
}

function readOption(options: Reader): void {
  const kind = options.uint8("Kind", optionKind);
  // These two are a single byte; all others have a length.
  if (kind === optionKind["End of options"] || kind === optionKind["No operation"]) return;
  const length = options.uint8("Length");
  if (length < 2) throw new DecodeError("invalid", faults.optionLength(kind, length), options.offset - 1);
  const contents = contentsOf[kind];
  if (contents?.fits(length - 2)) contents.read(options, length - 2);
  else if (length > 2) options.skip("Contents", length - 2);
}

/** Reads an option's contents if their length is the one in the option's RFC. */
interface OptionContents {
  readonly fits: (length: number) => boolean;
  readonly read: (options: Reader, length: number) => void;
}

const contentsOf: Readonly<Record<number, OptionContents>> = {
  [optionKind["Maximum segment size"]]: {
    fits: (length) => length === 2,
    read: (options) => options.uint16("Maximum segment size"),
  },
  [optionKind["Window scale"]]: {
    fits: (length) => length === 1,
    read: (options) => options.uint8("Shift count", values.windowScale),
  },
  [optionKind.SACK]: {
    fits: (length) => length > 0 && length % 8 === 0,
    read(options, length) {
      for (let at = 0; at < length; at += 8) {
        options.uint32("Left edge");
        options.uint32("Right edge");
      }
    },
  },
  [optionKind.Timestamps]: {
    fits: (length) => length === 8,
    read(options) {
      options.uint32("Timestamp value");
      options.uint32("Timestamp echo reply");
    },
  },
};
