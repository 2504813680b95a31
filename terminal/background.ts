import type { Rgb } from "./contrast.ts";

/**
 * The values of `LAB_THEME`. A projector in a lit room shows dark letters on white best: with it, the screens paint the
 * white themselves.
 */
export const themes = { dark: [30, 30, 30], light: [255, 255, 255], projector: [255, 255, 255] } as const;
type Theme = keyof typeof themes;

/** The terminal's answer, see `askBackground`. */
let answered: Rgb | undefined;

/**
 * The background of the terminal, if it is known: from `LAB_THEME`, from the terminal's answer, or from `COLORFGBG`
 * (rxvt, Konsole and others).
 */
export function background(): Rgb | undefined {
  const theme = chosenTheme();
  return theme === undefined ? (answered ?? ofColorFgBg()) : themes[theme];
}

export function paintsBackground(): boolean {
  return chosenTheme() === "projector";
}

/**
 * The question to which a terminal answers with its background colour (OSC 11, xterm's control sequences); "" if it is
 * not needed.
 */
export function askBackground(): string {
  return chosenTheme() !== undefined || process.env.TERM === "linux" ? "" : "\x1b]11;?\x1b\\";
}

/** Stores the terminal's answer. */
export function backgroundIs(colour: Rgb): void {
  answered = colour;
}

function chosenTheme(): Theme | undefined {
  const { LAB_THEME } = process.env;
  return LAB_THEME !== undefined && Object.hasOwn(themes, LAB_THEME) ? (LAB_THEME as Theme) : undefined;
}

/** `COLORFGBG` is for example "15;0": text, sometimes a middle part, background, as numbers of the 16 colours. */
function ofColorFgBg(): Rgb | undefined {
  const number = /;(\d{1,2})$/.exec(process.env.COLORFGBG ?? "")?.[1];
  if (number === undefined) return undefined;
  return number === "7" || number === "15" ? themes.light : themes.dark;
}
