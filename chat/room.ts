import { printable } from "../terminal/printable.ts";
import { nameProblem, nameSkeleton } from "./names.ts";
import { deliveryLine, type Protection, readClientLine, readComingBack, unfitCharacter } from "./protocol.ts";
import { texts } from "./texts.ts";

/** Most names listed in one answer. */
const MAX_NAMES_LISTED = 200;
/** Of how many names the room remembers how they last spoke, to tell when they come back in the other mode. */
const MAX_NAMES_REMEMBERED = 10_000;

/** Who is in the room. `id` is the connection's number, `since` is in milliseconds of the server's clock. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly protection: Protection;
  readonly address: string;
  readonly since: number;
  readonly messages: number;
}

/** What the server has to do for the room, in this order. Lines are without line end. */
export type Outcome =
  | { readonly kind: "admitted"; readonly id: number; readonly name: string }
  | { readonly kind: "replaced"; readonly from: number; readonly to: number }
  | { readonly kind: "all"; readonly line: string; readonly except?: number }
  | { readonly kind: "one"; readonly to: number; readonly line: string }
  | { readonly kind: "gone"; readonly id: number };

interface Seat {
  id: number;
  name: string;
  skeleton: string;
  protection: Protection;
  address: string;
  since: number;
  messages: number;
  /** Whoever comes with this word takes over the seat: how a client changes to TLS and back without leaving. */
  moveWord: string | undefined;
}

/** Where a newcomer's line came from. `now` is in milliseconds of the caller's clock. */
export interface Newcomer {
  readonly id: number;
  readonly protection: Protection;
  readonly address: string;
  readonly now: number;
}

/**
 * Who is here under which name, and what each line does. Pure: it knows no socket and no clock, takes lines and returns what is to be
 * delivered to whom. A message does not come back to its sender.
 */
export class Room {
  private readonly seats = new Map<number, Seat>();
  private readonly bySkeleton = new Map<string, Seat>();
  private readonly lastSpoke = new Map<string, Protection["kind"]>();

  /** Everybody in the room, in the order they came. */
  get members(): readonly Member[] {
    return [...this.seats.values()];
  }

  /** The member with exactly this name, or one that looks the same. */
  find(name: string): Member | undefined {
    return this.bySkeleton.get(nameSkeleton(name));
  }

  /** How many are in the room. */
  get size(): number {
    return this.seats.size;
  }

  /** The first line of a connection: a name, or `/back WORD`. Without an "admitted" outcome the newcomer may try again. */
  join(newcomer: Newcomer, line: string): readonly Outcome[] {
    const { id } = newcomer;
    const word = readComingBack(line);
    if (word !== undefined) return this.takeOver(newcomer, word);
    const name = line.trim().normalize("NFC");
    if (/^[/!](?:quit|exit|salir)$/i.test(name)) return [{ kind: "gone", id }];
    const problem = nameProblem(name) ?? this.takenProblem(name);
    if (problem !== undefined) return [refusal(id, problem)];
    const { protection, address, now } = newcomer;
    const skeleton = nameSkeleton(name);
    this.seat({ id, name, skeleton, protection, address, since: now, messages: 0, moveWord: undefined });
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

  /** A later line of a member. */
  receive(id: number, line: string): readonly Outcome[] {
    const seat = this.seats.get(id);
    if (seat === undefined) return [];
    const unfit = unfitCharacter(line);
    if (unfit !== undefined) return [refusal(id, texts.unfitCharacter(printable(unfit)))];
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
        if (!/^[\w-]{8,64}$/.test(said.word)) return [refusal(id, texts.moveWordUnfit)];
        seat.moveWord = said.word;
        return [{ kind: "one", to: id, line: deliveryLine.moving(said.word) }];
      case "users":
        return this.userLines(id);
      case "protection":
        return [answer(id, texts.yourProtection(seat.protection))];
      case "help":
        return texts.help.map((text) => answer(id, text));
      case "quit":
        return [answer(id, texts.goodbye), { kind: "gone", id }];
      case "incomplete":
        return [refusal(id, texts.incomplete(said.command))];
      case "unknown":
        return [refusal(id, texts.unknownCommand(printable(said.command)))];
    }
  }

  /** The connection of a member has ended, or the server ends it. Nothing happens for one who never had a name. */
  leave(id: number): readonly Outcome[] {
    const seat = this.seats.get(id);
    if (seat === undefined) return [];
    this.seats.delete(id);
    this.bySkeleton.delete(seat.skeleton);
    return [{ kind: "all", line: deliveryLine.left(seat.name) }];
  }

  private takeOver(newcomer: Newcomer, word: string): readonly Outcome[] {
    const { id, protection, address } = newcomer;
    const seat = [...this.seats.values()].find(({ moveWord }) => moveWord === word);
    if (seat === undefined) return [refusal(id, texts.noSeatToTakeOver)];
    const from = seat.id;
    this.seats.delete(from);
    this.seat({ ...seat, id, protection, address, moveWord: undefined });
    this.remember(seat.skeleton, protection);
    return [
      { kind: "replaced", from, to: id },
      { kind: "one", to: id, line: deliveryLine.welcome(seat.name) },
      { kind: "all", line: deliveryLine.speaking(seat.name, protection) },
    ];
  }

  private whisper(seat: Seat, to: string, text: string): readonly Outcome[] {
    const other = this.find(to);
    if (other === undefined) return [refusal(seat.id, texts.nobodyCalled(printable(to)))];
    seat.messages += 1;
    return [{ kind: "one", to: other.id, line: deliveryLine.private(seat.name, text) }];
  }

  private rename(seat: Seat, name: string): readonly Outcome[] {
    const before = seat.name;
    if (name === before) return [answer(seat.id, texts.alreadyYourName(name))];
    const problem = nameProblem(name) ?? (nameSkeleton(name) === seat.skeleton ? undefined : this.takenProblem(name));
    if (problem !== undefined) return [refusal(seat.id, problem)];
    this.bySkeleton.delete(seat.skeleton);
    seat.name = name;
    seat.skeleton = nameSkeleton(name);
    this.bySkeleton.set(seat.skeleton, seat);
    this.remember(seat.skeleton, seat.protection);
    return [{ kind: "all", line: deliveryLine.renamed(before, name) }];
  }

  private takenProblem(name: string): string | undefined {
    const other = this.find(name);
    if (other === undefined) return undefined;
    return other.name === name ? texts.nameTaken(name) : texts.nameLooksLike(name, other.name);
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

function refusal(to: number, text: string): Outcome {
  return { kind: "one", to, line: deliveryLine.refusal(text) };
}

function answer(to: number, text: string): Outcome {
  return { kind: "one", to, line: deliveryLine.answer(text) };
}
