/** A line of this turn, with its end: for all but `except`, or for one client only. */
interface TurnLine<Client> {
  readonly text: string;
  readonly only?: Client;
  readonly except?: Client | undefined;
}

/**
 * Collects the lines of one turn of the event loop, and returns them as one piece of bytes per client. Lines for all
 * are encoded once: every client that gets all of them gets the same bytes. Knows no sockets.
 */
export class Outbox<Client> {
  private lines: TurnLine<Client>[] = [];
  private length = 0;
  private readonly clients = new Set<Client>();
  /** The clients whose lines differ from the common ones, with the first line of the turn that they get. */
  private readonly special = new Map<Client, number>();

  /** From here on this client gets the lines for all. */
  add(client: Client): void {
    this.clients.add(client);
    if (this.lines.length > 0) this.special.set(client, this.lines.length);
  }

  /** Removes a client and returns its unwritten bytes. */
  remove(client: Client): Uint8Array | undefined {
    const last = this.clients.delete(client) ? this.bytesFor(client) : undefined;
    this.special.delete(client);
    return last?.length ? last : undefined;
  }

  /** A line, without its end, for every client but `except`. */
  toAll(line: string, except?: Client): void {
    if (except !== undefined) this.isSpecial(except);
    this.push({ text: `${line}\n`, except });
  }

  /** A line, without its end, for one client, in its place among the lines for all. */
  toOne(client: Client, line: string): void {
    if (this.isSpecial(client)) this.push({ text: `${line}\n`, only: client });
  }

  /** All clients that get lines. */
  get readers(): Iterable<Client> {
    return this.clients;
  }

  /** Whether nothing waits to be written. */
  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  /** How much waits to be written, in UTF-16 units. */
  get turnLength(): number {
    return this.length;
  }

  /** Ends the turn: calls `write` once for each client with new lines. The bytes are not changed afterwards. */
  flush(write: (client: Client, bytes: Uint8Array) => void): void {
    const shared = encoded(this.lines.filter(({ only }) => only === undefined));
    for (const client of this.clients) {
      const bytes = this.special.has(client) ? this.bytesFor(client) : shared;
      if (bytes.length > 0) write(client, bytes);
    }
    this.lines = [];
    this.length = 0;
    this.special.clear();
  }

  private push(line: TurnLine<Client>): void {
    this.lines.push(line);
    this.length += line.text.length;
  }

  /** Marks a client that does not get the shared bytes; false if it is not there. */
  private isSpecial(client: Client): boolean {
    if (!this.clients.has(client)) return false;
    if (!this.special.has(client)) this.special.set(client, 0);
    return true;
  }

  private bytesFor(client: Client): Uint8Array {
    const lines = this.lines.slice(this.special.get(client) ?? 0);
    return encoded(lines.filter(({ only, except }) => (only === undefined ? except !== client : only === client)));
  }
}

function encoded<Client>(lines: readonly TurnLine<Client>[]): Uint8Array {
  return Buffer.from(lines.map(({ text }) => text).join(""));
}
