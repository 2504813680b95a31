import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { framesOfRecords, observeWithKeys } from "../../testing/sniffer/opened.ts";
import { pcapngWriter } from "../../testing/sniffer/pcapng-blocks.ts";
import { resumedHandshake, resumedKeyLog, simpleHandshake, simpleKeyLog } from "../../testing/sniffer/rfc8448.ts";
import type { Frame } from "../capture/frame.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { PcapngFile } from "../capture/pcapng-file.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";
import { Observer } from "./observer.ts";

/** LAB_FUZZ_MUTATIONS makes it run longer, as with the other fuzzers. */
const mutations = Number(process.env.LAB_FUZZ_MUTATIONS ?? 1000);
const seed = Number(process.env.LAB_FUZZ_SEED ?? 2026);
/** For this many, in milliseconds. */
const timeout = 90_000 + mutations * 20;

const chat = await itemsOf(openCaptureFile(join(fixturesFolder, "opened-chat.pcap")));
const chatKeyLog = readFileSync(join(fixturesFolder, "opened-chat.keylog"), "latin1");
/** The frames of sessions, and where in each the first record's fragment begins. */
const sessions = [
  { frames: framesOfRecords(simpleHandshake), keyLog: simpleKeyLog, fragmentAt: 59 },
  { frames: framesOfRecords(resumedHandshake), keyLog: resumedKeyLog, fragmentAt: 59 },
  { frames: chat.filter((item): item is Frame => item.kind === "frame"), keyLog: chatKeyLog, fragmentAt: 71 },
].map((session) => ({ ...session, sent: new Set(plaintexts(observeWithKeys(session.frames, session))) }));

test(`${mutations} mutations of ciphertext and of key logs, seed ${seed}: no exception, and nothing opens that was not sent`, {
  timeout,
}, () => {
  const random = numbers(seed);
  for (let round = 0; round < mutations; round++) {
    const { frames, keyLog, sent, fragmentAt } = sessions[round % sessions.length]!;
    const isLog = random(2) === 0;
    const log = isLog ? mutated(Buffer.from(keyLog), random).toString("latin1") : keyLog;
    const at = random(frames.length);
    const shown = isLog
      ? frames
      : frames.map((frame, index) =>
          index === at && frame.bytes.length > fragmentAt
            ? {
                ...frame,
                bytes: Buffer.concat([
                  frame.bytes.subarray(0, fragmentAt),
                  mutated(Buffer.from(frame.bytes.subarray(fragmentAt)), random),
                ]),
              }
            : frame,
        );
    for (const opened of plaintexts(observeWithKeys(shown, { keyLog: log }))) expect(sent.has(opened)).toBe(true);
  }
});

test(`${mutations} mutations of a Decryption Secrets Block, seed ${seed}: no exception, and memory bounded`, {
  timeout,
}, () => {
  const random = numbers(seed + 1);
  const { section, interface: described, secrets: block } = pcapngWriter(true);
  for (let round = 0; round < mutations; round++) {
    const { frames, keyLog } = sessions[round % sessions.length]!;
    const file = new PcapngFile();
    const bytes = Buffer.concat([section(), described(), mutated(block(0x544c534b, keyLog), random)]);
    const secrets = new Secrets();
    const observer = new Observer({ secrets });
    for (const item of [...file.push(bytes), ...file.end(), ...frames]) observer.push(item);
    observer.end();
    expect(secrets.badLines.length).toBeLessThanOrEqual(1000);
  }
});

function plaintexts(observations: readonly { kind: string; plaintext?: Uint8Array }[]): string[] {
  return observations.flatMap(({ plaintext }) =>
    plaintext === undefined ? [] : [Buffer.from(plaintext).toString("hex")],
  );
}

/** Bytes with a few of them changed, removed or inserted. */
function mutated(bytes: Buffer, random: (below: number) => number): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random(4); times > 0 && changed.length > 0; times--) {
    const at = random(changed.length);
    const how = random(3);
    if (how === 0) changed[at] = random(256);
    else if (how === 1) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1 + random(20))]);
    else
      changed = Buffer.concat([changed.subarray(0, at), Buffer.alloc(random(20), random(256)), changed.subarray(at)]);
  }
  return changed;
}

/** Repeatable numbers below a bound: mulberry32. */
function numbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
