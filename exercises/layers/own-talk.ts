import { type OpenedMessage, openMessage } from "../../chat/layers/broken/message.ts";
import { accessHash, openKeyLines } from "../../chat/layers/broken/session.ts";
import { type LayersLine, readLayersLine } from "../../chat/layers/layers-line.ts";
import type { BrokenRecipe } from "../../chat/protocol/recipes.ts";
import type { BotRun } from "../bot/bot-log.ts";
import { ofKind, readEvidence } from "../evidence/capture-evidence.ts";
import type { Claim, Verdict } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { inFile, type Prediction } from "../evidence/predictions.ts";
import { isKeyLine, keyLineHash } from "./hold-talk.ts";
import { texts } from "./texts.ts";

/** A capture of the student's own conversation of two bots: the lines of its recipe. */
export interface OwnTalk {
  readonly run: BotRun;
  readonly lines: readonly LayersLine[];
}

/**
 * Whether a capture has one of this student's conversations from its beginning, and its contents. Throws errors of
 * reading.
 */
async function judgeTalk(
  path: string,
  exercise: number,
  runs: readonly BotRun[],
): Promise<{ readonly verdict: Verdict; readonly own?: OwnTalk }> {
  const texted = ofKind(await readEvidence(path), "text");
  const own = texted.flatMap(({ text, packet, connection }) => {
    const run = isKeyLine(text) ? runs.findLast(({ keyLines }) => keyLines?.includes(keyLineHash(text))) : undefined;
    return run === undefined ? [] : [{ run, packet, connection }];
  });
  const [first] = own;
  if (first === undefined) {
    const reason = texted.some(({ text }) => isKeyLine(text)) ? "not-yours" : "no-key";
    return { verdict: { ok: false, reason, ...texts.notEvidence[reason](path, exercise) } };
  }
  const lines = texted.flatMap(({ text }) => readLayersLine(text) ?? []);
  return {
    verdict: { ok: true, found: texts.yours, where: { file: path, packets: [first.packet] } },
    own: { run: first.run, lines },
  };
}

/** The claim that a capture is this student's conversation, and the conversation if it is. */
export async function claimOfTalk<Code extends string>(
  { file, botRuns }: Pick<Evidence<Code>, "file" | "botRuns">,
  code: Code,
  name: string,
  exercise: number,
): Promise<{ readonly claim: Claim; readonly own?: OwnTalk | undefined }> {
  const found: { own?: OwnTalk | undefined } = {};
  const claim = await file(code, name, async (path) => {
    const { verdict, own } = await judgeTalk(path, exercise, botRuns);
    found.own = own;
    return verdict;
  });
  return { claim, ...found };
}

/** A prediction's finding in a capture of the student's conversation. */
export function inTalk(
  name: string,
  exercise: number,
  look: (own: OwnTalk, evidence: Evidence) => string | undefined,
): Prediction["finding"] {
  return inFile(name, async (path, evidence) => {
    const { own } = await judgeTalk(path, exercise, evidence.botRuns);
    return own && look(own, evidence);
  });
}

/** The access key, if its hash was captured and the captured keys open with it: the student's steps again. */
export function provenKey({ run, lines }: OwnTalk, key: string): string | undefined {
  const hasHash = lines.some((line) => line.kind === "access" && line.hash === accessHash(key));
  return hasHash && sessionKeyOf(lines, run.protection as BrokenRecipe, key) !== undefined ? key : undefined;
}

/** The session key of the capture: opened with the access key; in `reversed` anyone can open it. */
export function sessionKeyOf(lines: readonly LayersLine[], recipe: BrokenRecipe, key: string): string | undefined {
  const first = lines.find(({ kind }) => kind === "private-key" || kind === "public-key");
  const second = lines.find(({ kind }) => kind === "session-key");
  return first && second && openKeyLines(recipe, key, [first, second]);
}

/** The captured messages that open with the captured keys. */
function messagesOf({ run, lines }: OwnTalk, key: string): readonly (OpenedMessage & { kind: "message" })[] {
  const sessionKey = sessionKeyOf(lines, run.protection as BrokenRecipe, key);
  return lines.flatMap((line) => {
    const opened = sessionKey === undefined ? undefined : openMessage(sessionKey, line);
    return opened?.kind === "message" ? [opened] : [];
  });
}

/** A sentence, if it can be opened from the capture. */
export function sentencesIn(own: OwnTalk, key: string, sentence: string): readonly string[] {
  return messagesOf(own, key).some(({ text }) => text === sentence) ? [sentence] : [];
}
