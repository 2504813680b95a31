import type { CaptureFormat } from "./capture-format.ts";
import { isPcapMagic, PcapFile } from "./pcap-file.ts";
import { isPcapngMagic, PcapngFile } from "./pcapng-file.ts";
import { texts } from "./texts.ts";

/** How many first bytes show the format. */
export const magicLength = 4;

/** Other files that people take for a capture: the first bytes in hexadecimal, a name, and the remedy. */
const unsupported: readonly { readonly magic: string; readonly name: string; readonly remedy: string }[] = [
  { magic: "a1b2cd34", name: "a pcap variant with patched packet headers", remedy: texts.convert },
  { magic: "34cdb2a1", name: "a pcap variant with patched packet headers", remedy: texts.convert },
  { magic: "a1e2cb12", name: "a pcap variant of Navtel testers", remedy: texts.convert },
  { magic: "12cbe2a1", name: "a pcap variant of Navtel testers", remedy: texts.convert },
  { magic: "1c0001ac", name: "a pcap variant of IXIA testers", remedy: texts.convert },
  { magic: "ac01001c", name: "a pcap variant of IXIA testers", remedy: texts.convert },
  { magic: "1c0001ab", name: "a pcap variant of IXIA testers", remedy: texts.convert },
  { magic: "ab01001c", name: "a pcap variant of IXIA testers", remedy: texts.convert },
  { magic: "736e6f6f", name: "a snoop capture", remedy: texts.convert },
  { magic: "6274736e", name: "a Bluetooth btsnoop capture", remedy: texts.convert },
  { magic: "28b52ffd", name: "compressed with zstd", remedy: texts.decompress("zstd -d") },
  { magic: "04224d18", name: "compressed with lz4", remedy: texts.decompress("lz4 -d") },
  { magic: "fd377a58", name: "compressed with xz", remedy: texts.decompress("xz -d") },
  { magic: "425a68", name: "compressed with bzip2", remedy: texts.decompress("bunzip2") },
  { magic: "504b0304", name: "a zip archive", remedy: texts.decompress("unzip") },
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
