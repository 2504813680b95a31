/** Most different names of one table. Further names share the number of the last one. */
const MAX_NAMES = 60_000;

/** Gives names small numbers, so that a column can hold them. 0 is the empty name. */
export class NameTable {
  private readonly names: string[] = [""];
  private readonly numbers = new Map<string, number>([["", 0]]);

  number(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length === MAX_NAMES) return MAX_NAMES - 1;
    this.numbers.set(name, this.names.length);
    this.names.push(name);
    return this.names.length - 1;
  }

  name(number: number): string {
    return this.names[number] ?? "";
  }
}
