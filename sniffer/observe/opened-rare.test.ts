import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { framesOf, itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { framesOfRecords, heard } from "../../testing/sniffer/opened.ts";
import { simpleHandshake, simpleKeyLog, type TracedRecord, tracedData } from "../../testing/sniffer/rfc8448.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

const traced = Buffer.from(tracedData).toString();

test("a suite that only authenticates (RFC 9150): tshark 4.6 opens none of it", async () => {
  const frames = framesOf(await itemsOf(openCaptureFile(join(fixturesFolder, "tls13-integrity-only.pcap"))));
  const keyLog = readFileSync(join(fixturesFolder, "tls13-integrity-only.keylog"), "latin1");
  const data = { client: "hola servidor\nadios\n", server: "rodivres aloh\nsoida\n" };
  expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }]);
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

/** The content of a record in three records. */
function inParts({ from, what, bytes }: TracedRecord): TracedRecord[] {
  const [header, content] = [bytes.subarray(0, 3), bytes.subarray(5)];
  return [content.subarray(0, 30), content.subarray(30, 90), content.subarray(90)].map((part) => ({
    from,
    what,
    bytes: Uint8Array.from([...header, part.length >> 8, part.length & 0xff, ...part]),
  }));
}
