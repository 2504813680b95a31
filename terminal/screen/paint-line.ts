import type { Area, Colour } from "../palette.ts";
import { printable } from "../printable.ts";
import { areaCode, baseCode, type ColourStream, colourCode } from "../style.ts";
import { inAscii } from "./ascii.ts";
import type { Line, Tone } from "./line.ts";

interface Look {
  readonly colour?: Colour;
  readonly area?: Area;
  readonly isBold?: true;
  readonly isInverse?: true;
  readonly isUnderlined?: true;
}

const looks: Readonly<Record<Tone, Look>> = {
  plain: {},
  strong: { isBold: true },
  faint: { colour: "faint" },
  wrong: { isUnderlined: true },
  readable: { colour: "danger" },
  protected: { colour: "safe" },
  warning: { colour: "warning", isBold: true },
  own: { colour: "own" },
  other: { colour: "other" },
  "readable-strong": { colour: "danger", isBold: true },
  "protected-strong": { colour: "safe", isBold: true },
  "readable-area": { area: "danger" },
  "protected-area": { area: "safe" },
  "warning-area": { area: "warning" },
  bar: { area: "bar" },
  chosen: { area: "chosen" },
  hit: { area: "hit" },
  // Inverse is not a colour, and is always readable.
  key: { isInverse: true },
  marked: { isInverse: true },
};

/** Turns lines into output for the terminal. Whatever their text contains, it cannot act on the terminal. */
export class Painter {
  private readonly codes = new Map<Tone, string>();
  private readonly isAscii: boolean;
  private readonly stream: ColourStream;
  private readonly base: string;

  /** `stream` decides about the colours. The background is the one that is known at this moment. */
  constructor(isAscii: boolean, stream: ColourStream = process.stdout) {
    this.stream = stream;
    this.isAscii = isAscii;
    this.base = baseCode(stream);
  }

  line(line: Line): string {
    return line.map(({ text, tone }) => this.span(text, tone)).join("");
  }

  /** A row with colour codes that was painted already, in this terminal's letters. */
  painted(row: string): string {
    return this.isAscii ? inAscii(row) : row;
  }

  /** The colour behind everything; only if screens paint their own background. Send it before anything that erases. */
  get background(): string {
    return this.base === "" ? "" : `\x1b[0;${this.base}m`;
  }

  private span(text: string, tone: Tone): string {
    const clean = printable(text);
    const shown = this.isAscii ? inAscii(clean) : clean;
    const codes = this.codesOf(tone);
    return codes === "" ? shown : `\x1b[${codes}m${shown}\x1b[0m${this.background}`;
  }

  private codesOf(tone: Tone): string {
    let codes = this.codes.get(tone);
    if (codes === undefined) {
      const { colour, area, isBold, isInverse, isUnderlined } = looks[tone];
      const all = [
        isBold && "1",
        isUnderlined && "4",
        isInverse && "7",
        colour !== undefined && colourCode(colour, this.stream),
        area !== undefined && areaCode(area, this.stream),
      ];
      codes = all.filter(Boolean).join(";");
      this.codes.set(tone, codes);
    }
    return codes;
  }
}
