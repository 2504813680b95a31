import { LabError } from "../../../terminal/lab-error.ts";
import { byWeight, type Finding, found } from "../finding.ts";
import { keepFile } from "../kept/keep-file.ts";
import { KeptPackets } from "../kept/kept-packets.ts";
import { type AuditReport, explained, type Fact } from "../report/report.ts";
import { ownAddresses } from "../target.ts";
import { ChatRoom } from "./chat-room.ts";
import { chatExplanations } from "./explanation-texts.ts";
import { loadTrials, textTrial } from "./load-trials.ts";
import { type ChatPlace, connectTo, goodbye } from "./peer.ts";
import { cutTrial, talkTrials } from "./talk-trials.ts";
import { chatTexts as texts } from "./texts.ts";
import type { ChatCode, Trial, Tried } from "./trial.ts";

/**
 * Tries what a hostile client can do to a chat server on this machine. Throws LabError if the server is elsewhere, or
 * is not a chat. `mode`: plain or TLS; without it, the audit finds out first.
 */
export async function auditChat(
  host: string,
  port: number,
  mode: "tls" | "plain" | undefined,
  keepIn?: string,
): Promise<AuditReport> {
  const packets = new KeptPackets();
  const room = await openRoom(await ownAddresses(host), { port, packets }, mode);
  if (room === undefined) throw new LabError(...texts.noChat(host, port));
  const { isTls } = room.place;
  try {
    const { findings, outcomes } = await tryAll(room);
    await room.leaveAll();
    return {
      audit: "chat",
      target: `${host}:${port}`,
      conforms: undefined,
      ...(missing(outcomes) > 0 ? { isIncomplete: true } : {}),
      summary: summaryOf(findings, outcomes),
      findings: explained(findings, chatExplanations),
      facts: [
        { label: texts.protection, value: isTls ? texts.tls : texts.plain },
        ...[...outcomes].map(
          ([code, outcome]): Fact => ({ label: texts.trials[code], value: texts.outcomes[outcome] }),
        ),
        ...keepFile(packets, keepIn),
      ],
    };
  } finally {
    await room.leaveAll();
  }
}

/** The chat at the first of these addresses that has one; `leaveAll` ends it. */
export async function openRoom(
  addresses: readonly string[],
  at: Pick<ChatPlace, "port" | "packets">,
  mode: "tls" | "plain" | undefined,
): Promise<ChatRoom | undefined> {
  for (const host of addresses) {
    const place = { ...at, host };
    const isTls = mode === undefined ? await speaksTls({ ...place, isTls: true }) : mode === "tls";
    const room = new ChatRoom({ ...place, isTls });
    if (await room.works()) return room;
    await room.leaveAll();
  }
  return undefined;
}

/** A server without TLS does not answer the handshake; one more connection does it no harm. */
async function speaksTls(place: ChatPlace): Promise<boolean> {
  const connected = await connectTo(place);
  if (connected === undefined) return false;
  await goodbye(connected.socket);
  return true;
}

/** One after the other: the result of one trial must not look like the result of another. */
async function tryAll(room: ChatRoom): Promise<Tried> {
  const findings: Finding<ChatCode>[] = [];
  const outcomes = new Map<ChatCode, "good" | "finding" | "not tried">();
  let isOver = false;
  for (const trial of [...talkTrials, cutTrial, ...loadTrials, textTrial]) {
    if (trial.needsTls && !room.place.isTls) continue;
    if (isOver && !trial.needsNoChat) {
      outcomes.set(trial.code, "not tried");
      continue;
    }
    const { code, weight, run }: Trial = trial;
    const outcome = await run(room);
    outcomes.set(code, typeof outcome === "string" ? outcome : "finding");
    if (typeof outcome !== "string") findings.push(...found(code, weight, [outcome.seen], outcome.details));
    if (outcome !== "good") isOver = !(await room.works());
  }
  return { findings: byWeight(findings) as readonly Finding<ChatCode>[], outcomes };
}

function summaryOf(findings: Tried["findings"], outcomes: Tried["outcomes"]): string {
  const untried = missing(outcomes);
  if (untried > 0) return `${texts.findings(findings.length)} ${texts.ended(untried)}`;
  return findings.length === 0 ? texts.good : texts.findings(findings.length);
}

function missing(outcomes: Tried["outcomes"]): number {
  return [...outcomes.values()].filter((outcome) => outcome === "not tried").length;
}
