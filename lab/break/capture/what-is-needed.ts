import type { LayersLine } from "../../../chat/layers/layers-line.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { type CapturedLine, type LayersCapture, ofKind } from "./layers-capture.ts";
import type { Attack, Missing } from "./missing.ts";
import { texts } from "./texts.ts";

/** The recipes for an attack. */
const recipesOf: Readonly<Record<Attack, readonly string[]>> = {
  hash: ["chain", "reversed", "clock", "stream"],
  rc4: ["chain", "clock", "stream"],
  reversed: ["reversed"],
  clock: ["clock"],
  xor: ["stream"],
  flip: ["stream"],
  replay: ["chain", "reversed", "clock", "stream"],
};

/** The capture lacks what an attack needs. */
export class NotInCapture extends LabError {
  readonly why: Missing;

  constructor(why: Missing) {
    super(...texts.missing(why));
    this.name = "NotInCapture";
    this.why = why;
  }
}

/** Throws NotInCapture if this attack does not fit: TLS, plain text, another recipe. */
export function mustBeFor(attack: Attack, { lines, recipe, clearLines, tls, packets }: LayersCapture): void {
  if (packets === 0) throw new NotInCapture({ kind: "no-packets" });
  if (lines.length === 0) {
    if (tls !== undefined) throw new NotInCapture({ kind: "tls", version: tls, attack });
    throw new NotInCapture({ kind: clearLines > 0 ? "in-the-clear" : "no-lines" });
  }
  if (recipe !== undefined && !recipesOf[attack].includes(recipe)) {
    throw new NotInCapture({ kind: "other-recipe", recipe, attack });
  }
}

/** The hash of a client that was admitted; without an answer in the capture, the first hash. Throws NotInCapture. */
export function acceptedHash({ lines }: LayersCapture): string {
  const tried = new Map<number, string>();
  for (const { connection, from, line } of lines) {
    if (line.kind === "access") tried.set(connection, line.hash);
    else if (from === "server" && tried.has(connection)) return tried.get(connection)!;
  }
  const [first] = ofKind(lines, "access");
  if (first === undefined) throw new NotInCapture({ kind: "no-line", line: "access" });
  return first.line.hash;
}

/** The wrapped keys from the wire: two lines of one connection. */
export interface WrappedKeys {
  readonly first: CapturedLine<LayersLine & { kind: "private-key" | "public-key" }>;
  readonly second: CapturedLine<LayersLine & { kind: "session-key" }>;
}

/** Throws NotInCapture. */
export function wrappedKeys({ lines }: LayersCapture): WrappedKeys {
  const firsts = new Map<number, WrappedKeys["first"]>();
  for (const one of lines) {
    const { kind } = one.line;
    if (kind === "private-key" || kind === "public-key") firsts.set(one.connection, one as WrappedKeys["first"]);
    const first = firsts.get(one.connection);
    if (kind === "session-key" && first !== undefined) return { first, second: one as WrappedKeys["second"] };
  }
  throw new NotInCapture({ kind: "no-line", line: "keys" });
}

/** The private key under RC4, at its first place on the wire. Throws NotInCapture. */
export function wrappedPrivateKey({ lines }: LayersCapture): Buffer {
  const [found] = ofKind(lines, "private-key");
  if (found === undefined) throw new NotInCapture({ kind: "no-line", line: "private-key" });
  return found.line.bytes;
}

/** The messages, each once, however often they were sent. */
export function messagesOf({ lines }: LayersCapture): readonly CapturedLine<MessageLine>[] {
  const seen = new Set<string>();
  const messages = lines.filter(({ line }) => line.kind === "token" || line.kind === "streamed");
  return messages.filter(({ text, from }) => {
    // The same words twice in `stream` are the same line; a line from the client is always new.
    const isNew = from === "client" || !seen.has(text);
    seen.add(text);
    return isNew;
  }) as never;
}

export type MessageLine = Extract<LayersLine, { kind: "token" | "streamed" }>;
