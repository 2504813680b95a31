/** An assertion that cannot be understood. `position` counts characters from 0 and may be the end of the text. */
export class AssertionFault extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = "AssertionFault";
    this.position = position;
  }
}
