import * as zlib from "node:zlib";
import { brotliCompressSync, deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { framesOfRecords, observeWithKeys } from "../../../../testing/sniffer/opened.ts";
import { simpleHandshake, simpleKeyLog } from "../../../../testing/sniffer/rfc8448.ts";
import { Reader } from "../../decode/reader.ts";
import { protocolVersion } from "../names.ts";
import { readMessage } from "./read-message.ts";

/** The body of the Certificate message of RFC 8448 section 3. */
const body = observeWithKeys(framesOfRecords(simpleHandshake), { keyLog: simpleKeyLog }).flatMap((one) =>
  one.kind === "tls-message" && one.message === "certificate" ? [one.bytes!.slice(4)] : [],
)[0]!;

function number(value: number, bytes: number): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}

function read(algorithm: number, packed: Uint8Array, length = body.length) {
  const inner = Buffer.concat([number(algorithm, 2), number(length, 3), number(packed.length, 3), packed]);
  const message = Buffer.concat([number(25, 1), number(inner.length, 3), inner]);
  return readMessage(new Reader(message), { version: protocolVersion["TLS 1.3"], suite: 0x1301 });
}

const zstd = (zlib as { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array }).zstdCompressSync;

test.each([
  ["zlib", 1, deflateSync],
  ["brotli", 2, brotliCompressSync],
  ["zstd", 3, zstd],
] as const)("a certificate packed with %s is the one that was packed", (_, algorithm, pack) => {
  // Before Node 22.15 there is no zstd: then only its other fields are read.
  const found = read(algorithm, pack?.(body) ?? Buffer.from("00", "hex"));
  expect(found).toMatchObject({ kind: "compressed_certificate", algorithm, errors: [] });
  const entries = "entries" in found ? found.entries : undefined;
  if (pack === undefined) expect(entries).toBeUndefined();
  else
    expect(Buffer.from((entries as { certificate: Uint8Array }[])[0]!.certificate).equals(body.slice(7, -2))).toBe(
      true,
    );
});

test.each([
  ["shorter than announced", deflateSync(body), body.length + 1],
  ["longer than announced", deflateSync(Buffer.alloc(10_000_000)), 1000],
  ["more than is read", deflateSync(Buffer.alloc(100)), 10_000_000],
  ["no packed bytes at all", Buffer.from("hello"), 100],
])("what is %s is one error, and nothing of it is believed", (_, packed, length) => {
  const found = read(1, packed, length);
  expect(found.errors).toHaveLength(1);
  expect(found).not.toHaveProperty("entries");
});
