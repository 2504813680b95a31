import type { Colour } from "../palette.ts";
import { printable } from "../printable.ts";
import { colourCode } from "../style.ts";
import { inAscii } from "./ascii.ts";
import type { Line, Tone } from "./line.ts";

interface Look {
  readonly colour?: Colour;
  readonly isBold?: boolean;
  readonly isInverse?: boolean;
  readonly isUnderlined?: boolean;
}

/** What is chosen is inverse, which is no colour and reads as well as all text does. */
const looks: Readonly<Record<Tone, Look>> = {
  readable: { colour: "danger" },
  protected: { colour: "safe" },
  warning: { colour: "warning", isBold: true },
  faint: { colour: "faint" },
  wrong: { isUnderlined: true },
  strong: { isBold: true },
  chosen: { isInverse: true, isBold: true },
  marked: { isInverse: true },
  plain: {},
};

/** A line as it is sent to the terminal. Whatever its text holds, nothing of it acts on the terminal. */
export function paintLine(line: Line, isAscii: boolean): string {
  return line
    .map(({ text, tone }) => {
      const clean = printable(text);
      const shown = isAscii ? inAscii(clean) : clean;
      const codes = codesOf(looks[tone]);
      return codes === "" ? shown : `\x1b[${codes}m${shown}\x1b[0m`;
    })
    .join("");
}

/** The parameters of "select graphic rendition" (ECMA-48) for a look. */
function codesOf({ colour, isBold, isInverse, isUnderlined }: Look): string {
  const codes = [isBold && "1", isUnderlined && "4", isInverse && "7", colour !== undefined && colourCode(colour)];
  return codes.filter(Boolean).join(";");
}
