import { LabError } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import { texts } from "./texts.ts";

const MAX_PASTED_BYTES = 1024 * 1024;

/**
 * A line of a hex dump: its offset, then the bytes, in the form of xxd, hexdump -C, tcpdump -x, tshark -x and
 * Wireshark.
 */
const dumpLine = /^\s*(?:0x)?([0-9a-f]{3,8})(?::\s*|\s{2,})(\S.*)$/i;

/**
 * Bytes from pasted hexadecimal. Three forms: one long number; bytes with colons, dashes, commas, spaces, `0x` or `\x`;
 * dumps of a tool, with offsets on the left and text on the right, one for each packet. Throws LabError with the place
 * for anything else.
 */
export function readHex(pasted: string): readonly Uint8Array[] {
  const all = readDumps(pasted) ?? [readDigits(pasted)];
  if (all.some((bytes) => bytes.length === 0)) throw new LabError(texts.noBytes, texts.hexHint, 2);
  const length = all.reduce((sum, bytes) => sum + bytes.length, 0);
  if (length > MAX_PASTED_BYTES) throw new LabError(texts.tooMany(MAX_PASTED_BYTES), texts.tooManyHint, 2);
  return all;
}

/**
 * The bytes of each dump; undefined if the offsets on the left do not fit a dump. An offset of 0 begins the next dump.
 */
function readDumps(pasted: string): readonly Uint8Array[] | undefined {
  const lines = pasted.split(/\r?\n/).flatMap((line) => {
    const [, offset, rest] = dumpLine.exec(line) ?? [];
    return offset === undefined ? [] : [{ offset: Number.parseInt(offset, 16), rest: rest! }];
  });
  const dumps: { start: number; bytes: number[] }[] = [];
  for (const [at, { offset, rest }] of lines.entries()) {
    if (at === 0 || offset === 0) dumps.push({ start: offset, bytes: [] });
    const { start, bytes } = dumps.at(-1)!;
    if (offset !== start + bytes.length) return undefined;
    const next = lines[at + 1]?.offset ?? 0;
    const found = bytesOfLine(rest, next === 0 ? undefined : next - offset);
    if (found === undefined || found.length === 0) return undefined;
    bytes.push(...found);
  }
  return dumps.length === 0 ? undefined : dumps.map(({ bytes }) => Uint8Array.from(bytes));
}

/**
 * The bytes of one line. The next offset gives their number; without it they end at the gap before the text on the
 * right.
 */
function bytesOfLine(rest: string, count: number | undefined): number[] | undefined {
  const bytes: number[] = [];
  for (const [, token, gap] of rest.matchAll(/(\S+)(\s*)/g)) {
    if (count !== undefined && bytes.length >= count) break;
    if (!/^(?:[0-9a-f]{2}){1,16}$/i.test(token!)) break;
    bytes.push(...Buffer.from(token!, "hex"));
    // hexdump -C has a gap of two spaces in the middle of its sixteen bytes. Any other gap ends the bytes.
    if (count === undefined && gap!.length >= 2 && !(bytes.length === 8 && gap!.length === 2)) break;
  }
  return count === undefined || bytes.length === count ? bytes : undefined;
}

function readDigits(pasted: string): Uint8Array {
  const digits = pasted.replace(/0x|\\x/gi, " ");
  const wrong = /[^0-9a-f\s:;,.\-{}[\]()"'_]/i.exec(digits);
  if (wrong !== null)
    throw new LabError(texts.notHex(printable(wrong[0]), lineOf(digits, wrong.index)), texts.hexHint, 2);
  const groups = digits.match(/[0-9a-f]+/gi) ?? [];
  // A single digit between separators is a byte below 16, as in "0x1, 0x3".
  const isList = /0x|,/i.test(pasted);
  const even = groups.map((group) => (isList && group.length === 1 ? `0${group}` : group)).join("");
  if (even.length % 2 === 1) throw new LabError(texts.oddDigits(even.length), texts.oddDigitsHint, 2);
  return new Uint8Array(Buffer.from(even, "hex"));
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
