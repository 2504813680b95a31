import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { defaultHosts, type Protection } from "../../chat/protocol.ts";
import { startServer } from "../../chat/server.ts";
import { ChatSession, type SessionEvent } from "../../chat/session.ts";
import type { Frame } from "../../sniffer/capture/frame.ts";
import { startLiveCapture } from "../../sniffer/capture/live-capture.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import type { Seat, Two } from "./model.ts";

/** What happens on the stage. Texts and observations are untrusted and uncleaned. */
export type StageEvent =
  | { readonly kind: "heard"; readonly seat: Seat; readonly line: string }
  | { readonly kind: "mode"; readonly seat: Seat; readonly protection: Protection }
  /** A frame was captured, or a line's pause is over: what came to light. */
  | { readonly kind: "observed"; readonly frame: Frame | undefined; readonly observations: readonly Observation[] }
  | { readonly kind: "trouble"; readonly message: string };

export interface StageOptions {
  readonly names: Two<string>;
  readonly device: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
  readonly onEvent: (event: StageEvent) => void;
}

/** A real server for both modes, two real clients and a real capture, all on loopback. */
export interface Stage {
  readonly port: number;
  /** Sends a line; false while that client has no connection. */
  say(seat: Seat, text: string): boolean;
  /** Both change to the other mode, one after the other. */
  toggle(): Promise<void>;
  /** Ends everything in order, the capture last, so that it holds the goodbye. */
  close(): Promise<void>;
}

/** How often lines that wait for their end are looked at, in milliseconds. */
const IDLE_EVERY = 200;
/** How long the capture goes on after the last goodbye, in milliseconds. */
const AFTER_GOODBYE = 200;

/** Opens the stage: both clients are in the room, in the clear, when it resolves. Throws LabError where capture or chat cannot start. */
export async function openStage({ names, device, tls, onEvent }: StageOptions): Promise<Stage> {
  const server = await startServer({
    hosts: defaultHosts,
    port: 0,
    mode: "both",
    tls: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
  });
  const live = await startLiveCapture({ device, filter: `tcp port ${server.port}` }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const watched = watch(live.capture, onEvent);
  const ca = readFileSync(tls.caFile, "utf8");
  const sessions: ChatSession[] = [];
  const close = async () => {
    for (const session of sessions) await session.close();
    await server.close();
    await pause(AFTER_GOODBYE);
    live.stop();
    await watched;
  };
  try {
    for (const seat of [0, 1] as const) {
      const session = new ChatSession({
        host: "127.0.0.1",
        port: server.port,
        name: names[seat],
        start: "plain",
        tls: { ca, servername: "localhost" },
        onEvent: (event) => tell(seat, event, onEvent),
      });
      await session.start();
      sessions.push(session);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: server.port,
    say: (seat, text) => sessions[seat]!.say(text),
    toggle: async () => {
      for (const session of sessions) await session.toggle();
    },
    close,
  };
}

function tell(seat: Seat, event: SessionEvent, onEvent: StageOptions["onEvent"]): void {
  if (event.kind === "delivery") onEvent({ kind: "heard", seat, line: event.line });
  else if (event.kind === "connected") onEvent({ kind: "mode", seat, protection: event.client.protection });
  else if (event.kind === "not-moved") onEvent({ kind: "trouble", message: event.error.message });
  else if (event.kind === "lost") onEvent({ kind: "trouble", message: event.error?.message ?? "" });
}

async function watch(
  capture: Awaited<ReturnType<typeof startLiveCapture>>["capture"],
  onEvent: StageOptions["onEvent"],
): Promise<void> {
  const observer = new Observer({ keepBytes: true });
  const observed = (frame: Frame | undefined, observations: readonly Observation[]) => {
    if (frame !== undefined || observations.length > 0) onEvent({ kind: "observed", frame, observations });
  };
  const idle = setInterval(() => {
    const now = Date.now();
    const time = { seconds: Math.floor(now / 1000), nanoseconds: (now % 1000) * 1e6 };
    observed(undefined, observer.idle(time));
  }, IDLE_EVERY);
  try {
    for await (const batch of capture) {
      for (const item of batch) {
        if (item.kind === "capture-problem") onEvent({ kind: "trouble", message: item.message });
        observed(item.kind === "frame" ? item : undefined, observer.push(item));
      }
    }
    observed(undefined, observer.end());
  } finally {
    clearInterval(idle);
  }
}
