import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { framesOf, itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { framesOfRecords, heard, rsaCertificate } from "../../testing/sniffer/opened.ts";
import { recordTls } from "../../testing/sniffer/recorded-tls.ts";
import {
  resumedKeyLog,
  simpleHandshake,
  simpleKeyLog,
  type TracedRecord,
  tracedData,
} from "../../testing/sniffer/rfc8448.ts";
import type { Frame } from "../capture/frame.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

const traced = Buffer.from(tracedData).toString();

test("a suite that only authenticates (RFC 9150): tshark 4.6 opens none of it", async () => {
  const { frames, keyLog } = await fixture("tls13-integrity-only");
  const data = { client: "hola servidor\nadios\n", server: "rodivres aloh\nsoida\n" };
  expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }]);
});

test("Encrypted ClientHello: the lines of the hidden random are found by trying, which tshark 4.6 does not do", async () => {
  const { frames, keyLog } = await fixture("tls13-ech");
  const data = { client: "hola\nabcdefghij\nadios\n", server: "eco: hola\neco: abcdefghij\neco: adios\n" };
  expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }]);
  expect(heard(frames, { keyLog: simpleKeyLog })).toMatchObject([{ reasons: [{ reason: "no-line" }] }]);
});

test("without the ClientHello, TLS 1.3 opens all the same; and where the key log is of another run, says why not", () => {
  const lost = framesOfRecords(simpleHandshake).filter((_, index) => index !== 3);
  expect(heard(lost, { keyLog: simpleKeyLog })).toMatchObject([
    { data: { client: traced, server: traced }, reasons: [] },
  ]);
  expect(heard(lost, { keyLog: resumedKeyLog })).toMatchObject([{ reasons: [{ reason: "no-handshake" }] }]);
});

test("a ClientHello in several records opens a connection whose SYN was not captured", () => {
  const frames = framesOfRecords(
    simpleHandshake.flatMap((record, index) => (index === 0 ? inParts(record) : [record])),
  );
  expect(heard(frames, { keyLog: simpleKeyLog })).toMatchObject([{ data: { client: traced, server: traced } }]);
  expect(heard(frames.slice(3), { keyLog: simpleKeyLog })).toMatchObject([
    { data: { client: traced, server: traced }, reasons: [] },
  ]);
});

test("without the ServerHello, TLS 1.3 opens all the same: the suite is found by trying those that were offered", () => {
  const frames = framesOfRecords(simpleHandshake);
  const hello = frames.findIndex(({ bytes }) => bytes[54] === 22 && bytes[59] === 2);
  const lost = frames.filter((_, index) => index !== hello);
  expect(heard(lost, { keyLog: simpleKeyLog })).toMatchObject([
    { data: { client: traced, server: traced }, reasons: [] },
  ]);
  const oneWay = frames.filter(({ bytes }) => bytes[34] === frames[0]!.bytes[34] && bytes[35] === frames[0]!.bytes[35]);
  expect(heard(oneWay, { keyLog: simpleKeyLog })).toMatchObject([
    { data: { client: traced, server: "" }, reasons: [] },
  ]);
});

test.each([
  ["client", 16],
  ["server", 4],
])("TLS 1.2 opens although the %s's change_cipher_spec was lost", async (_, message) => {
  const { frames, keyLog } = await recordTls({ ...rsaCertificate() }, { maxVersion: "TLSv1.2" });
  const data = { client: "hola, servidor\n", server: "¡hola, clienta!\n" };
  // ClientKeyExchange or NewSessionTicket, change_cipher_spec and Finished are in one segment.
  const lost = frames.filter(({ bytes }) => !(bytes[54] === 22 && bytes[59] === message));
  expect(lost.length).toBeLessThan(frames.length);
  expect(heard(lost, { keyLog })).toMatchObject([{ data, reasons: [] }]);
});

/** A stored capture and its key log. */
async function fixture(name: string): Promise<{ frames: Frame[]; keyLog: string }> {
  const frames = framesOf(await itemsOf(openCaptureFile(join(fixturesFolder, `${name}.pcap`))));
  return { frames, keyLog: readFileSync(join(fixturesFolder, `${name}.keylog`), "latin1") };
}

/** The content of a record in three records. */
function inParts({ from, what, bytes }: TracedRecord): TracedRecord[] {
  const [header, content] = [bytes.subarray(0, 3), bytes.subarray(5)];
  return [content.subarray(0, 30), content.subarray(30, 90), content.subarray(90)].map((part) => ({
    from,
    what,
    bytes: Uint8Array.from([...header, part.length >> 8, part.length & 0xff, ...part]),
  }));
}
