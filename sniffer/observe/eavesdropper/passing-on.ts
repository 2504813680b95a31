import type { Side } from "../observation.ts";

/** The facts about a message that are visible without reading it. */
interface Sized {
  readonly from: Side;
  readonly connection: number;
  /** In seconds. */
  readonly time: number;
  readonly bytes: number;
}

/** Within this many seconds a server passes a message on to others. */
const PASSED_ON_WITHIN = 0.1;
/** How many messages may come between. */
const MAX_BETWEEN = 20;
/** How often something must be seen to count as a pattern. */
const FEWEST = 3;
/** Most connections that are counted, and most differences of each. */
const MAX_CONNECTIONS = 1000;
const MAX_DIFFERENCES = 100;

/** How messages of clients come out again at other clients. */
export interface PassedOn {
  /** Messages of clients, and how many of them a server message on another connection followed. */
  readonly sent: number;
  readonly passedOn: number;
  /** Whether this is too frequent for chance. */
  readonly isPattern: boolean;
  /** For each connection with a usual difference: by how many bytes a message became longer. */
  readonly longerBy: readonly number[];
}

/** Looks for a server that passes messages on. It uses only time and size, so it works on encrypted records too. */
export class PassingOn {
  private sent = 0;
  private passedOn = 0;
  private pending: (Sized & { left: number })[] = [];
  /** For each connection: by how many bytes a message became longer, and how often. */
  private readonly differences = new Map<number, Map<number, number>>();

  push(message: Sized): void {
    if (message.from === "server") this.pending = this.pending.filter((one) => !this.isPassedOn(one, message));
    for (const one of this.pending) one.left -= 1;
    this.pending = this.pending.filter(({ left, time }) => left > 0 && message.time - time < PASSED_ON_WITHIN);
    if (message.from === "server") return;
    this.sent += 1;
    this.pending.push({ ...message, left: MAX_BETWEEN });
  }

  found(): PassedOn {
    const { sent, passedOn } = this;
    const isPattern = passedOn >= FEWEST && passedOn >= sent / 2;
    return {
      sent,
      passedOn,
      isPattern,
      longerBy: [...this.differences.values()].flatMap((counts) => commonest(counts) ?? []),
    };
  }

  private isPassedOn(said: Sized, delivered: Sized): boolean {
    const isOne =
      delivered.connection !== said.connection &&
      delivered.time - said.time < PASSED_ON_WITHIN &&
      delivered.bytes >= said.bytes;
    if (!isOne) return false;
    this.passedOn += 1;
    const counts = this.differences.get(said.connection) ?? new Map<number, number>();
    const difference = delivered.bytes - said.bytes;
    if (counts.has(difference) || counts.size < MAX_DIFFERENCES)
      counts.set(difference, (counts.get(difference) ?? 0) + 1);
    if (this.differences.size < MAX_CONNECTIONS) this.differences.set(said.connection, counts);
    return true;
  }
}

/** The most frequent value, if it is frequent enough to be a pattern. */
function commonest(counts: ReadonlyMap<number, number>): number | undefined {
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return most !== undefined && most[1] >= 2 && most[1] > all / 2 ? most[0] : undefined;
}
