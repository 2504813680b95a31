import type { Seat, Two } from "./model.ts";
import { texts } from "./texts.ts";

/** One step of the lesson that plays by itself: its text, and its action. */
export interface ScriptStep {
  readonly note: string;
  readonly act?: { readonly kind: "say"; readonly seat: Seat; readonly text: string } | { readonly kind: "toggle" };
}

/** The lesson: the same conversation before and after the change to TLS. */
export function lessonScript([one, other]: Two<string>, words: readonly string[]): readonly ScriptStep[] {
  const { script } = texts;
  const [hello, answer, secret] = Object.values({ ...usualWords, ...words }) as [string, string, string];
  const say = (seat: Seat, text: string) => ({ kind: "say", seat, text }) as const;
  return [
    { note: script.start },
    { note: script.hello(one), act: say(0, hello) },
    { note: script.answer(other), act: say(1, answer) },
    { note: script.secret(one), act: say(0, secret) },
    { note: script.toggle, act: { kind: "toggle" } },
    { note: script.again(one), act: say(0, hello) },
    { note: script.answerAgain(other), act: say(1, answer) },
    { note: script.secretAgain, act: say(0, secret) },
    { note: script.end },
  ];
}

/** The default lines: a greeting, an answer, a secret. */
const usualWords = ["hola, Luis", "¡hola, Ana! ¿qué tal?", "mi contraseña es Pingüino-1987"] as const;
