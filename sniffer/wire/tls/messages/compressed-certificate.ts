import * as zlib from "node:zlib";
import { DecodeError, Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import { faults } from "../../decode/texts.ts";
import type { Writable } from "../../decode/writable.ts";
import { readCertificate } from "./certificate.ts";
import type { Certificate, CompressedCertificate, MessageContext } from "./message.ts";

/** RFC 8879 section 7.3. */
export const certificateCompression = registry(2, { zlib: 0x0001, brotli: 0x0002, zstd: 0x0003 });

/** Most bytes of a Certificate message after decompression: the same bound as for one without compression. */
const MAX_UNPACKED = 256 * 1024;

/** CompressedCertificate, RFC 8879 section 4. If it cannot be decompressed here, the other fields are kept. */
export function readCompressedCertificate(
  reader: Reader,
  message: Writable<CompressedCertificate>,
  context: MessageContext,
): void {
  message.algorithm = reader.uint16("Compression algorithm", certificateCompression);
  message.unpackedLength = reader.uint24("Uncompressed length");
  const at = reader.offset;
  const packed = reader.vector("Compressed certificate message", 24, (bytes) => `${bytes.length} bytes`);
  const unpack = unpackers[message.algorithm];
  if (unpack === undefined) return;
  const certificate: Writable<Certificate> = { kind: "certificate", type: message.type, errors: [] };
  readCertificate(new Reader(unpacked(unpack, packed, message.unpackedLength, at)), certificate, context);
  if (certificate.entries !== undefined) message.entries = certificate.entries;
}

type Unpack = (packed: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** What this Node can decompress: zstd needs Node 22.15. */
const unpackers: Readonly<Record<number, Unpack | undefined>> = {
  [certificateCompression.zlib]: zlib.inflateSync,
  [certificateCompression.brotli]: zlib.brotliDecompressSync,
  [certificateCompression.zstd]: (zlib as { zstdDecompressSync?: Unpack }).zstdDecompressSync,
};

/** Throws unless the result is exactly as long as the message says. */
function unpacked(unpack: Unpack, packed: Uint8Array, length: number, at: number): Uint8Array {
  if (length > MAX_UNPACKED) throw new DecodeError("limit", faults.unpackedTooLong(length, MAX_UNPACKED), at);
  try {
    const bytes = unpack(packed, { maxOutputLength: Math.max(1, length) });
    if (bytes.length === length) return new Uint8Array(bytes);
  } catch {
    // Whatever the reason, the bytes are not what the message promised.
  }
  throw new DecodeError("invalid", faults.notUnpacked(length), at);
}
