import { tcp, udp } from "../frame-parts.ts";
import type { Choices } from "./choices.ts";
import { madeTurns } from "./streams.ts";

/** The contents of an IP packet, their sender, and their protocol number. */
export interface Payload {
  readonly end: 0 | 1;
  readonly protocol: number;
  readonly bytes: Uint8Array;
}

const flag = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;
const oddFlags = [
  0,
  flag.FIN,
  flag.SYN,
  flag.RST,
  flag.RST | flag.ACK,
  flag.SYN | flag.ACK,
  flag.FIN | flag.ACK,
  0x1ff,
];

/** The segments of one connection, mostly correct: now and then a number, a flag or a copy of bytes is wrong. */
export function madeSegments(choices: Choices, clientPort: number): Payload[] {
  const ports = [clientPort, choices.pick([443, 23, 12345, 40000])] as const;
  const first = [choices.pick([1000, 0xfffffff0, choices.awkward()]), choices.pick([5000, choices.awkward()])] as const;
  const sent = [0, 0];
  const all: Payload[] = [];
  const add = (end: 0 | 1, flags: number, bytes: Uint8Array, at: number) => {
    const isOdd = choices.onceIn(40);
    const sequence =
      first[end] + at + (choices.onceIn(60) ? choices.pick([1, -1, 100, 2 ** 30, 2 ** 31, -(2 ** 31)]) : 0);
    const acknowledged = first[1 - end]! + sent[1 - end]! + (choices.onceIn(50) ? choices.awkward() : 0);
    const segment = tcp(bytes, {
      sourcePort: ports[end],
      destinationPort: ports[1 - end]!,
      sequence,
      acknowledgment: flags & flag.ACK ? acknowledged : 0,
      flags: isOdd ? choices.pick(oddFlags) : flags,
      window: choices.onceIn(30) ? 0 : 512,
      ...(choices.onceIn(20) && { options: madeOptions(choices) }),
    });
    if (choices.onceIn(80)) segment[12] = choices.below(256);
    all.push({ end, protocol: 6, bytes: segment });
  };
  const opens = !choices.onceIn(5);
  const open = () => {
    add(0, flag.SYN, noBytes, sent[0]! - 1);
    add(1, flag.SYN | flag.ACK, noBytes, sent[1]! - 1);
    add(0, flag.ACK, noBytes, sent[0]!);
  };
  if (opens) open();
  const longest = choices.pick([1, 3, 20, 200, 1400]);
  for (const { end, bytes } of madeTurns(choices)) {
    for (const piece of choices.pieces(bytes.subarray(0, longest * 25), longest)) {
      add(end, flag.PSH | flag.ACK, piece, sent[end]!);
      sent[end]! += piece.length;
      // Sent again, with the same or other bytes, from here, before or after.
      if (choices.onceIn(15))
        add(end, flag.ACK, choices.onceIn(2) ? piece : choices.bytes(piece.length + 3), sent[end]! - choices.below(40));
      if (choices.onceIn(3)) add((1 - end) as 0 | 1, flag.ACK, noBytes, sent[1 - end]!);
    }
    if (choices.onceIn(20)) all.push(...choices.disturbed(all.splice(0), 3));
  }
  for (let more = choices.below(4); more > 0; more--) {
    const end = choices.below(2) as 0 | 1;
    add(
      end,
      choices.pick([flag.FIN | flag.ACK, flag.RST, flag.SYN, flag.ACK]),
      choices.bytes(choices.below(9)),
      sent[end]!,
    );
  }
  return choices.onceIn(2) ? all : choices.disturbed(all, 12);
}

export function madeDatagram(choices: Choices): Payload {
  const bytes = udp(choices.bytes(choices.below(60)));
  if (choices.onceIn(6)) bytes.writeUInt16BE(choices.awkward() & 0xffff, 4);
  return { end: 0, protocol: 17, bytes };
}

const noBytes = new Uint8Array(0);

function madeOptions(choices: Choices): Uint8Array {
  const known = [
    "020405b4",
    "0303070101",
    "0402",
    "080a0000000100000002",
    "05120000000a0000001400000020",
    "01",
    "00",
    "0500",
    "fd",
  ];
  const bytes = Buffer.concat([Buffer.from(choices.pick(known), "hex"), choices.bytes(choices.below(8))]);
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]).subarray(0, 40);
}
