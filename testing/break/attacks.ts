import { clockKey } from "../../chat/layers/broken/clock-key.ts";
import { unwrapReversed } from "../../chat/layers/broken/rsa-wrap.ts";
import { type LayersLine, writeLayersLine } from "../../chat/layers/layers-line.ts";
import { texts as layersTexts } from "../../chat/layers/texts.ts";
import { deliveryLine } from "../../chat/protocol/protocol.ts";
import { flipped, linesWithHash, replayed } from "../../lab/break/attacks/messages-to-send.ts";
import { openReversed, openWithAccessKey, openWithSessionKey } from "../../lab/break/attacks/open-messages.ts";
import { clockPuzzle, hashPuzzle, rc4Puzzle } from "../../lab/break/attacks/puzzles.ts";
import { ofKind } from "../../lab/break/capture/layers-capture.ts";
import { acceptedHash, messagesOf, NotInCapture } from "../../lab/break/capture/what-is-needed.ts";
import type { Puzzle } from "../../lab/break/search/puzzle.ts";
import { runSearch } from "../../lab/break/search/run-search.ts";
import { ownWords } from "../../lab/break/search/words.ts";
import { sendLines } from "../../lab/break/send-lines.ts";
import { keystreamUnder } from "../../lab/break/xor/keystream.ts";
import type { AttackName, Outcome } from "./attack-table.ts";
import { type AttackedRoom, said } from "./attacked-room.ts";
import { flipOnPath, replayOnPath } from "./attacks-on-path.ts";
import { opensWithPrivateKey } from "./private-key-attack.ts";
import { substituteKeys } from "./substitution-attack.ts";

/** Every attack of the table: runs it, and returns what was seen. */
export const attacks: Readonly<Record<AttackName, (room: AttackedRoom) => Promise<Outcome>>> = {
  "read it": async ({ observations }) => {
    const read = observations.flatMap((one) => (one.kind === "text" ? [one.text] : []));
    return said.some(([, text]) => read.some((line) => line.includes(text))) ? "falls" : "unreadable";
  },

  "pass the hash": async (room) => {
    const hash = unlessMissing(() => acceptedHash(room.capture));
    if (hash === undefined) return "no-hash";
    await sendLines("127.0.0.1", room.server.port, linesWithHash(hash, "mallory", "/users"));
    await room.luis.hears("* mallory joined");
    return "falls";
  },

  "dictionary on the hash": async (room) => {
    const key = await found(() => hashPuzzle(room.capture, dictionary()));
    return key === undefined ? "no-hash" : opened(openWithAccessKey(room.capture, key));
  },

  "known beginning under RC4": async (room) => {
    const key = await found(() => rc4Puzzle(room.capture, dictionary()));
    return key === undefined ? "no-rc4-key" : opened(openWithAccessKey(room.capture, key));
  },

  /** With the first message known, does its keystream read the second? */
  "two-time pad": async (room) => {
    const [first, second] = sealedByAna(room);
    const [[, one], , [, other]] = said;
    const length = Math.min(first.length, second.length, Buffer.byteLength(one), Buffer.byteLength(other));
    const known = keystreamUnder(first, 0, one);
    const read = Buffer.from([...second.subarray(0, length)].map((byte, at) => byte ^ known.get(at)!));
    if (read.equals(Buffer.from(other).subarray(0, length))) return "falls";
    return room.wire === "fixed" || room.wire === "tls" ? "fresh-nonce" : "fresh";
  },

  "flipped bit": async (room) => {
    if (room.wire === "fixed" || room.wire === "tls") return flipOnPath(room);
    const { line } = messagesOf(room.capture)[0]!;
    const change = { from: "ocho", to: "diez", at: said[0][1].indexOf("ocho") };
    const forged = line.kind === "streamed" ? flipped(line, change) : writeLayersLine(withBitFlipped(line));
    await sendAsEva(room, forged as string);
    if (room.wire === "stream") await room.luis.hears("ana > nos vemos a las diez en la plaza");
    else await room.luis.hears(deliveryLine.notice(layersTexts.doesNotOpen("ana", 1)));
    return room.wire === "stream" ? "falls" : "hmac";
  },

  "private key misused": async (room) => {
    if (room.wire === "tls") return (await opensWithPrivateKey(room)) ? "falls" : "forward-secrecy";
    const certificate = ofKind(room.capture.lines, "certificate")[0]?.line.bytes;
    const signature = ofKind(room.capture.lines, "signature")[0]?.line.bytes;
    if (certificate !== undefined && unwrapReversed(certificate, signature!) !== undefined) return "falls";
    const conversation = unlessMissing(() => openReversed(room.capture));
    return conversation === undefined ? "no-public-key" : opened(conversation);
  },

  "guess the clock": async (room) => {
    const seconds = await found(() => {
      const token = ofKind(room.capture.lines, "token")[0];
      // The same guesses as for `clock`, also for other recipes.
      if (token === undefined || room.wire === "clock") return clockPuzzle(room.capture);
      return { kind: "clock", token: token.line.token, before: token.time, seconds: 3600 };
    });
    if (seconds !== undefined) return opened(openWithSessionKey(room.capture, clockKey(Number(seconds))));
    return room.wire === "fixed" || room.wire === "tls" ? "no-token" : "not-the-time";
  },

  "replay under another name": async (room) => {
    const [message] = messagesOf(room.capture);
    if (message === undefined) return replayOnPath(room);
    await sendAsEva(room, replayed(room.capture, message.packet, "eva") as string);
    await room.luis.hears(`eva > ${said[0][1]}`);
    return "falls";
  },

  "other keys through lab mitm": (room) => substituteKeys(room),
};

const dictionary = () => ({ words: ownWords().slice(0, 2000), digits: 2 });

/** The result of an attack; undefined if the capture has nothing to start with, or nothing fits. */
async function found(puzzle: () => Puzzle): Promise<string | undefined> {
  const made = unlessMissing(puzzle);
  return made && (await runSearch(made)).guess;
}

function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof NotInCapture) return undefined;
    throw error;
  }
}

/** The wire has fallen if the attacker has read every word. */
function opened(conversation: ReturnType<typeof openReversed>): Outcome {
  const read = conversation?.messages.map(({ name, text }) => `${name}: ${text}`);
  if (JSON.stringify(read) !== JSON.stringify(said.map(([name, text]) => `${name}: ${text}`))) {
    throw new Error(`the key opens other words: ${read}`);
  }
  return "falls";
}

/** Joins with the hash, and sends a line. */
function sendAsEva(room: AttackedRoom, line: string): Promise<void> {
  return sendLines("127.0.0.1", room.server.port, linesWithHash(acceptedHash(room.capture), "eva", line));
}

function withBitFlipped(line: LayersLine): LayersLine {
  if (line.kind !== "token") throw new Error(`no token: ${line.kind}`);
  const bytes = Buffer.from(line.token, "base64");
  bytes[30]! ^= 1;
  return { ...line, token: bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_") };
}

/** The ciphertexts of ana's first and second line, under the same key of her connection. */
function sealedByAna({ wire, observations, capture }: AttackedRoom): readonly [Uint8Array, Uint8Array] {
  const own = { connection: 0, from: "client" };
  const isOwn = (one: { readonly connection: number; readonly from: string }) =>
    one.connection === own.connection && one.from === own.from;
  if (wire === "tls") {
    const records = observations.flatMap((one) =>
      one.kind === "tls-record" && one.contentType === "application_data" && isOwn(one) ? [one.bytes!] : [],
    );
    const [first, second] = records.slice(-3); // close_notify comes last.
    return [first!, second!];
  }
  const [first, second] = capture.lines.filter(isOwn).flatMap(({ line }) => {
    if (line.kind === "token") return [Buffer.from(line.token, "base64").subarray(25, -32)];
    // In `fixed`, number 0 is the access key.
    return line.kind === "streamed" || (line.kind === "numbered" && line.number > 0) ? [line.sealed] : [];
  });
  return [first!, second!];
}
