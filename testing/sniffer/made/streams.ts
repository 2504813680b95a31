import { hexBytes } from "../frame-parts.ts";
import { clientHello, handshakeMessage, serverHello, tlsRecord } from "../packets.ts";
import type { Choices } from "./choices.ts";

/** What one end of a connection sends before the other one answers. */
export interface Turn {
  readonly end: 0 | 1;
  readonly bytes: Uint8Array;
}

/** A conversation: text, TLS, text that changes to TLS, or any bytes. */
export function madeTurns(choices: Choices): Turn[] {
  const makers = [textTurn, textTurn, recordTurn, recordTurn, recordTurn, randomTurn];
  const shape = choices.below(4);
  const turns: Turn[] = [];
  if (shape === 0 || choices.onceIn(4))
    for (let turn = choices.below(4); turn >= 0; turn--) turns.push(textTurn(choices));
  if (shape === 1 || shape === 2) {
    turns.push({ end: 0, bytes: helloBytes(choices) });
    turns.push({ end: 1, bytes: serverFlight(choices) });
    for (let turn = choices.below(5); turn >= 0; turn--) turns.push(recordTurn(choices));
  }
  if (shape === 3) for (let turn = choices.below(6); turn >= 0; turn--) turns.push(choices.pick(makers)(choices));
  return turns;
}

const lines = [
  "hola\n",
  "¿qué tal?\r\n",
  "login: ",
  "a\0b\n",
  "\u001b[31mrojo\u001b[0m\n",
  "220 ya\r\n",
  "\r\0",
  "名前 🐧\n",
  "\n",
];

function textTurn(choices: Choices): Turn {
  let text = "";
  for (let line = choices.below(4); line >= 0; line--) text += choices.pick(lines);
  const encoding = choices.pick(["utf8", "utf8", "latin1", "utf16le"] as const);
  return { end: choices.below(2) as 0 | 1, bytes: Buffer.from(text, encoding) };
}

function randomTurn(choices: Choices): Turn {
  const start = choices.pick(["", "fffe", "feff", "fffd18", "1603", "170303", "802e0103010015", "00"]);
  return {
    end: choices.below(2) as 0 | 1,
    bytes: Buffer.concat([hexBytes(start), choices.bytes(choices.below(choices.onceIn(8) ? 3000 : 80))]),
  };
}

function recordTurn(choices: Choices): Turn {
  const records: Uint8Array[] = [];
  for (let record = choices.below(4); record >= 0; record--) records.push(madeRecord(choices));
  return { end: choices.below(2) as 0 | 1, bytes: Buffer.concat(records) };
}

function madeRecord(choices: Choices): Uint8Array {
  const type = choices.pick([20, 21, 21, 22, 22, 23, 23, 23, 24, 25, choices.below(256)]);
  const version = choices.pick([0x0303, 0x0303, 0x0303, 0x0301, 0x0300, 0x0304, 0x0002, choices.below(0x10000)]);
  const record = tlsRecord(type, fragmentOf(choices, type), version);
  if (choices.onceIn(12)) record.writeUInt16BE(choices.awkward() & 0xffff, 3);
  return record;
}

function fragmentOf(choices: Choices, type: number): Uint8Array {
  if (type === 20) return choices.onceIn(6) ? choices.bytes(choices.below(4)) : Buffer.of(1);
  if (type === 21)
    return choices.onceIn(3) ? choices.bytes(choices.below(40)) : Buffer.of(choices.between(0, 3), choices.below(122));
  if (type === 22) return messages(choices);
  return choices.bytes(choices.below(choices.onceIn(10) ? 2000 : 100));
}

function messages(choices: Choices): Uint8Array {
  const all: Uint8Array[] = [];
  for (let message = choices.below(3); message >= 0; message--) all.push(madeMessage(choices));
  const bytes = Buffer.concat(all);
  return choices.onceIn(4) ? bytes.subarray(0, choices.below(bytes.length + 1)) : bytes;
}

/** A handshake message: a right or damaged hello, a length that is too large, or anything after a right header. */
function madeMessage(choices: Choices): Uint8Array {
  const kind = choices.below(6);
  if (kind === 0) return damaged(choices, clientHello(choices.bytes(32)));
  if (kind === 1) return damaged(choices, serverHello(choices.onceIn(3) ? retryRandom : choices.bytes(32)));
  const message = handshakeMessage(choices.pick([0, 4, 8, 11, 12, 13, 14, 15, 16, 20, 24, 77]), madeBody(choices));
  if (choices.onceIn(8)) message.writeUIntBE(choices.awkward() & 0xffffff, 1, 3);
  return message;
}

/** SHA-256 of "HelloRetryRequest": RFC 8446 section 4.1.3. */
const retryRandom = hexBytes("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

/** Lengths before contents, as in most messages, so that readers get past the first field. */
function madeBody(choices: Choices): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let part = choices.below(4); part > 0; part--) {
    const contents = choices.bytes(choices.below(30));
    const size = choices.between(1, 3);
    const length = Buffer.alloc(size);
    length.writeUIntBE(choices.onceIn(5) ? choices.awkward() % 2 ** (8 * size) : contents.length, 0, size);
    parts.push(length, contents);
  }
  return Buffer.concat(parts);
}

function helloBytes(choices: Choices): Uint8Array {
  if (choices.onceIn(8)) return ssl2Hello;
  return tlsRecord(22, damaged(choices, clientHello(choices.bytes(32))), 0x0301);
}

const ssl2Hello = hexBytes(
  "802b 01 0301 0012 0000 0010 000035 00002f 0000ff 010080 0700c0 030080 000102030405060708090a0b0c0d0e0f",
);

function serverFlight(choices: Choices): Uint8Array {
  const hello = damaged(choices, serverHello(choices.onceIn(6) ? retryRandom : choices.bytes(32)));
  if (choices.onceIn(3)) hello.set([0xc0, 0x2f], Math.min(71, hello.length - 2));
  return Buffer.concat([
    tlsRecord(22, hello),
    tlsRecord(20, Buffer.of(1)),
    tlsRecord(23, choices.bytes(choices.below(900))),
  ]);
}

function damaged(choices: Choices, message: Buffer): Buffer {
  if (!choices.onceIn(3)) return message;
  const copy = Buffer.from(message);
  for (let round = choices.below(3); round >= 0; round--) {
    const at = choices.between(4, copy.length - 2);
    if (choices.onceIn(2)) copy[at] = choices.below(256);
    else copy.writeUInt16BE(choices.awkward() & 0xffff, at);
  }
  return copy;
}
