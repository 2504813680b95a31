import { readFileSync } from "node:fs";
import { ChatSession, type SessionEvent } from "../../chat/client/session.ts";
import { defaultHosts, type Protection } from "../../chat/protocol/protocol.ts";
import { type RunningServer, startServer } from "../../chat/server/server.ts";
import { captureInBackground } from "../../sniffer/capture/capture-in-background.ts";
import type { Capture, CaptureItem, Frame } from "../../sniffer/capture/frame.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { observeCapture } from "../../sniffer/observe/observe-capture.ts";
import type { Change } from "../mitm/changes.ts";
import type { MitmEvent } from "../mitm/events.ts";
import { type AttackedWay, openAttackedWay } from "./attacker.ts";
import type { Seat, Two } from "./model.ts";

/** Events on the stage. Texts and observations are untrusted and not cleaned. */
export type StageEvent =
  | { readonly kind: "heard"; readonly seat: Seat; readonly line: string }
  | { readonly kind: "mode"; readonly seat: Seat; readonly protection: Protection }
  /** The observations of a captured frame, or after a line's pause. */
  | { readonly kind: "observed"; readonly frame: Frame | undefined; readonly observations: readonly Observation[] }
  | { readonly kind: "trouble"; readonly message: string }
  /** The attacker read or changed something, or a client left it. */
  | { readonly kind: "attacker"; readonly event: MitmEvent };

/** An attacker that can be added between the first person and the server. */
export interface Attack {
  readonly changes: readonly Change[];
  /** Whether the first person accepts every certificate. */
  readonly isInsecure: boolean;
}

export interface StageOptions {
  readonly names: Two<string>;
  readonly device: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
  readonly attack?: Attack | undefined;
  readonly onEvent: (event: StageEvent) => void;
}

/** A real server for both modes, two real clients and a real capture, all on loopback. */
export interface Stage {
  readonly port: number;
  /** Sends a line; false while that client has no connection. */
  say(seat: Seat, text: string): boolean;
  /** Both change to the other mode, one after the other. */
  toggle(): Promise<void>;
  /** Adds or removes the attacker on the first person's way; returns whether it is there. */
  attack(): boolean;
  /** Ends everything in order, the capture last, so that it contains the end. */
  close(): Promise<void>;
}

/**
 * Opens the stage. When it resolves, both clients are in the room, without TLS. Throws LabError if capture or chat
 * cannot start.
 */
export async function openStage({ names, device, tls, attack, onEvent }: StageOptions): Promise<Stage> {
  const server = await startServer({
    hosts: defaultHosts,
    port: 0,
    mode: "both",
    tls: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
  });
  const way = attack && (await openWay(server, tls.certFile, attack.changes, onEvent));
  // The attacker's leg to the server uses another address: only the two people's packets are shown.
  const filter =
    way === undefined
      ? `tcp port ${server.port}`
      : `host 127.0.0.1 and (tcp port ${server.port} or tcp port ${way.port})`;
  const look = (capture: Capture) => watch(capture, onEvent);
  const watching = await captureInBackground({ device, filter }, look).catch(async (error: unknown) => {
    way?.close();
    await server.close();
    throw error;
  });
  const ca = readFileSync(tls.caFile, "utf8");
  const sessions: ChatSession[] = [];
  const close = async () => {
    for (const session of sessions) await session.close();
    way?.close();
    await server.close();
    await watching.stop();
  };
  const open = async (seat: Seat, start: Protection["kind"]) => {
    const isFirst = seat === 0;
    const session = new ChatSession({
      host: "127.0.0.1",
      port: isFirst && way !== undefined ? way.port : server.port,
      name: names[seat],
      start,
      tls: { ca, servername: "localhost", insecure: isFirst && attack?.isInsecure },
      onEvent: (event) => {
        tell(seat, event, onEvent);
        if (event.kind === "connected") modes[seat] = event.client.protection.kind;
        if (event.kind === "over" && event.error !== undefined) isAway = true;
      },
    });
    sessions[seat] = session;
    await session.start();
  };
  const modes: [Protection["kind"], Protection["kind"]] = ["plain", "plain"];
  /** The first person refused the attacker's certificate, and waits until the way is free. */
  let isAway = false;
  try {
    for (const seat of [0, 1] as const) await open(seat, "plain");
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: server.port,
    say: (seat, text) => sessions[seat]!.say(text),
    toggle: async () => {
      const [before] = modes;
      await sessions[0]!.toggle();
      // With an attacker on the way, the first person may have failed to change.
      if (modes[0] !== before) await sessions[1]!.toggle();
    },
    attack: () => {
      way?.toggle();
      if (isAway && !way?.isAttacked) {
        isAway = false;
        open(0, modes[1]).catch((error: Error) => onEvent({ kind: "trouble", message: error.message }));
      }
      return way?.isAttacked ?? false;
    },
    close,
  };
}

/** The first person's way; the server's second address, if there is one, is for the attacker. */
async function openWay(
  server: RunningServer,
  certFile: string,
  changes: readonly Change[],
  onEvent: StageOptions["onEvent"],
): Promise<AttackedWay> {
  const serverAddress = server.hosts.find((host) => host !== "127.0.0.1") ?? "127.0.0.1";
  const tellAttacker = (event: MitmEvent) => onEvent({ kind: "attacker", event });
  return openAttackedWay({ serverPort: server.port, serverAddress, certFile, changes, onEvent: tellAttacker });
}

function tell(seat: Seat, event: SessionEvent, onEvent: StageOptions["onEvent"]): void {
  if (event.kind === "delivery") onEvent({ kind: "heard", seat, line: event.line });
  else if (event.kind === "connected") onEvent({ kind: "mode", seat, protection: event.client.protection });
  else if (event.kind === "not-moved") onEvent({ kind: "trouble", message: event.error.message });
  else if (event.kind === "over" && event.error !== undefined)
    onEvent({ kind: "trouble", message: event.error.message });
  else if (event.kind === "lost") onEvent({ kind: "trouble", message: event.error?.message ?? "" });
}

async function watch(capture: Capture, onEvent: StageOptions["onEvent"]): Promise<void> {
  const look = (observations: readonly Observation[], item?: CaptureItem) => {
    if (item?.kind === "capture-problem") onEvent({ kind: "trouble", message: item.message });
    const frame = item?.kind === "frame" ? item : undefined;
    if (frame !== undefined || observations.length > 0) onEvent({ kind: "observed", frame, observations });
  };
  await observeCapture(capture, look, { keepBytes: true, isLive: true });
}
