import { lastSighting } from "../kept/kept-packets.ts";
import { KeptSocket, openKeptSocket } from "../kept/kept-socket.ts";
import type { Sighting } from "../seen.ts";
import { type ChatRoom, newWord, says } from "./chat-room.ts";
import { type ChatPeer, connectTo, goodbye, pause, shakeHands } from "./peer.ts";
import { chatTexts } from "./texts.ts";
import type { Outcome, Trial } from "./trial.ts";

const MEBIBYTE = 1024 * 1024;
/** How much of an endless line a server may pass on to others. */
const MAX_PASSED_ON = 64 * 1024;
/** More than the system's buffers can hold between a server and a client that does not read. */
const FLOOD_BYTES = 24 * MEBIBYTE;
const CROWD = 20;
/** Milliseconds for a connection. */
const PATIENCE = 4_000;
/** How often each client of the crowd sends its word, so that threads send at the same time. */
const TIMES_SAID = 3;

/**
 * What one client can take away from the others. The crowd is last, because a careless server may mix up its threads.
 */
export const loadTrials: readonly Trial[] = [
  { code: "silent-handshake", weight: "critical", needsTls: true, run: silentHandshake },
  { code: "endless-line", weight: "serious", run: endlessLine },
  { code: "stalled-reader", weight: "serious", run: stalledReader },
  { code: "crowd", weight: "moderate", run: crowd },
];

/**
 * The very last trial: many servers end by it. It only asks whether a new client can join, not whether its lines
 * arrive.
 */
export const textTrial: Trial = {
  code: "text-to-tls",
  weight: "critical",
  needsTls: true,
  needsNoChat: true,
  run: textToTls,
};

/** Twenty clients join at once, each sends a word, and each must receive the words of all others. */
async function crowd(room: ChatRoom): Promise<Outcome> {
  const all = (await Promise.all(Array.from({ length: CROWD }, () => room.join()))).filter((one) => one !== undefined);
  const words = all.map(() => newWord());
  for (let time = 0; time < TIMES_SAID; time++)
    for (const [index, peer] of all.entries()) peer.send(`${words[index]}\n`);
  const heardAll = (peer: ChatPeer, index: number) =>
    words.every((word, other) => other === index || peer.text.includes(word));
  await Promise.all(all.map((peer, index) => peer.until(() => heardAll(peer, index), 3_000)));
  const good = all.filter(heardAll);
  if (good.length === CROWD) {
    await room.leave(...all);
    return "good";
  }
  const deaf = all.find((peer, index) => !heardAll(peer, index)) ?? all[0];
  const { connections } = room.place.packets;
  return {
    details: [chatTexts.crowd(all.length, good.length, CROWD)],
    seen: deaf?.sighting() ?? nothing(connections - 1),
  };
}

/** A line of 1 MiB without its end: others must not be flooded, and the server must still serve them. */
async function endlessLine(room: ChatRoom): Promise<Outcome> {
  const [one, pair] = [await room.join(), await room.pair()];
  if (one === undefined || pair === undefined) return "not tried";
  const [third, other] = pair;
  const before = other.bytes;
  const sent = await one.flood("x".repeat(16 * 1024), MEBIBYTE, 2_000);
  if (sent === 0) return "not tried";
  await other.until(() => other.bytes - before > MAX_PASSED_ON, 300);
  const passedOn = other.bytes - before;
  const isServed = await says(third, other, 4_000);
  const seen = other.sighting("xxxxxxxx");
  if (isServed && passedOn <= MAX_PASSED_ON) await room.leave(one, other, third);
  if (passedOn > MAX_PASSED_ON) return { details: [chatTexts.passedOn(passedOn)], seen };
  return isServed ? "good" : { details: [chatTexts.notServed], seen };
}

/** One client stops reading while another one sends much: a third must still receive lines. */
async function stalledReader(room: ChatRoom): Promise<Outcome> {
  const [other, pair] = [await room.join(), await room.pair()];
  if (other === undefined || pair === undefined) return "not tried";
  const [talker, deaf] = pair;
  deaf.stopReading();
  const sent = await talker.flood(`${"y".repeat(999)}\n`, FLOOD_BYTES, 8_000);
  if (sent === 0) return "not tried";
  // A server may have dropped a client that could not read so fast; then two new clients must receive each other's
  // lines.
  const isServed = (await roomWorksFor(room, other)) || (await roomWorksForNewcomers(room));
  const seen = other.sighting();
  deaf.readOn();
  await deaf.quiet();
  if (isServed) await room.leave(talker, deaf, other);
  return isServed ? "good" : { details: [chatTexts.stalled(sent)], seen };
}

/** A new client sends a word, and the one in the room must receive it. */
async function roomWorksFor(room: ChatRoom, listener: ChatPeer): Promise<boolean> {
  const guest = await room.join();
  if (guest === undefined) return false;
  const isHeard = await says(guest, listener, 2_500);
  await room.leave(guest);
  return isHeard;
}

async function roomWorksForNewcomers(room: ChatRoom): Promise<boolean> {
  const listener = await room.join();
  if (listener === undefined) return false;
  const works = await roomWorksFor(room, listener);
  await room.leave(listener);
  return works;
}

/** A connection without a handshake: others must still get in. */
async function silentHandshake(room: ChatRoom): Promise<Outcome> {
  const silent = await openKeptSocket(room.place, room.place.packets, PATIENCE);
  if (!(silent instanceof KeptSocket)) return "not tried";
  await pause(100);
  // The guest waits longer: a server may end because of a client that left before its handshake.
  const guest = connectTo(room.place, 6_000);
  const works = await Promise.race([guest.then((one) => one !== undefined), pause(1_500).then(() => false)]);
  const seen = lastSighting(silent.kept);
  // Some servers that wait in accept() end when the silent client leaves. So it makes a late handshake, and leaves in
  // order.
  const late = await shakeHands(silent, 1_500);
  if (late !== undefined) await goodbye(late.socket);
  const arrived = await guest;
  if (arrived !== undefined) await goodbye(arrived.socket);
  return works ? "good" : { details: [chatTexts.nobodyGetsIn], seen };
}

/** A line of text instead of a handshake: it must end that connection, and no other. */
async function textToTls(room: ChatRoom): Promise<Outcome> {
  const socket = await openKeptSocket(room.place, room.place.packets, PATIENCE);
  if (!(socket instanceof KeptSocket)) return "not tried";
  socket.write("hola\n");
  await pause(200);
  socket.destroy();
  await pause(100);
  const guest = await connectTo(room.place);
  if (guest === undefined) return { details: [chatTexts.nobodyGetsIn], seen: lastSighting(socket.kept) };
  await goodbye(guest.socket);
  return "good";
}

/** If there is not even a connection to show. */
function nothing(connection: number): Sighting {
  return { connection, port: undefined, packet: undefined, message: "", field: "", offset: 0, bytes: "" };
}
