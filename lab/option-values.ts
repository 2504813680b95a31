import { InvalidArgumentError } from "commander";
import { texts } from "./texts.ts";

/** For an option with a whole number between these bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(texts.wholeNumber(least, most));
  };
}

/** For an option that may be given several times. */
export function collected(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one];
}

/** The first of these options that was given, in its typed form: `clientCa` is `--client-ca`. Undefined if none was. */
export function givenOption<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
): string | undefined {
  const given = names.find((name) => options[name] !== undefined);
  return given && `--${given.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
