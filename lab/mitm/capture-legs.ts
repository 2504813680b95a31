import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { refuseForeignLink } from "../../certs/files/write-new.ts";
import { openPrivateLog, type PrivateLog } from "../../chat/operator/private-log.ts";
import type { CaptureItem, Frame } from "../../sniffer/capture/frame.ts";
import { startLiveCapture } from "../../sniffer/capture/live-capture.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { withKeyLogs } from "../../sniffer/capture/with-key-logs.ts";
import { readPacket } from "../../sniffer/wire/decode/packet.ts";
import { Reader } from "../../sniffer/wire/decode/reader.ts";

/** The two legs of an attack: from the client to the attacker, and from the attacker to the server. */
export type Leg = "left" | "right";

/** The files of a run, in a folder of their own. All are for their owner only. */
export interface LegFiles {
  readonly captures: Readonly<Record<Leg, string>>;
  readonly keyLogs: Readonly<Record<Leg, string>>;
}

/** How long the capture goes on after the last goodbye, in milliseconds. */
const AFTER_GOODBYE = 200;

export function legFiles(folder: string): LegFiles {
  const of = (extension: string) => ({
    left: join(folder, `left.${extension}`),
    right: join(folder, `right.${extension}`),
  });
  return { captures: of("pcapng"), keyLogs: of("keylog") };
}

/** Takes away what another run left, so that legs of different runs never lie side by side; then opens both key logs. */
export function openKeyLogs(
  folder: string,
  { captures, keyLogs }: LegFiles,
  notice: (line: string) => void,
): Readonly<Record<Leg, PrivateLog>> {
  refuseForeignLink(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const path of [...Object.values(captures), ...Object.values(keyLogs)]) rmSync(path, { force: true });
  return { left: openPrivateLog(keyLogs.left, notice), right: openPrivateLog(keyLogs.right, notice) };
}

export interface LegPorts {
  readonly device: string;
  /** The attacker's own port, and the server's. */
  readonly listening: number;
  readonly server: number;
  /** Whether this local port is of one of the attacker's connections to the server: other clients may have come to it without the attacker. */
  readonly isOwn: (localPort: number) => boolean;
}

/** A capture of both legs that is running. */
export interface LegCapture {
  /** Resolves when both files are whole. */
  readonly stop: () => Promise<void>;
}

/**
 * Captures both legs, each in its pcapng file with its TLS secrets inside. Throws what `startLiveCapture` throws, for example where this
 * user may not capture.
 */
export async function captureLegs(
  files: LegFiles,
  { device, listening, server, isOwn }: LegPorts,
  notice: (line: string) => void,
): Promise<LegCapture> {
  const live = await startLiveCapture({ device, filter: `tcp port ${listening} or tcp port ${server}` });
  const isOf: Readonly<Record<Leg, (source: number, destination: number) => boolean>> = {
    left: (source, destination) => source === listening || destination === listening,
    right: (source, destination) =>
      (source === server && isOwn(destination)) || (destination === server && isOwn(source)),
  };
  const chosen = (leg: Leg) => (items: readonly CaptureItem[]) =>
    items.filter((item) => {
      if (item.kind === "secrets") return item.source === files.keyLogs[leg];
      return item.kind !== "frame" || isOfLeg(item, isOf[leg]);
    });
  // The secrets come before the frames that they open: each batch waits a moment. By then the local ports are known, too.
  const withSecrets = withKeyLogs(live.capture, {
    paths: Object.values(files.keyLogs),
    isLive: true,
    notice: () => {},
  });
  const left = recordCapture(withSecrets, files.captures.left, notice, chosen("left"));
  const whole = readToEnd(recordCapture(left, files.captures.right, notice, chosen("right")));
  return {
    stop: async () => {
      await new Promise((resolve) => setTimeout(resolve, AFTER_GOODBYE));
      live.stop();
      await whole;
    },
  };
}

function isOfLeg({ bytes, linkType, originalLength }: Frame, isOf: (source: number, destination: number) => boolean) {
  const { tcp } = readPacket(new Reader(bytes), linkType, originalLength);
  return tcp !== undefined && isOf(tcp.sourcePort, tcp.destinationPort);
}

async function readToEnd(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}
