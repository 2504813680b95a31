/** An unencrypted chat line, as the server writes it. Names are untrusted text. */
export type ChatLine =
  /** "labelled" may not be chat: `Date: today` looks like `ana: hola`. */
  | { readonly kind: "said" | "labelled" | "welcome" | "moved"; readonly who: string }
  | { readonly kind: "renamed"; readonly who: string; readonly to: string };

/**
 * "ana > hola", "ana >> hola", "ana * waves", and "ana: hola": the usual forms of line chats for what a person says.
 */
const said = /^([^\s<>*#!:]{1,40})(?: ?>>?| \*) /u;
const labelled = /^([^\s<>*#!:]{1,40}): /u;
const welcome = /^# welcome (\S{1,40})$/u;
const moved = /^\* (\S{1,40}) (?:joined|left)$/u;
const renamed = /^\* (\S{1,40}) is now called (\S{1,40})$/u;

/** Words that people write before a password, and the text after them. */
const secret = /(?:^|[^\p{L}])(?:contraseña|password|passwd|passphrase|clave|pass|pin)(?=$|[^\p{L}])[^\p{L}\d]*(.*)$/iu;

/** Reads a line from a chat server; undefined if it has none of the usual forms. */
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

/** The speaker of a line that a server passes on; undefined for any other line. */
export function speakerIn(text: string): string | undefined {
  return (said.exec(text) ?? labelled.exec(text))?.[1];
}

/** The probable password in a line: the text after a word such as "password". A guess. */
export function secretIn(text: string): string | undefined {
  const said = secret.exec(text)?.[1]?.replace(/^(?:es|is)\s+/iu, "");
  return said?.trim() || undefined;
}

/** Whether a line mentions a password: a guess from its words. */
export function mentionsSecret(text: string): boolean {
  return secret.test(text);
}
