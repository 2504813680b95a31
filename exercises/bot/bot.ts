import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ChatClient, type ClientOptions, connectClient } from "../../chat/client.ts";
import { NotTls, RefusedByServer } from "../../chat/client-errors.ts";
import type { Delivery } from "../../chat/protocol.ts";
import type { LabError } from "../../terminal/lab-error.ts";
import { keyedHash, phraseLine, phraseOf, type Student } from "../student/student.ts";
import { texts } from "../texts.ts";
import { type BotRun, writeBotLog } from "./bot-log.ts";

/** Between two lines of the bot, in milliseconds: long enough for each to go out in a packet of its own. */
const pause = 250;
/** How long the bot waits for people, in milliseconds. */
const patience = 20 * 60 * 1000;
/** What the bot is called in the chat, unless somebody else is. */
export const botName = "bot";

/** What an exercise's bot does in the chat. */
export type BotPlan =
  /** Says the student's phrase, then leaves. */
  | { readonly kind: "says-phrase" }
  /** Greets whoever comes and waits until this many different people have repeated the phrase. */
  | { readonly kind: "hears-phrase"; readonly people: number }
  /** Says lines that the exercise makes, and notes a secret about them. */
  | {
      readonly kind: "says-lines";
      readonly lines: (
        student: Student,
        padded: boolean,
      ) => { readonly lines: readonly string[]; readonly secret: string };
    };

/** Where the bot goes, how, and who hears of it. */
export interface BotOptions {
  readonly student: Student;
  readonly exercise: number;
  readonly plan: BotPlan;
  readonly mode: "plain" | "tls";
  readonly padded: boolean;
  readonly host: string;
  readonly port: number;
  readonly maxVersion: "TLSv1.2" | "TLSv1.3" | undefined;
  readonly workFolder: string;
  readonly tell: (line: string) => void;
}

/** Takes part in the chat as the exercise's bot, and notes what happened for `lab check`. Throws the chat client's LabErrors. */
export async function runBot(options: BotOptions): Promise<void> {
  const { student, exercise, plan, mode, padded, workFolder, tell } = options;
  const at = Date.now();
  let clientRandom: string | undefined;
  /** What came before somebody listens. */
  const early: Delivery[] = [];
  let onDelivery = (delivery: Delivery): void => void early.push(delivery);
  const over = new AbortController();
  const client = await joinAsBot(options, {
    onWire: (direction, bytes) => {
      // Where it joins twice, the second connection is the talk.
      if (mode === "tls" && direction === "sent") clientRandom = randomOfClientHello(bytes) ?? clientRandom;
    },
    onDelivery: (delivery) => onDelivery(delivery),
    onClose: () => over.abort(),
  });
  const note = (more: Partial<BotRun>) => {
    const protection = client.protection.kind === "plain" ? "plain" : client.protection.version;
    writeBotLog(workFolder, student, exercise, { at, protection, ...(clientRandom && { clientRandom }), ...more });
  };
  tell(texts.botJoined(student.name, client.protection));
  await sleep(pause);
  if (plan.kind === "hears-phrase") {
    const repeatedBy = await hearPhrase(client, plan.people, options, over.signal, (listener) => {
      onDelivery = listener;
      for (const delivery of early.splice(0)) listener(delivery);
    });
    note({ repeatedBy });
  } else {
    const { lines, secret } =
      plan.kind === "says-phrase"
        ? { lines: [phraseLine(student, exercise)], secret: undefined }
        : plan.lines(student, padded);
    for (const line of lines) {
      client.say(line);
      await sleep(pause);
    }
    note({ ...(secret !== undefined && { secret, padded }) });
    tell(
      plan.kind === "says-phrase"
        ? texts.botSaid(phraseOf(student, exercise))
        : texts.botSaidSecret(lines.length, padded),
    );
  }
  await client.close();
}

/** Joins as "bot", or under a name of its own where that is taken: a class may share one server. */
async function joinAsBot(
  { student, mode, host, port, maxVersion, workFolder }: BotOptions,
  listeners: Pick<ClientOptions, "onWire" | "onDelivery" | "onClose">,
): Promise<ChatClient> {
  const caFile = join(workFolder, "certs", "ca.pem");
  const ca = existsSync(caFile) ? readFileSync(caFile, "utf8") : undefined;
  const tls = mode === "plain" ? undefined : { ca, maxVersion };
  const joinAs = (name: string) => connectClient({ host, port, name, tls, ...listeners });
  try {
    return await joinAs(botName);
  } catch (error) {
    const isTaken = error instanceof RefusedByServer && error.code === "name-taken";
    if (!isTaken) throw ofWrongMode(error) ?? error;
    return joinAs(`${botName}-${keyedHash(student, "name of the bot").slice(0, 6)}`);
  }
}

/** What the student can do about a server in the other mode: it is their own. */
function ofWrongMode(error: unknown): LabError | undefined {
  if (error instanceof NotTls) return texts.botNeedsTls;
  return error instanceof RefusedByServer && error.code === "tls-only" ? texts.botNeedsPlain : undefined;
}

/** Resolves with the names of those who repeated the phrase, when there are enough. Rejects when the connection is over before. */
function hearPhrase(
  client: ChatClient,
  people: number,
  { student, exercise, tell }: BotOptions,
  over: AbortSignal,
  listen: (listener: (delivery: Delivery) => void) => void,
): Promise<readonly string[]> {
  const phrase = phraseOf(student, exercise);
  const names = new Set<string>();
  return new Promise((resolve, reject) => {
    if (over.aborted) {
      reject(texts.botAlone);
      return;
    }
    const timer = setTimeout(() => reject(texts.botTired), patience);
    over.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(texts.botAlone);
    });
    client.say(texts.botAsks(phrase));
    tell(texts.botWaits(people, phrase));
    listen((delivery) => {
      if (delivery.kind === "joined") client.say(texts.botGreets(delivery.name, phrase));
      if (delivery.kind !== "message" || delivery.from === client.name) return;
      if (tidy(delivery.text) !== tidy(phrase)) {
        if (/el \p{L}+/u.test(delivery.text)) client.say(texts.botCorrects(delivery.from));
        return;
      }
      names.add(delivery.from);
      client.say(texts.botThanks(delivery.from, names.size, people));
      tell(texts.botHeard(delivery.from, names.size, people));
      if (names.size < people) return;
      clearTimeout(timer);
      setTimeout(() => resolve([...names]), pause);
    });
  });
}

/** Spaces and accents made of two characters do not count. */
function tidy(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ");
}

const recordHeaderLength = 5;
const randomLength = 32;

/**
 * The random number of a ClientHello that begins these bytes, in hexadecimal: after the record header (RFC 8446 section 5.1), the
 * message header of four bytes and the version of two (section 4.1.2).
 */
function randomOfClientHello(bytes: Uint8Array): string | undefined {
  const start = recordHeaderLength + 4 + 2;
  const isClientHello = bytes[0] === 22 && bytes[recordHeaderLength] === 1;
  if (!isClientHello || bytes.length < start + randomLength) return undefined;
  return Buffer.from(bytes.subarray(start, start + randomLength)).toString("hex");
}
