import { printable } from "../../terminal/printable.ts";
import type { Endpoint } from "../protocol/endpoint.ts";
import { nameSkeleton } from "../protocol/look-alikes.ts";
import { nameProblem } from "../protocol/names.ts";
import {
  deliveryLine,
  type Protection,
  readClientLine,
  readSeatRequest,
  unfitCharacter,
} from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import { answer, type Outcome, refuse } from "./outcome.ts";
import { texts } from "./texts.ts";

const MAX_NAMES_LISTED = 200;
/** For this many names the room remembers their last protection, to report a change when they come back. */
const MAX_NAMES_REMEMBERED = 10_000;
/** How long the word for a move is valid, in milliseconds. */
export const MAX_WORD_AGE = 15_000;
export const MAX_WRONG_WORDS = 5;
/** How long after a move the room watches for the seat's owner to come back, in milliseconds. */
const MAX_MOVE_WATCH = 10 * 60_000;

/** Who is in the room. `id` is the connection's number, `since` is in milliseconds of the server's clock. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly protection: Protection;
  readonly endpoint: Endpoint;
  readonly since: number;
  readonly messages: number;
}

interface Seat {
  id: number;
  name: string;
  skeleton: string;
  protection: Protection;
  endpoint: Endpoint;
  since: number;
  messages: number;
  wrongWords: number;
  provenName: ProvenName | undefined;
  /** Where the member was before the last move, and until when this counts. */
  before: { readonly address: string; readonly kind: Protection["kind"]; readonly until: number } | undefined;
}

/** A name that the user cannot choose. */
export interface ProvenName {
  readonly name: string;
  readonly by: "certificate" | "account";
}

/** The origin of a newcomer's line. `now` is in milliseconds of the caller's clock. */
export interface Newcomer {
  readonly id: number;
  readonly protection: Protection;
  readonly endpoint: Endpoint;
  /** The only name that it may have, if a certificate or an account proves one. */
  readonly provenName?: ProvenName | undefined;
  readonly now: number;
}

/** A new connection that waits for a seat. It got a word, and only the member of that seat can send it. */
interface SeatRequest {
  readonly newcomer: Newcomer;
  readonly seat: number;
  readonly word: string;
}

/**
 * Who is in the room under which name, and what each line does. Pure, without sockets or clock: takes lines and returns
 * what to deliver to whom. A message does not come back to its sender.
 */
export class Room {
  private readonly seats = new Map<number, Seat>();
  private readonly bySkeleton = new Map<string, Seat>();
  private readonly lastSpoke = new Map<string, Protection["kind"]>();
  /** By the number of the new connection: each has at most one request. */
  private readonly requests = new Map<number, SeatRequest>();
  private readonly makeWord: () => string;

  /** `makeWord` makes the words for moves: each must be new and hard to guess. */
  constructor(makeWord: () => string) {
    this.makeWord = makeWord;
  }

  /** In the order of arrival. */
  get members(): readonly Member[] {
    return [...this.seats.values()];
  }

  /** The member with exactly this name, or one that looks the same. */
  find(name: string): Member | undefined {
    return this.seatOf(name);
  }

  get size(): number {
    return this.seats.size;
  }

  /**
   * The first line of a connection: a name, or `/seat NAME`. Without an "admitted" outcome the newcomer may try again.
   */
  join(newcomer: Newcomer, line: string): readonly Outcome[] {
    const { id } = newcomer;
    const wanted = readSeatRequest(line);
    if (wanted !== undefined) return this.request(newcomer, wanted);
    const name = line.trim().normalize("NFC");
    if (/^[/!](?:quit|exit|salir)$/i.test(name)) return [{ kind: "gone", id }];
    const { provenName } = newcomer;
    const isOther = provenName !== undefined && provenName.name !== name;
    const problem = isOther ? fixedName(provenName) : this.nameProblem(name);
    if (problem !== undefined) return [refuse(id, problem), ...this.doubts(newcomer, name)];
    const { protection, endpoint, now } = newcomer;
    const skeleton = nameSkeleton(name);
    this.requests.delete(id);
    this.seat({
      ...{ id, name, skeleton, protection, endpoint, since: now },
      ...{ messages: 0, wrongWords: 0, provenName, before: undefined },
    });
    const before = this.lastSpoke.get(skeleton);
    this.remember(skeleton, protection);
    const changed = before !== undefined && before !== protection.kind;
    return [
      { kind: "admitted", id, name },
      { kind: "one", to: id, line: deliveryLine.welcome(name) },
      ...this.userLines(id),
      { kind: "all", line: deliveryLine.joined(name), except: id },
      ...(changed ? [{ kind: "all", line: deliveryLine.speaking(name, protection) } as const] : []),
    ];
  }

  /** A later line of a member. `now`: from the same clock as in `join`. */
  receive(id: number, line: string, now: number): readonly Outcome[] {
    const seat = this.seats.get(id);
    if (seat === undefined) return [];
    const unfit = unfitCharacter(line);
    if (unfit !== undefined) return [refuse(id, refusal("line-control", printable(unfit)))];
    const said = readClientLine(line, seat.name);
    switch (said.kind) {
      case "nothing":
        return [];
      case "message":
        seat.messages += 1;
        return [{ kind: "all", line: deliveryLine.message(seat.name, said.text), except: id }];
      case "action":
        seat.messages += 1;
        return [{ kind: "all", line: deliveryLine.action(seat.name, said.text), except: id }];
      case "private":
        return this.whisper(seat, said.to, said.text);
      case "rename":
        return this.rename(seat, said.name.trim().normalize("NFC"));
      case "move":
        return this.move(seat, said.word, now);
      case "users":
        return this.userLines(id);
      case "protection":
        return [answer(id, chatTexts.yourProtection(seat.protection))];
      case "help":
        return chatTexts.help.map((text) => answer(id, text));
      case "quit":
        return [answer(id, texts.goodbye), { kind: "gone", id }];
      case "incomplete":
        return [refuse(id, refusal("incomplete-command", chatTexts.examples[said.command]))];
      case "unknown":
        return [refuse(id, refusal("unknown-command", printable(said.command)))];
    }
  }

  /** A member's line that the server does not read, for all others, unchanged. */
  passOn(id: number, line: string): readonly Outcome[] {
    const seat = this.seats.get(id);
    if (seat !== undefined) seat.messages += 1;
    return [{ kind: "all", line, except: id }];
  }

  /** A member's connection has ended, or the server ends it. Does nothing for a connection without a name. */
  leave(id: number): readonly Outcome[] {
    this.requests.delete(id);
    const seat = this.seats.get(id);
    if (seat === undefined) return [];
    this.seats.delete(id);
    this.bySkeleton.delete(seat.skeleton);
    return [{ kind: "all", line: deliveryLine.left(seat.name) }];
  }

  /**
   * A new connection asks for a member's seat and gets a word. This does not move the seat: its member must send the
   * word. An eavesdropper cannot use the word, because it is wrong from any other seat.
   */
  private request(newcomer: Newcomer, name: string): readonly Outcome[] {
    const { id, protection } = newcomer;
    const seat = this.seatOf(name);
    if (seat?.name !== name) return [refuse(id, refusal("no-such-name", printable(name)))];
    if (seat.protection.kind === protection.kind) return [refuse(id, refusal("same-mode", name))];
    const word = this.makeWord();
    this.requests.set(id, { newcomer, seat: seat.id, word });
    return [
      { kind: "one", to: id, line: deliveryLine.moveWord(word) },
      answer(id, texts.sayTheWord(word, MAX_WORD_AGE / 1000)),
    ];
  }

  /** A member sends the word of the new connection: from here on that connection has the seat. */
  private move(seat: Seat, word: string, now: number): readonly Outcome[] {
    const from = seat.id;
    if (seat.wrongWords >= MAX_WRONG_WORDS) return [refuse(from, refusal("too-many-wrong-words"))];
    const request = [...this.requests.values()].find((known) => known.seat === from && known.word === word);
    if (request === undefined || now - request.newcomer.now > MAX_WORD_AGE) {
      seat.wrongWords += 1;
      return [refuse(from, refusal("wrong-word", MAX_WORD_AGE / 1000))];
    }
    const { id, protection, endpoint } = request.newcomer;
    const before = { address: seat.endpoint.address, kind: seat.protection.kind, until: now + MAX_MOVE_WATCH };
    this.requests.delete(id);
    this.seats.delete(from);
    this.seat({ ...seat, id, protection, endpoint, wrongWords: 0, before });
    this.remember(seat.skeleton, protection);
    return [
      { kind: "one", to: from, line: deliveryLine.moved },
      { kind: "replaced", from, to: id },
      { kind: "one", to: id, line: deliveryLine.welcome(seat.name) },
      { kind: "all", line: deliveryLine.speaking(seat.name, protection) },
    ];
  }

  /** A newcomer asks for a taken name: perhaps the owner, whose seat was moved. Reported once for each move. */
  private doubts({ protection, endpoint, now }: Newcomer, name: string): readonly Outcome[] {
    const seat = this.seatOf(name);
    const { before } = seat ?? {};
    if (seat?.name !== name || before === undefined || now > before.until) return [];
    if (before.address !== endpoint.address || before.kind !== protection.kind) return [];
    seat.before = undefined;
    return [
      { kind: "doubted", name, endpoint },
      { kind: "all", line: deliveryLine.notice(texts.isItStill(name)) },
    ];
  }

  private whisper(seat: Seat, to: string, text: string): readonly Outcome[] {
    const other = this.find(to);
    if (other === undefined) return [refuse(seat.id, refusal("no-such-name", printable(to)))];
    seat.messages += 1;
    return [{ kind: "one", to: other.id, line: deliveryLine.private(seat.name, text) }];
  }

  private rename(seat: Seat, name: string): readonly Outcome[] {
    const before = seat.name;
    if (name === before) return [answer(seat.id, texts.alreadyYourName(name))];
    if (seat.provenName !== undefined) return [refuse(seat.id, fixedName(seat.provenName))];
    const problem = nameProblem(name) ?? (nameSkeleton(name) === seat.skeleton ? undefined : this.takenProblem(name));
    if (problem !== undefined) return [refuse(seat.id, problem)];
    this.bySkeleton.delete(seat.skeleton);
    seat.name = name;
    seat.skeleton = nameSkeleton(name);
    this.bySkeleton.set(seat.skeleton, seat);
    this.remember(seat.skeleton, seat.protection);
    return [{ kind: "all", line: deliveryLine.renamed(before, name) }];
  }

  private seatOf(name: string): Seat | undefined {
    return this.bySkeleton.get(nameSkeleton(name));
  }

  private nameProblem(name: string): Refusal | undefined {
    return nameProblem(name) ?? this.takenProblem(name);
  }

  private takenProblem(name: string): Refusal | undefined {
    const other = this.find(name);
    if (other === undefined) return undefined;
    return other.name === name ? refusal("name-taken", name) : refusal("name-similar", name, other.name);
  }

  private userLines(to: number): readonly Outcome[] {
    const names = [];
    for (const { name } of this.seats.values()) if (names.push(name) === MAX_NAMES_LISTED) break;
    const more = this.seats.size - names.length;
    const list = { kind: "one", to, line: deliveryLine.users(names) } as const;
    return more === 0 ? [list] : [list, answer(to, texts.moreUsers(more))];
  }

  private seat(seat: Seat): void {
    this.seats.set(seat.id, seat);
    this.bySkeleton.set(seat.skeleton, seat);
  }

  private remember(skeleton: string, { kind }: Protection): void {
    this.lastSpoke.delete(skeleton);
    this.lastSpoke.set(skeleton, kind);
    if (this.lastSpoke.size > MAX_NAMES_REMEMBERED) this.lastSpoke.delete(this.lastSpoke.keys().next().value!);
  }
}

function fixedName({ name, by }: ProvenName): Refusal {
  return refusal(by === "account" ? "name-of-account" : "name-not-certified", printable(name));
}
