type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** The first room of a column. */
const initialLength = 4096;

/** A list of numbers in one typed array that grows: a packet costs a few bytes, not an object. */
export class Column<T extends Numbers> {
  /** The numbers; valid up to `length`. The array is replaced when it grows, so do not keep it. */
  values: T;
  length = 0;
  private readonly make: new (
    length: number,
  ) => T;

  constructor(make: new (length: number) => T) {
    this.make = make;
    this.values = new make(initialLength);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }

  /** Inserts a number at its place, for the rare late entry in a sorted list. */
  insert(at: number, value: number): void {
    this.push(value);
    this.values.copyWithin(at + 1, at, this.length - 1);
    this.values[at] = value;
  }

  private grow(): void {
    const larger = new this.make(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}

/** The place of `value` among the first `length` numbers of a sorted list, or the place where it would be. */
export function lowerBound(values: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
