import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { corpusFolder, fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import type { Frame } from "../../capture/frame.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import type { Field } from "../../wire/decode/reader.ts";
import type { Observation } from "../observation.ts";
import { Observer } from "../observer.ts";
import {
  type Explanation,
  explainFrame,
  explainHandshakeMessage,
  explainTcpSegment,
  explainText,
  explainTlsRecord,
} from "./explain-frame.ts";
import { fieldWords } from "./field-words.ts";

/** The fields of an explanation that have none inside them, with the label above each. */
function leavesOf(fields: readonly Field[], parent?: string): { field: Field; parent: string | undefined }[] {
  return fields.flatMap((field) =>
    field.children.length > 0 ? leavesOf(field.children, field.label) : [{ field, parent }],
  );
}

function labelsOf(fields: readonly Field[], parent?: string): [string, string | undefined][] {
  return fields.flatMap((field) => [
    [field.label, parent] as [string, string | undefined],
    ...labelsOf(field.children, field.label),
  ]);
}

/** Where the leaves do not cover each byte once, in order. */
function coverFault({ fields }: Explanation, start: number, end: number): string | undefined {
  let at = start;
  for (const { field } of leavesOf(fields)) {
    if (field.start !== at) return `${field.label} begins at ${field.start}, not at ${at}`;
    at = field.end;
  }
  return at === end ? undefined : `covered up to ${at} of ${end}`;
}

function smallCaptures(): string[] {
  const folders = [fixturesFolder, join(corpusFolder, "own")].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(pcap|pcapng)$/.test(name) && !/^(bulk|big|bench|load)/.test(name))
      .map((name) => join(folder, name)),
  );
}

async function framesAndObservations(path: string): Promise<{ frames: Frame[]; observations: Observation[] }> {
  const observer = new Observer({ keepBytes: true });
  const frames: Frame[] = [];
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(path)) {
    for (const item of batch) {
      if (item.kind === "frame") frames.push(item);
      observations.push(...observer.push(item));
      if (frames.length >= 400) return { frames, observations };
    }
  }
  return { frames, observations };
}

const withoutWords = (fields: readonly Field[]) =>
  labelsOf(fields)
    .filter(([label, parent]) => fieldWords(label, parent) === undefined)
    .map(([label, parent]) => `${parent}/${label}`);

test("labels cover every frame of the small captures once, and every label has words", async () => {
  const faults: string[] = [];
  const wordless = new Set<string>();
  for (const path of smallCaptures()) {
    for (const frame of (await framesAndObservations(path)).frames) {
      const explained = explainFrame(frame);
      if (explained.problem === undefined) {
        const fault = coverFault(explained, 0, frame.bytes.length);
        if (fault !== undefined) faults.push(`${path} packet ${frame.number}: ${fault}`);
      }
      for (const label of withoutWords(explained.fields)) wordless.add(label);
    }
  }
  expect(faults).toEqual([]);
  expect([...wordless]).toEqual([]);
});

test("labels cover every TLS record and handshake message of the small captures once, and every label has words", async () => {
  const faults: string[] = [];
  const wordless = new Set<string>();
  let messages = 0;
  for (const path of smallCaptures()) {
    for (const observation of (await framesAndObservations(path)).observations) {
      let explained: Explanation | undefined;
      if (observation.kind === "tls-message" && observation.bytes !== undefined) {
        explained = explainHandshakeMessage(observation.bytes, {});
        messages += 1;
      } else if (observation.kind === "tls-record" && observation.bytes !== undefined) {
        const { bytes, encrypted } = observation;
        const type = { change_cipher_spec: 20, alert: 21, handshake: 22, application_data: 23, heartbeat: 24 }[
          String(observation.contentType)
        ];
        if (type === undefined) continue;
        const whole = new Uint8Array([type, 3, 3, bytes.length >> 8, bytes.length & 0xff, ...bytes]);
        explained = explainTlsRecord(whole, { isEncrypted: encrypted });
        if (explained.problem === undefined) {
          const fault = coverFault(explained, 0, whole.length);
          if (fault !== undefined) faults.push(`${path} packet ${observation.packet}: ${fault}`);
        }
      }
      for (const label of withoutWords(explained?.fields ?? [])) wordless.add(label);
    }
  }
  expect(faults).toEqual([]);
  expect([...wordless]).toEqual([]);
  expect(messages).toBeGreaterThan(1);
});

test("text is explained line by line, with its line ends", () => {
  const bytes = new TextEncoder().encode("ana\r\nhola ñ\n\nfin");
  const explained = explainText(bytes);
  expect(coverFault(explained, 0, bytes.length)).toBeUndefined();
  expect(leavesOf(explained.fields).map(({ field }) => field.value)).toEqual([
    "ana",
    "CR LF",
    "hola ñ",
    "LF",
    "",
    "LF",
    "fin",
  ]);
});

test("a TCP segment is explained without the layers below, and a cut one says where it ends", () => {
  const segment = Buffer.from("c0343039000000010000000050180200000000006f6c610a", "hex");
  expect(explainTcpSegment(segment).fields.map(({ label }) => label)).toEqual(["TCP", "Data"]);
  const cut = explainTcpSegment(segment.subarray(0, 10));
  expect(cut.problem).toBe("Acknowledgment number needs 4 bytes, 2 left");
  expect(cut.fields.map(({ label, start, end }) => [label, start, end])).toEqual([
    ["TCP", 0, 8],
    ["Not decoded", 8, 10],
  ]);
});

test("the same label is distinguished by the one that it is in", () => {
  expect(fieldWords("Length", "UDP")?.source).toBe("RFC 768");
  expect(fieldWords("Length", "Handshake message")?.source).toBe("RFC 8446 section 4");
  expect(fieldWords("Source address", "IPv6")?.what).toContain("16 bytes");
  expect(fieldWords("constructor", undefined)).toBeUndefined();
});
