import type { CaptureFormat } from "./capture-format.ts";
import { isPcapMagic, PcapFile } from "./pcap-file.ts";
import { isPcapngMagic, PcapngFile } from "./pcapng-file.ts";
import { texts } from "./texts.ts";

/** How many first bytes show the format. */
export const magicLength = 4;

const { formats } = texts;

/** Other files that people take for a capture: the first bytes in hexadecimal, a name, and the remedy. */
const unsupported: readonly { readonly magic: string; readonly name: string; readonly remedy: string }[] = [
  { magic: "a1b2cd34", name: formats.patchedPcap, remedy: texts.convert },
  { magic: "34cdb2a1", name: formats.patchedPcap, remedy: texts.convert },
  { magic: "a1e2cb12", name: formats.navtelPcap, remedy: texts.convert },
  { magic: "12cbe2a1", name: formats.navtelPcap, remedy: texts.convert },
  { magic: "1c0001ac", name: formats.ixiaPcap, remedy: texts.convert },
  { magic: "ac01001c", name: formats.ixiaPcap, remedy: texts.convert },
  { magic: "1c0001ab", name: formats.ixiaPcap, remedy: texts.convert },
  { magic: "ab01001c", name: formats.ixiaPcap, remedy: texts.convert },
  { magic: "736e6f6f", name: formats.snoop, remedy: texts.convert },
  { magic: "6274736e", name: formats.btsnoop, remedy: texts.convert },
  { magic: "28b52ffd", name: formats.zstd, remedy: texts.decompress("zstd -d") },
  { magic: "04224d18", name: formats.lz4, remedy: texts.decompress("lz4 -d") },
  { magic: "fd377a58", name: formats.xz, remedy: texts.decompress("xz -d") },
  { magic: "425a68", name: formats.bzip2, remedy: texts.decompress("bunzip2") },
  { magic: "504b0304", name: formats.zip, remedy: texts.decompress("unzip") },
];

/** Whether these first bytes begin a gzip file (RFC 1952 section 2.3.1). */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * The reader for a file that begins with these bytes (at least `magicLength`), or a sentence about what the file is
 * instead.
 */
export function recogniseFormat(start: Buffer): CaptureFormat | string {
  if (start.length === 0) return texts.empty;
  if (start.length < magicLength) return texts.tooShort(start.length);
  const magic = start.toString("hex", 0, magicLength);
  if (isPcapMagic(magic)) return new PcapFile();
  if (isPcapngMagic(magic)) return new PcapngFile();
  const known = unsupported.find((entry) => magic.startsWith(entry.magic));
  if (known !== undefined) return texts.unsupported(known.name, known.remedy);
  return texts.notACapture(magic);
}
