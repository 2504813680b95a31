import type { ClosedFacts } from "../../observe/closed-facts.ts";
import type { Opened, RecordKeys, RecordPlace } from "../../wire/tls/open/opened.ts";
import { Column, lowerBound } from "./column.ts";
import { TemporaryFile } from "./temporary-file.ts";

/** Bytes that are collected before they are written. */
const MAX_PENDING = 64 * 1024;

/** What is needed to open a record again. */
export interface Opening {
  readonly keys: RecordKeys;
  readonly place: RecordPlace;
}

/**
 * Opened data. For each item: its bytes in a temporary file. For each record: how it was opened, or why it stayed
 * closed. Items are added in their order.
 */
export class OpenedIndex {
  /** The numbers of records that were opened, and that stayed closed. */
  opened = 0;
  closed = 0;
  private readonly items = new Column(Uint32Array);
  private readonly start = new Column(Float64Array);
  private readonly size = new Column(Uint32Array);
  /** The number of a record's keys, counted from 1; 0 for the contents of records. */
  private readonly keyNumber = new Column(Uint32Array);
  private readonly sequence = new Column(Float64Array);
  private readonly position = new Column(Float64Array);
  private readonly ivs = new Map<number, Uint8Array>();
  private readonly keys: RecordKeys[] = [];
  private readonly numbers = new Map<RecordKeys, number>();
  private readonly closedItems = new Column(Uint32Array);
  private readonly reasonNumber = new Column(Uint32Array);
  private readonly reasons: ClosedFacts[] = [];
  private readonly reasonNumbers = new Map<string, number>();
  private file: TemporaryFile | undefined;
  private pending: Uint8Array[] = [];
  private pendingLength = 0;

  /** Adds an item from inside opened records. */
  add(item: number, bytes: Uint8Array): void {
    this.items.push(item);
    this.start.push((this.file?.length ?? 0) + this.pendingLength);
    this.size.push(bytes.length);
    this.keyNumber.push(0);
    this.sequence.push(0);
    this.position.push(0);
    this.pending.push(bytes);
    this.pendingLength += bytes.length;
    if (this.pendingLength >= MAX_PENDING) this.write();
  }

  addRecord(item: number, { keys, place, content }: Opened): void {
    this.opened += 1;
    this.add(item, content);
    const at = this.items.length - 1;
    this.keyNumber.values[at] = this.numberOf(keys);
    this.sequence.values[at] = place.sequence;
    this.position.values[at] = place.position;
    if (place.iv !== undefined) this.ivs.set(item, place.iv);
  }

  /** Adds a record that stayed closed. */
  addClosed(item: number, facts: ClosedFacts): void {
    this.closed += 1;
    const key = JSON.stringify(facts);
    const number = this.reasonNumbers.get(key) ?? this.reasons.push(facts) - 1;
    this.reasonNumbers.set(key, number);
    this.closedItems.push(item);
    this.reasonNumber.push(number);
  }

  /** How many bytes an item from inside a record, or a record's content, has; undefined if it was not opened. */
  lengthOf(item: number): number | undefined {
    const at = placeIn(this.items, item);
    return at === undefined ? undefined : this.size.at(at);
  }

  /** The bytes of such an item or record; at most the first `most`. */
  bytesOf(item: number, most = Number.POSITIVE_INFINITY): Uint8Array {
    const at = placeIn(this.items, item);
    if (at === undefined) return new Uint8Array(0);
    this.write();
    return this.file?.read(this.start.at(at), Math.min(most, this.size.at(at))) ?? new Uint8Array(0);
  }

  /** How a record was opened. */
  openingOf(item: number): Opening | undefined {
    const at = placeIn(this.items, item);
    const keys = at === undefined ? undefined : this.keys[this.keyNumber.at(at) - 1];
    if (at === undefined || keys === undefined) return undefined;
    const place = { sequence: this.sequence.at(at), position: this.position.at(at), iv: this.ivs.get(item) };
    return { keys, place };
  }

  /** Why a record stayed closed; undefined if no key was tried. */
  whyClosed(item: number): ClosedFacts | undefined {
    const at = placeIn(this.closedItems, item);
    return at === undefined ? undefined : this.reasons[this.reasonNumber.at(at)];
  }

  close(): void {
    this.file?.close();
  }

  private numberOf(keys: RecordKeys): number {
    const number = this.numbers.get(keys) ?? this.keys.push(keys);
    this.numbers.set(keys, number);
    return number;
  }

  private write(): void {
    if (this.pendingLength === 0) return;
    this.file ??= new TemporaryFile("opened");
    this.file.add(Buffer.concat(this.pending));
    this.pending = [];
    this.pendingLength = 0;
  }
}

function placeIn(items: Column<Uint32Array>, item: number): number | undefined {
  const at = lowerBound(items.values, items.length, item);
  return at < items.length && items.at(at) === item ? at : undefined;
}
