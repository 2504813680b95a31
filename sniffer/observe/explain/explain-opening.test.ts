import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { itemsOf } from "../../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { framesOfRecords, observeWithKeys, rsaCertificate } from "../../../testing/sniffer/opened.ts";
import { recordTls } from "../../../testing/sniffer/recorded-tls.ts";
import { simpleHandshake, simpleKeyLog } from "../../../testing/sniffer/rfc8448.ts";
import type { Frame } from "../../capture/frame.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { type Field, hex } from "../../wire/decode/reader.ts";
import { contentType, versionNumber } from "../../wire/tls/names.ts";
import { explainOpening, type OpeningExplanation } from "./explain-opening.ts";
import { fieldWords } from "./field-words.ts";

let rsa: { key: string; cert: string };
beforeAll(() => {
  rsa = rsaCertificate();
});

/** How each opened record of a capture was opened. */
function explained(frames: readonly Frame[], keyLog: string): OpeningExplanation[] {
  return observeWithKeys(frames, { keyLog }).flatMap((one) => {
    if (one.kind !== "tls-record" || one.opening === undefined) return [];
    const { keys, place } = one.opening;
    const type = contentType.numberOf(one.contentType)!;
    const record = { type, version: versionNumber(one.version)!, fragment: one.bytes! };
    return [explainOpening(keys, place, record)!];
  });
}

/** The bytes of a step, by the labels that lead to it. */
function bytesAt({ fields, bytes }: OpeningExplanation, ...labels: readonly string[]): string {
  let inside: readonly Field[] = fields;
  let found: Field | undefined;
  for (const label of labels) {
    found = inside.find((field) => field.label === label);
    inside = found?.children ?? [];
  }
  return found === undefined ? `no ${labels.join("/")}` : hex(bytes.subarray(found.start, found.end));
}

function labelsOf(fields: readonly Field[], parent?: string): [string, string | undefined][] {
  return fields.flatMap((field): [string, string | undefined][] => [
    [field.label, parent],
    ...labelsOf(field.children, field.label),
  ]);
}

test("RFC 8448 section 3: secret, key, IV, nonce, additional data, tag and content are those of the RFC", () => {
  const steps = explained(framesOfRecords(simpleHandshake), simpleKeyLog);
  const [flight, finished, ticket, fromClient] = steps as [
    OpeningExplanation,
    OpeningExplanation,
    OpeningExplanation,
    OpeningExplanation,
  ];
  expect(bytesAt(flight, "1 Secret", "Secret")).toBe(
    "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38",
  );
  expect(bytesAt(flight, "2 Key and IV", "Key")).toBe("3fce516009c21727d0f2e4e86ee403bc");
  expect(bytesAt(flight, "2 Key and IV", "IV")).toBe("5d313eb2671276ee13000b30");
  expect(bytesAt(flight, "3 Nonce", "Nonce")).toBe("5d313eb2671276ee13000b30");
  expect(bytesAt(flight, "4 Open", "Additional data")).toBe("17030302a2");
  expect(bytesAt(flight, "4 Open", "Tag")).toBe("bfdabf0253fe5175be898e750edc53370d2b".slice(4));
  expect(bytesAt(flight, "5 Content", "Handshake message")).toMatch(/^08000024/);
  expect(bytesAt(flight, "5 Content", "Inner content type")).toBe("16");
  expect(bytesAt(finished, "2 Key and IV", "Key")).toBe("dbfaa693d1762c5b666af5d950258d01");
  expect(bytesAt(finished, "2 Key and IV", "IV")).toBe("5bd3c71b836e0b76bb73265f");
  expect(bytesAt(ticket, "2 Key and IV", "Key")).toBe("9f02283b6c9c07efc26bb9f2ac92e356");
  expect(bytesAt(ticket, "2 Key and IV", "IV")).toBe("cf782b88dd83549aadf1e984");
  expect(bytesAt(fromClient, "2 Key and IV", "Key")).toBe("17422dda596ed5d9acd890e3c63f5051");
  expect(bytesAt(fromClient, "2 Key and IV", "IV")).toBe("5b78923dee08579033e523d9");
  expect(bytesAt(fromClient, "5 Content", "Application data")).toMatch(/^00010203.*3031$/);
  // The server's second record with the same key: only the last byte of the nonce differs.
  const second = steps[4]!;
  expect(bytesAt(second, "3 Nonce", "Sequence number")).toBe("000000000000000000000001");
  expect(bytesAt(second, "3 Nonce", "Nonce")).toBe("cf782b88dd83549aadf1e985");
});

test("tls13.xargs.org: the numbers of The Illustrated TLS 1.3 Connection", async () => {
  const items = await itemsOf(openCaptureFile(join(fixturesFolder, "illustrated-tls13.pcap")));
  const frames = items.filter((item): item is Frame => item.kind === "frame");
  const steps = explained(frames, readFileSync(join(fixturesFolder, "illustrated-tls13.keylog"), "utf8"));
  const keyAndIv = steps.map((one) => [bytesAt(one, "2 Key and IV", "Key"), bytesAt(one, "2 Key and IV", "IV")]);
  const serverHandshake = [
    "9f13575ce3f8cfc1df64a77ceaffe89700b492ad31b4fab01c4792be1b266b7f",
    "9563bc8b590f671f488d2da3",
  ];
  const clientHandshake = [
    "1135b4826a9a70257e5a391ad93093dfd7c4214812f493b3e3daae1eb2b1ac69",
    "4256d2e0e88babdd05eb2f27",
  ];
  const client = ["de2f4c7672723a692319873e5c227606691a32d1c59d8b9f51dbb9352e9ca9cc", "bb007956f474b25de902432f"];
  const server = ["01f78623f17e3edcc09e944027ba3218d57c8e0db93cd3ac419309274700ac27", "196a750b0c5049c0cc51a541"];
  const flight = [serverHandshake, serverHandshake, serverHandshake, serverHandshake];
  expect(keyAndIv).toEqual([...flight, clientHandshake, client, server, server, server]);
  expect(bytesAt(steps[5]!, "5 Content", "Line")).toBe(Buffer.from("ping").toString("hex"));
  expect(bytesAt(steps[8]!, "5 Content", "Line")).toBe(Buffer.from("pong").toString("hex"));
});

describe("every kind of protection has its steps, and every label has words", () => {
  test.each([
    ["TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256", ["1 Secret", "2 Key and IV", "3 Nonce", "4 Open", "5 Content"]],
    ["TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", ["1 Master secret", "2 Key block", "3 Nonce", "4 Open", "5 Content"]],
    ["TLSv1.2", "ECDHE-RSA-CHACHA20-POLY1305", ["1 Master secret", "2 Key block", "3 Nonce", "4 Open", "5 Content"]],
    ["TLSv1.2", "AES128-SHA", ["1 Master secret", "2 Key block", "3 IV", "4 Open", "5 Content"]],
    ["TLSv1", "AES128-SHA", ["1 Master secret", "2 Key block", "3 IV", "4 Open", "5 Content"]],
    ["TLSv1.2", "NULL-SHA256", ["1 Master secret", "2 Key block", "3 Keystream", "4 Open", "5 Content"]],
  ] as const)("%s %s", async (version, cipher, steps) => {
    const suites = version === "TLSv1.3" ? cipher : `${cipher}:@SECLEVEL=0`;
    const options = { ciphers: suites, minVersion: version, maxVersion: version };
    const { frames, keyLog } = await recordTls({ ...rsa, ...options }, options);
    const all = explained(frames, keyLog);
    expect(all.length).toBeGreaterThan(3);
    for (const one of all) {
      expect(one.fields.map(({ label }) => label)).toEqual(steps);
      expect(one.fields.at(-1)!.end).toBe(one.bytes.length);
      const wordless = labelsOf(one.fields).filter(([label, parent]) => fieldWords(label, parent) === undefined);
      expect(wordless).toEqual([]);
    }
    const said = all.find(({ content }) => Buffer.from(content.content).includes("hola, servidor"))!;
    expect(bytesAt(said, "5 Content", "Line", "Text")).toBe(Buffer.from("hola, servidor").toString("hex"));
  });
});
