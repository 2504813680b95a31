import type { Person } from "./stage.ts";
import { words } from "./words.ts";

/** One step of the lesson that plays by itself: what it says, and what happens then. */
export interface ScriptStep {
  readonly note: string;
  readonly act?: { readonly kind: "say"; readonly who: Person; readonly text: string } | { readonly kind: "toggle" };
}

const say = (who: Person, text: string) => ({ kind: "say", who, text }) as const;

/** The lesson: the same conversation before and after the change to TLS. */
export const script: readonly ScriptStep[] = [
  { note: words.script.start },
  { note: words.script.hello, act: say("ana", "hola, Luis") },
  { note: words.script.answer, act: say("luis", "¡hola, Ana! ¿qué tal?") },
  { note: words.script.secret, act: say("ana", "mi contraseña es Pingüino-1987") },
  { note: words.script.toggle, act: { kind: "toggle" } },
  { note: words.script.again, act: say("ana", "hola, Luis") },
  { note: words.script.answerAgain, act: say("luis", "¡hola, Ana! ¿qué tal?") },
  { note: words.script.secretAgain, act: say("ana", "mi contraseña es Pingüino-1987") },
  { note: words.script.end },
];
