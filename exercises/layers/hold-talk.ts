import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { connectClient } from "../../chat/client/client.ts";
import type { ChatClient } from "../../chat/client/client-options.ts";
import { clientLayers } from "../../chat/layers/client-layers.ts";
import type { LayersServer } from "../../chat/layers/layers.ts";
import { makeLayers } from "../../chat/layers/make-layers.ts";
import { serverError } from "../../chat/operator/server-errors.ts";
import { type Delivery, defaultHosts } from "../../chat/protocol/protocol.ts";
import { texts as chatTexts } from "../../chat/protocol/texts.ts";
import { type RunningServer, startServer } from "../../chat/server/server.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { type BotRun, writeBotLog } from "../bot/bot-log.ts";
import type { Student } from "../student/student.ts";
import type { TalkPlan } from "./talk-plan.ts";
import { accessKeyOf, talkLines } from "./talk-secrets.ts";
import { texts } from "./texts.ts";

/** Milliseconds between two lines: each goes out in a separate packet. */
const PAUSE = 150;
/** Most lines of others that are noted, and most characters of each. */
const [MAX_HEARD, MAX_HEARD_TEXT] = [20, 200];

export interface TalkOptions {
  readonly student: Student;
  readonly exercise: number;
  readonly plan: TalkPlan;
  readonly port: number;
  readonly workFolder: string;
  readonly tell: (line: string) => void;
  /** Ends the stay of a talk that stays. */
  readonly signal: AbortSignal;
}

/**
 * Starts a server with the recipe, runs a conversation of two bots, and notes facts to recognise its capture. Throws
 * LabError.
 */
export async function holdTalk(options: TalkOptions): Promise<void> {
  const { student, exercise, plan, port, workFolder, tell } = options;
  const at = Date.now();
  const layers = await layersOf(options, accessKeyOf(student, exercise));
  const server = await openServer(layers, options);
  const keyLines = new Set<string>();
  const note = (more: Partial<BotRun>) =>
    writeBotLog(workFolder, student, exercise, {
      ...{ at, until: Date.now(), protection: plan.recipe, keyLines: [...keyLines] },
      ...more,
    });
  try {
    const own = { server, layers, onKeyLine: (line: string) => void keyLines.add(keyLineHash(line)) };
    let hear: (delivery: Delivery) => void = () => {};
    const luis = await joinRoom("luis", own, (delivery) => hear(delivery));
    const ana = await joinRoom("ana", own);
    tell(texts.begun(plan.recipe, port));
    tell(paint("danger", chatTexts.homeMadeLayers(plan.recipe)));
    for (const [name, text] of talkLines(student, exercise)) {
      (name === "ana" ? ana : luis).say(text);
      await sleep(PAUSE);
    }
    note({});
    tell(texts.said(talkLines(student, exercise).length));
    if (plan.stays) {
      const heard: NonNullable<BotRun["heard"]>[number][] = [];
      hear = (delivery) => {
        if (delivery.kind !== "message" || heard.length >= MAX_HEARD) return;
        heard.push({ name: delivery.from, text: delivery.text.slice(0, MAX_HEARD_TEXT) });
        note({ heard });
        tell(texts.heard(printable(delivery.from), printable(delivery.text)));
      };
      tell(texts.stays);
      await ended(options.signal);
    }
    await Promise.all([ana.close(), luis.close()]);
  } finally {
    await server.close();
  }
}

/** The stored form of a line with a key: no other conversation has the same line. */
export function keyLineHash(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}

/** Whether a conversation is recognised by this line. */
export function isKeyLine(line: string): boolean {
  return /^~ (?:private-key|public-key|session-key|share) /.test(line);
}

function layersOf({ plan, workFolder }: TalkOptions, accessKey: string): Promise<LayersServer> {
  return makeLayers(plan.recipe, accessKey, async () => {
    const { certFile, keyFile } = await ensureClassCertificates(join(workFolder, "certs"));
    return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  });
}

async function openServer(layers: LayersServer, { port, exercise }: TalkOptions): Promise<RunningServer> {
  try {
    return await startServer({ hosts: defaultHosts, port, mode: "plain", layers });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new LabError(texts.portInUse(port), texts.otherPort(port, exercise));
    }
    throw serverError(error, { mode: "plain", port }) ?? error;
  }
}

interface OwnRoom {
  readonly server: RunningServer;
  readonly layers: LayersServer;
  readonly onKeyLine: (line: string) => void;
}

/** One bot joins, like any client. It notes the lines with keys that it gets. */
function joinRoom(
  name: string,
  { server, layers, onKeyLine }: OwnRoom,
  onDelivery: (delivery: Delivery) => void = () => {},
): Promise<ChatClient> {
  return connectClient({
    ...{ host: "localhost", port: server.port, name, onDelivery },
    layers: () => {
      // Its own server, in this process: nothing to verify.
      const judge = async () => {};
      const own = clientLayers({ accessKey: async () => layers.accessKey, wanted: layers.recipe, judge });
      const take: typeof own.take = (line) => {
        if (isKeyLine(line)) onKeyLine(line);
        return own.take(line);
      };
      return Object.assign(Object.create(own) as typeof own, { take });
    },
  });
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
