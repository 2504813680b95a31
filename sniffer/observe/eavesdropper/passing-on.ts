import type { Side } from "../observation.ts";

/** A message, as far as it is known without reading it. */
interface Sized {
  readonly from: Side;
  readonly connection: number;
  /** In seconds. */
  readonly time: number;
  readonly bytes: number;
}

/** Seconds within which what one client says is passed on to the others. */
const PASSED_ON_WITHIN = 0.1;
/** How many messages may come between. */
const MAX_BETWEEN = 20;
/** How often a thing must be seen before it is taken for a pattern. */
const FEWEST = 3;
/** Most connections, and differences of each, that are counted. */
const MAX_CONNECTIONS = 1000;
const MAX_DIFFERENCES = 100;

/** How what clients send comes out again at other clients. */
export interface PassedOn {
  /** Messages of clients, and how many of them were followed by one from the server on another connection. */
  readonly sent: number;
  readonly passedOn: number;
  /** Whether that is no chance. */
  readonly isPattern: boolean;
  /** By how many bytes what was passed on was longer each time, where it nearly always was the same: once for each connection. */
  readonly longerBy: readonly number[];
}

/** Looks for a server that passes on what it is sent: by time and size alone, so it works on encrypted records too. */
export class PassingOn {
  private sent = 0;
  private passedOn = 0;
  private pending: (Sized & { left: number })[] = [];
  /** For each connection, by how many bytes what was passed on was longer, and how often. */
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

/** The value seen most often, where it was seen often enough to be a pattern. */
function commonest(counts: ReadonlyMap<number, number>): number | undefined {
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return most !== undefined && most[1] >= 2 && most[1] > all / 2 ? most[0] : undefined;
}
