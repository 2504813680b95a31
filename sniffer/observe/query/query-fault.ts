/** A query or statement that cannot be understood. Offsets count characters from 0; `end` is exclusive and lies after the text where something is missing. */
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
