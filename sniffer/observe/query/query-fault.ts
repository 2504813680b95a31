/**
 * A query or statement with an error. Offsets count characters from 0. `end` is exclusive; if something is missing, it
 * is after the text.
 */
export class QueryFault extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.name = "QueryFault";
    this.start = start;
    this.end = end;
  }
}
