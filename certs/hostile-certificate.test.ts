import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { chainOf, keys, names, noKeyIds } from "../testing/certs/verdicts/row.ts";
import { exhibit, makeAuthority, makeServer } from "./gallery/case.ts";
import { integer } from "./parse/write-der.ts";
import { parseCertificates } from "./read-certificate.ts";
import { certificateItem } from "./show/item.ts";
import { renderItems } from "./show/render.ts";
import { verifyChain } from "./verify.ts";

let chain: readonly Buffer[] = [];
let anchorsPem = "";

beforeAll(async () => {
  const ca = await makeAuthority("Class CA");
  const { certificates } = exhibit(await makeServer(ca), ca, ca);
  anchorsPem = ca.certificate;
  chain = parseCertificates(Buffer.from(certificates), "chain").map(({ raw }) => raw);
});

/** The result for every input: checks with a clean reason each, no exception, and clean lines. */
async function survives(der: readonly Uint8Array[]): Promise<boolean> {
  const checks = await verifyChain(der, { anchorsPem, name: "localhost" });
  const lines = renderItems(der.map(certificateItem), { now: new Date(), pem: true });
  for (const text of [...checks.map(({ reason }) => reason), ...lines])
    expect(text).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
  return checks.length > 0 && checks.every(({ ok }) => ok);
}

test("one bit changed here or there in the server's certificate is never accepted, and never more than a clear reason", async () => {
  const [server, ca] = chain as [Buffer, Buffer];
  expect(await survives([server, ca])).toBe(true);
  for (let at = 0; at < server.length; at += 4) {
    const changed = Buffer.from(server);
    changed[at]! ^= 1 << (at % 8);
    expect(await survives([changed, ca]), `bit ${at % 8} of byte ${at}`).toBe(false);
  }
});

test("a certificate cut anywhere, or any bytes instead of one, give a clear reason", async () => {
  const [server, ca] = chain as [Buffer, Buffer];
  for (let length = 0; length < server.length; length += 7)
    expect(await survives([server.subarray(0, length), ca])).toBe(false);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(await survives([bytes])).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test("certificates that issue each other in a circle, or hundreds with one name, come to an end", async () => {
  const [one, other] = [await makeAuthority("Ring"), await makeAuthority("Ring")];
  const back = await makeAuthority("Ring", one);
  const ring = [one, other, back].map(({ certificate }) => new X509Certificate(certificate).raw);
  expect(await survives([...ring, ...ring])).toBe(false);
  const signed = { issuer: names.leaf, subject: names.leaf, signer: keys.leaf, extensions: noKeyIds };
  const crowd = Array.from(
    { length: 500 },
    (_, at) => chainOf({ leaf: { ...signed, serial: integer(1, at >> 8, at) } }).leaf,
  );
  expect(await survives([chainOf({ leaf: { ...signed, signer: keys.other } }).leaf, ...crowd])).toBe(false);
});
