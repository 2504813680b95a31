/** A line of a chat in the clear as its server writes it. Names are untrusted text. */
export type ChatLine =
  /** "labelled" may be no chat at all: `Date: today` looks like `ana: hola`. */
  | { readonly kind: "said" | "labelled" | "welcome" | "moved"; readonly who: string }
  | { readonly kind: "renamed"; readonly who: string; readonly to: string };

/** "ana > hola", "ana >> hola", "ana * waves", and "ana: hola": what servers of line chats make of what someone says. */
const said = /^([^\s<>*#!:]{1,40})(?: ?>>?| \*) /u;
const labelled = /^([^\s<>*#!:]{1,40}): /u;
const welcome = /^# welcome (\S{1,40})$/u;
const moved = /^\* (\S{1,40}) (?:joined|left)$/u;
const renamed = /^\* (\S{1,40}) is now called (\S{1,40})$/u;

/** Words that people write beside a password, and something behind them. */
const secret = /(?:^|[^\p{L}])(?:contraseña|password|passwd|passphrase|clave|pass|pin)(?=$|[^\p{L}])[^\p{L}\d]*(.*)$/iu;

/** Reads a line from a chat's server; undefined where it has none of the usual forms. */
export function readChatLine(text: string): ChatLine | undefined {
  const speaker = said.exec(text)?.[1];
  if (speaker !== undefined) return { kind: "said", who: speaker };
  const label = labelled.exec(text)?.[1];
  if (label !== undefined) return { kind: "labelled", who: label };
  const greeted = welcome.exec(text)?.[1];
  if (greeted !== undefined) return { kind: "welcome", who: greeted };
  const who = moved.exec(text)?.[1];
  if (who !== undefined) return { kind: "moved", who };
  const change = renamed.exec(text);
  return change === null ? undefined : { kind: "renamed", who: change[1]!, to: change[2]! };
}

/** Who said a line that a server passes on; undefined for any other line. */
export function speakerIn(text: string): string | undefined {
  return (said.exec(text) ?? labelled.exec(text))?.[1];
}

/** What seems to be a password in a line: what follows a word for one. A guess. */
export function secretIn(text: string): string | undefined {
  const said = secret.exec(text)?.[1]?.replace(/^(?:es|is)\s+/iu, "");
  return said?.trim() || undefined;
}

/** Whether a line mentions a password: a guess from the words. */
export function mentionsSecret(text: string): boolean {
  return secret.test(text);
}
