import { setTimeout as sleep } from "node:timers/promises";
import { CertificateRefused } from "../../chat/client/client-errors.ts";
import type { ChatClient } from "../../chat/client/client-options.ts";
import type { Delivery } from "../../chat/protocol/protocol.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { phraseLine, phraseOf, type Student } from "../student/student.ts";
import { type BotRun, writeBotLog } from "./bot-log.ts";
import { type JoinOptions, joinAsBot } from "./join-as-bot.ts";
import { texts } from "./texts.ts";

/** Milliseconds between two lines of the bot: long enough for a separate packet each. */
const pause = 250;
/** How long the bot waits for people, in milliseconds. */
const patience = 20 * 60 * 1000;

/** What an exercise's bot does in the chat. */
export type BotPlan =
  /** Says the student's phrase, then leaves. */
  | { readonly kind: "says-phrase" }
  /** Greets everyone who joins, and waits until this many different people have repeated the phrase. */
  | { readonly kind: "hears-phrase"; readonly people: number }
  /** Sends lines that the exercise makes, and notes a secret about them. */
  | {
      readonly kind: "says-lines";
      readonly lines: (
        student: Student,
        padded: boolean,
      ) => { readonly lines: readonly string[]; readonly secret: string };
    };

/** Where the bot connects, how, and the callback for its messages. */
export interface BotOptions extends JoinOptions {
  readonly exercise: number;
  readonly plan: BotPlan;
  readonly padded: boolean;
  /** Whether the lab starts it instead of the student, to make ready captures. */
  readonly isReadyMade?: true;
  readonly tell: (line: string) => void;
}

/**
 * Takes part in the chat as the exercise's bot, and notes what happened for `lab check`. Throws the LabErrors of the
 * chat client.
 */
export async function runBot(options: BotOptions): Promise<void> {
  const { student, exercise, plan, padded, isReadyMade, workFolder, tell } = options;
  const at = Date.now();
  /** Lines that came before anything listens. */
  const early: Delivery[] = [];
  let onDelivery = (delivery: Delivery): void => void early.push(delivery);
  const over = new AbortController();
  let clientRandom: string | undefined;
  const note = (protection: string, more: Partial<BotRun>) => {
    const run = { at, until: Date.now(), protection, ...(isReadyMade && { isReadyMade }), ...more };
    writeBotLog(workFolder, student, exercise, clientRandom === undefined ? run : { ...run, clientRandom });
  };
  const client = await joinAsBot(options, {
    onDelivery: (delivery) => onDelivery(delivery),
    onClose: () => over.abort(),
    onClientRandom: (random) => {
      clientRandom = random;
    },
  }).catch((error: unknown) => {
    if (error instanceof CertificateRefused) note("TLS", { certificate: "refused" });
    throw error;
  });
  const protection = client.protection.kind === "plain" ? "plain" : client.protection.version;
  const unverified = options.insecure && protection !== "plain" ? { certificate: "not verified" as const } : {};
  tell(texts.joined(student.name, protection === "plain" ? texts.inTheClear : texts.over(protection)));
  await sleep(pause);
  if (plan.kind === "hears-phrase") {
    const repeatedBy = await hearPhrase(client, plan.people, options, over.signal, (listener) => {
      onDelivery = listener;
      for (const delivery of early.splice(0)) listener(delivery);
    });
    note(protection, { repeatedBy, ...unverified });
  } else {
    const { lines, secret } =
      plan.kind === "says-phrase"
        ? { lines: [phraseLine(student, exercise)], secret: undefined }
        : plan.lines(student, padded);
    for (const line of lines) {
      client.say(line);
      await sleep(pause);
    }
    note(protection, { ...(secret !== undefined && { secret, padded }), ...unverified });
    tell(secret === undefined ? texts.said(phraseOf(student, exercise)) : texts.saidSecret(lines.length, padded));
  }
  await client.close();
}

/**
 * Resolves to the names of those who repeated the phrase, when there are enough. Rejects if the connection ends before.
 */
function hearPhrase(
  client: ChatClient,
  people: number,
  { student, exercise, tell }: BotOptions,
  over: AbortSignal,
  listen: (listener: (delivery: Delivery) => void) => void,
): Promise<readonly string[]> {
  const phrase = phraseOf(student, exercise);
  const names = new Set<string>();
  const serverGone = () => new LabError(texts.serverGone, texts.startBoth);
  return new Promise((resolve, reject) => {
    if (over.aborted) {
      reject(serverGone());
      return;
    }
    const timer = setTimeout(() => reject(new LabError(texts.nobodyCame, texts.startAgain)), patience);
    over.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(serverGone());
    });
    client.say(texts.asks(phrase));
    tell(texts.waits(people, phrase));
    listen((delivery) => {
      if (delivery.kind === "joined") client.say(texts.greets(delivery.name, phrase));
      if (delivery.kind !== "message" || delivery.from === client.name) return;
      if (tidy(delivery.text) !== tidy(phrase)) {
        if (isNearly(delivery.text, phrase)) client.say(texts.corrects(delivery.from));
        return;
      }
      names.add(delivery.from);
      client.say(texts.thanks(delivery.from, names.size, people));
      tell(texts.heard(printable(delivery.from), names.size, people));
      if (names.size < people) return;
      clearTimeout(timer);
      setTimeout(() => resolve([...names]), pause);
    });
  });
}

/** Without extra spaces, and with each accented letter as one character. */
function tidy(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ");
}

/** Whether a line was meant to be the phrase: it contains one of its long words, or has the same beginning. */
function isNearly(text: string, phrase: string): boolean {
  const [article, ...words] = phrase.split(" ");
  const said = tidy(text).toLowerCase().split(" ");
  return said[0] === article || words.some((word) => word.length > 3 && said.includes(word));
}
