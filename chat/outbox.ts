/** Bytes set aside at a time for the lines of coming turns. */
const SLAB_BYTES = 256 * 1024;
/** UTF-8 needs at most this many bytes for one UTF-16 unit. */
const MOST_BYTES_A_UNIT = 3;
const newline = 0x0a;

/** How one client's turn differs from everybody's: bytes of the shared lines it does not get, and lines for it alone. */
type Edit =
  | { readonly kind: "skip"; readonly from: number; to: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array };

/**
 * Collects what goes out during one turn of the event loop and hands it over as one piece of bytes a client. Lines for all are encoded
 * once and shared: a client without edits gets the very same bytes as the others. Knows no sockets.
 *
 * Invariant: `slab[start..end)` holds the lines for all of this turn; every edit's offsets are relative to `start`.
 */
export class Outbox<Client> {
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  private start = 0;
  private end = 0;
  private readonly clients = new Set<Client>();
  private readonly edits = new Map<Client, Edit[]>();

  /** From now on this client gets the lines for all. */
  add(client: Client): void {
    this.clients.add(client);
    const already = this.end - this.start;
    if (already > 0) this.edits.set(client, [{ kind: "skip", from: 0, to: already }]);
  }

  /** Takes a client out and returns what was still to be written to it. */
  remove(client: Client): Uint8Array | undefined {
    const last = this.clients.delete(client) ? this.bytesFor(client) : undefined;
    this.edits.delete(client);
    return last !== undefined && last.length > 0 ? last : undefined;
  }

  /** A line, without its end, for every client but `except`. */
  toAll(line: string, except?: Client): void {
    const most = line.length * MOST_BYTES_A_UNIT + 1;
    if (this.slab.length - this.end < most) this.moveToNewSlab(most);
    const from = this.end - this.start;
    this.end += this.slab.write(line, this.end);
    this.slab[this.end++] = newline;
    if (except !== undefined) this.skip(except, from, this.end - this.start);
  }

  /** A line, without its end, for one client, in its place among the lines for all. */
  toOne(client: Client, line: string): void {
    if (!this.clients.has(client)) return;
    this.editsOf(client).push({ kind: "insert", at: this.end - this.start, bytes: Buffer.from(`${line}\n`) });
  }

  /** Whether anything waits to be written. */
  get isEmpty(): boolean {
    return this.end === this.start && this.edits.size === 0;
  }

  /** Bytes of the lines for all that wait. */
  get turnBytes(): number {
    return this.end - this.start;
  }

  /** Ends the turn: calls `write` once for each client that has something to get. The bytes are not changed afterwards. */
  flush(write: (client: Client, bytes: Uint8Array) => void): void {
    const shared = this.slab.subarray(this.start, this.end);
    for (const client of this.clients) {
      const bytes = this.edits.size > 0 && this.edits.has(client) ? this.bytesFor(client) : shared;
      if (bytes.length > 0) write(client, bytes);
    }
    this.edits.clear();
    this.start = this.end;
  }

  private bytesFor(client: Client): Uint8Array {
    const shared = this.slab.subarray(this.start, this.end);
    const edits = this.edits.get(client);
    if (edits === undefined) return shared;
    const parts: Uint8Array[] = [];
    let at = 0;
    for (const edit of edits) {
      const upTo = edit.kind === "skip" ? edit.from : edit.at;
      if (upTo > at) parts.push(shared.subarray(at, upTo));
      if (edit.kind === "insert") parts.push(edit.bytes);
      at = edit.kind === "skip" ? edit.to : edit.at;
    }
    if (at < shared.length) parts.push(shared.subarray(at));
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  private skip(client: Client, from: number, to: number): void {
    if (!this.clients.has(client)) return;
    const edits = this.editsOf(client);
    const last = edits.at(-1);
    // Lines that came in one read stand side by side: one hole for all of them.
    if (last?.kind === "skip" && last.to === from) last.to = to;
    else edits.push({ kind: "skip", from, to });
  }

  private editsOf(client: Client): Edit[] {
    const known = this.edits.get(client);
    if (known !== undefined) return known;
    const edits: Edit[] = [];
    this.edits.set(client, edits);
    return edits;
  }

  /** Goes on in fresh memory, since clients may still be reading the old. The lines of this turn come along. */
  private moveToNewSlab(needed: number): void {
    const turn = this.slab.subarray(this.start, this.end);
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (turn.length + needed)));
    turn.copy(slab);
    this.slab = slab;
    this.start = 0;
    this.end = turn.length;
  }
}
