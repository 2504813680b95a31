import type { Person } from "./stage.ts";
import { texts } from "./texts.ts";

/** One step of the lesson that plays by itself: what it says, and what happens then. */
export interface ScriptStep {
  readonly note: string;
  readonly act?: { readonly kind: "say"; readonly who: Person; readonly text: string } | { readonly kind: "toggle" };
}

const say = (who: Person, text: string) => ({ kind: "say", who, text }) as const;

/** The lesson: the same conversation before and after the change to TLS. */
export const script: readonly ScriptStep[] = [
  { note: texts.script.start },
  { note: texts.script.hello, act: say("ana", "hola, Luis") },
  { note: texts.script.answer, act: say("luis", "¡hola, Ana! ¿qué tal?") },
  { note: texts.script.secret, act: say("ana", "mi contraseña es Pingüino-1987") },
  { note: texts.script.toggle, act: { kind: "toggle" } },
  { note: texts.script.again, act: say("ana", "hola, Luis") },
  { note: texts.script.answerAgain, act: say("luis", "¡hola, Ana! ¿qué tal?") },
  { note: texts.script.secretAgain, act: say("ana", "mi contraseña es Pingüino-1987") },
  { note: texts.script.end },
];
