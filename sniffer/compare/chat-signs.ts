import type { ComparedCapture, WireMessage } from "./compared-capture.ts";

/** Seconds within which what one client says is passed on to the others. */
const PASSED_ON_WITHIN = 0.1;
/** How often a thing must be seen before it is taken for a pattern. */
const FEWEST = 3;
/** Messages looked at for patterns. */
const MAX_LOOKED_AT = 1000;

/** A line in the form of a chat: who said it, and what. */
const delivered = /^([^\s*!#>]{1,40}) >>? (.+)$/su;
/** A line in which a server greets somebody, or says who came and went. */
const greeted = /^(?:# welcome (\S{1,40})|\* (\S{1,40}) (?:joined|left))$/u;
const secretWord =
  /(?:^|[^\p{L}])(contraseña|password|passwd|passphrase|clave|pass|pin)(?=$|[^\p{L}])[^\p{L}\d]*(.*)$/iu;

/** Names read in the clear, of those who speak, come or go, in order of appearance. Untrusted text. */
export function namesIn({ messages }: ComparedCapture): readonly string[] {
  const names = new Set<string>();
  for (const { content, from } of messages) {
    if (content.kind !== "text" || from !== "server") continue;
    const [, welcome, moved] = greeted.exec(content.text) ?? [];
    const name = delivered.exec(content.text)?.[1] ?? welcome ?? moved;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** What seems to be a password in a line: what follows a word for one. A guess. */
export function secretIn(text: string): string | undefined {
  return (
    secretWord
      .exec(text)?.[2]
      ?.replace(/^(?:es|is)\s+/iu, "")
      .trim() || undefined
  );
}

/** Lines in the clear in which something like a password is said: a guess from the words around it. */
export function secretLines({ messages }: ComparedCapture): readonly WireMessage[] {
  return messages.filter(
    ({ content, from }) => from === "client" && content.kind === "text" && secretWord.test(content.text),
  );
}

/** How what clients send comes out again at other clients. */
export interface PassingOn {
  /** Messages of clients, and how many of them were followed by one from the server on another connection. */
  readonly sent: number;
  readonly passedOn: number;
  /** For a connection, by how many bytes what was passed on was longer each time, where it always was the same. */
  readonly longerBy: readonly number[];
}

/** Looks for a server that passes on what it is sent: by time and size alone, so it works on encrypted records too. */
export function passingOn({ messages }: ComparedCapture): PassingOn {
  const looked = messages.slice(0, MAX_LOOKED_AT);
  let [sent, passedOn] = [0, 0];
  const differences = new Map<number, number[]>();
  for (const [at, message] of looked.entries()) {
    if (message.from !== "client") continue;
    sent += 1;
    const next = looked
      .slice(at + 1, at + 20)
      .find(
        ({ from, connection, time, bytes }) =>
          from === "server" &&
          connection !== message.connection &&
          time - message.time < PASSED_ON_WITHIN &&
          bytes >= message.bytes,
      );
    if (next === undefined) continue;
    passedOn += 1;
    const all = differences.get(message.connection) ?? [];
    all.push(next.bytes - message.bytes);
    differences.set(message.connection, all);
  }
  const longerBy = [...differences.values()].map(commonest).filter((bytes) => bytes !== undefined);
  return { sent, passedOn, longerBy };
}

/** Whether the passing on is no chance. */
export function isPassingOn({ sent, passedOn }: PassingOn): boolean {
  return passedOn >= FEWEST && passedOn >= sent / 2;
}

/** The value seen most often, where it was seen often enough to be a pattern. */
function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= 2 && most[1] > values.length / 2 ? most[0] : undefined;
}

/** The pauses between the messages of each client, in seconds, shortest first. */
export function pausesBetween({ messages }: ComparedCapture): readonly number[] {
  const last = new Map<number, number>();
  const pauses: number[] = [];
  for (const { from, connection, time } of messages) {
    if (from !== "client") continue;
    const before = last.get(connection);
    if (before !== undefined) pauses.push(time - before);
    last.set(connection, time);
  }
  return pauses.sort((a, b) => a - b);
}
