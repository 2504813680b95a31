import { type ChatRoom, newName, newWord } from "./chat-room.ts";
import { type ChatPeer, pause } from "./peer.ts";
import { chatTexts } from "./texts.ts";
import type { Outcome, Trial } from "./trial.ts";

/** What one client can make others read. */
export const talkTrials: readonly Trial[] = [
  { code: "foreign-name", weight: "serious", run: withPair(foreignName) },
  { code: "taken-name", weight: "serious", run: withPair(takenName) },
  { code: "invented-notice", weight: "moderate", run: withPair(inventedNotice) },
  { code: "terminal-escapes", weight: "serious", run: withPair(terminalEscapes) },
  { code: "two-in-one", weight: "moderate", run: withPair(twoInOne) },
];

/** A letter that arrives in two halves. A careless server then loses the sender's thread. */
export const cutTrial: Trial = { code: "cut-character", weight: "moderate", run: withPair(cutCharacter) };

/** Milliseconds for a line that a good server passes on: some servers are slow. */
const SLOW = 3_000;

function withPair(run: (one: ChatPeer, other: ChatPeer, room: ChatRoom) => Promise<Outcome>): Trial["run"] {
  return async (room) => {
    const pair = await room.pair();
    if (pair === undefined) return "not tried";
    const outcome = await run(pair[0], pair[1], room);
    // If a client that did nothing was closed, the result is unknown.
    if (outcome === "good" && pair[1].isClosed) return "not tried";
    // After a finding they stay: a server that has forgotten one of them may crash when it leaves, and that is another
    // problem.
    if (outcome === "good") await room.leave(...pair);
    return outcome;
  };
}

/**
 * Sends a line with another client's name. It is good if the sender's own name is before it, or if it does not arrive.
 */
async function foreignName(one: ChatPeer, other: ChatPeer): Promise<Outcome> {
  const [victim, word] = [newName(), newWord()];
  const line = `${victim} > ${word}`;
  one.send(`${line}\n`);
  if (!(await other.hears(word))) return "good";
  const heard = other.lineWith(word);
  return heard.trimStart().startsWith(victim) ? finding(other, word, line, heard) : "good";
}

/** Joins under the name of a client that is in the room. */
async function takenName(one: ChatPeer, other: ChatPeer, room: ChatRoom): Promise<Outcome> {
  const first = await room.join(other.name);
  // Closed at once: this is the refusal, or the server drops a connection now and then.
  const thief = first?.isClosed ? await room.join(other.name) : first;
  if (thief === undefined) return "not tried";
  const word = newWord();
  thief.send(`${word}\n`);
  const isHeard = await one.hears(word);
  const heard = one.lineWith(word);
  const isSame = isHeard && heard.includes(other.name);
  if (isSame) return finding(one, word, `${other.name}, ${word}`, heard);
  await room.leave(thief);
  return "good";
}

/** Sends the server's own notice, alone and after a line end. */
async function inventedNotice(one: ChatPeer, other: ChatPeer, room: ChatRoom): Promise<Outcome> {
  const guest = newName();
  const form = await noticeForm(other, guest, room);
  for (const before of ["", `${newWord()}\n`]) {
    const invented = newName();
    const notice = form.replaceAll(guest, invented);
    one.send(`${before}${notice}\n`);
    if (!(await other.hears(invented))) continue;
    const heard = other.lineWith(invented);
    if (heard.trim() === notice.trim()) return finding(other, invented, before + notice, heard);
  }
  return "good";
}

/** The server's notice when a client joins; without one, the notice of many chats. */
async function noticeForm(listener: ChatPeer, guest: string, room: ChatRoom): Promise<string> {
  const peer = await room.join(guest);
  await listener.quiet();
  if (peer !== undefined) await room.leave(peer);
  return listener.lineWith(guest) || `* ${guest} joined`;
}

async function terminalEscapes(one: ChatPeer, other: ChatPeer): Promise<Outcome> {
  const word = newWord();
  const line = `\x1b[2J\x1b[31m${word}`;
  one.send(`${line}\n`);
  if (!(await other.hears(word))) return "good";
  const heard = other.lineWith(word);
  return heard.includes("\x1b") ? finding(other, `\x1b[31m${word}`, line, heard) : "good";
}

/**
 * Two lines in one send are two messages: on different lines, each with the sender's name if the server writes names.
 */
async function twoInOne(one: ChatPeer, other: ChatPeer): Promise<Outcome> {
  const [first, second] = [newWord(), newWord()];
  const text = `${first}\n${second}`;
  one.send(`${text}\n`);
  await other.hears(second, SLOW);
  const [lineOne, lineTwo] = [other.lineWith(first), other.lineWith(second)];
  const isApart = lineTwo !== "" && !lineTwo.includes(first);
  const isNamed = !lineOne.includes(one.name) || lineTwo.includes(one.name);
  if (lineOne !== "" && isApart && isNamed) return "good";
  return finding(other, lineTwo === "" ? first : second, text, lineTwo || lineOne);
}

/** A letter of two bytes in two segments; its first byte is the 1,024th of the line. */
async function cutCharacter(one: ChatPeer, other: ChatPeer): Promise<Outcome> {
  const word = newWord();
  const line = Buffer.from(`${"a".repeat(1023)}ñ${word}\n`);
  one.send(line.subarray(0, 1024));
  await pause(100);
  one.send(line.subarray(1024));
  const isHeard = await other.hears(word, SLOW);
  if (isHeard && other.text.includes(`ñ${word}`)) return "good";
  const details = [isHeard ? chatTexts.letterBroken : chatTexts.letterLost];
  return { details, seen: other.sighting(word) };
}

function finding(listener: ChatPeer, word: string, sent: string, heard: string): Outcome {
  return { details: [chatTexts.sent(sent), chatTexts.heard(heard)], seen: listener.sighting(word) };
}
