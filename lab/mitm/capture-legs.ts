import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { refuseForeignLink } from "../../certs/files/write-new.ts";
import { openPrivateLog, type PrivateLog } from "../../chat/operator/private-log.ts";
import {
  type BackgroundCapture,
  captureInBackground,
  countFrames,
} from "../../sniffer/capture/capture-in-background.ts";
import type { CaptureItem } from "../../sniffer/capture/frame.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { readKeyLogs } from "../../sniffer/capture/with-key-logs.ts";
import { readPacket } from "../../sniffer/wire/decode/packet.ts";
import { Reader } from "../../sniffer/wire/decode/reader.ts";

/** The two legs of an attack: from the client to the attacker, and from the attacker to the server. */
export type Leg = "left" | "right";

/** The files of a run, in their own folder, readable only by their owner. */
export interface LegFiles {
  readonly captures: Readonly<Record<Leg, string>>;
  readonly keyLogs: Readonly<Record<Leg, string>>;
}

export function legFiles(folder: string): LegFiles {
  const of = (extension: string) => ({
    left: join(folder, `left.${extension}`),
    right: join(folder, `right.${extension}`),
  });
  return { captures: of("pcapng"), keyLogs: of("keylog") };
}

/** Removes the files of another run, so that legs of different runs are never together; then opens both key logs. */
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
  /** The attacker's own port, and the server's. */
  readonly listening: number;
  readonly server: number;
  /**
   * Whether this local port belongs to one of the attacker's connections to the server: other clients may connect
   * without the attacker. Called a moment after the packet.
   */
  readonly isOwn: (localPort: number) => boolean;
}

/** Both legs, as parts of a capture. */
export function legParts({ captures, keyLogs }: LegFiles, ports: LegPorts): readonly CapturedPart[] {
  const is = legTests(ports);
  return (["left", "right"] as const).map((leg) => ({
    path: captures[leg],
    keyLogs: [keyLogs[leg]],
    isOf: is[leg],
  }));
}

/** Recognises the packets of the legs by their ports. */
export function legTests({ listening, server, isOwn }: LegPorts): Readonly<Record<Leg, CapturedPart["isOf"]>> {
  return {
    // On two machines both ports may be the same.
    left: (source, destination) =>
      (source === listening && !isOwn(destination)) || (destination === listening && !isOwn(source)),
    right: (source, destination) =>
      (source === server && isOwn(destination)) || (destination === server && isOwn(source)),
  };
}

/** The contents of one file: packets by their ports, and before them the secrets of its key logs. */
export interface CapturedPart {
  readonly path: string;
  readonly keyLogs: readonly string[];
  readonly isOf: (source: number, destination: number) => boolean;
}

/**
 * Captures the traffic of these ports, each part in its pcapng file with its TLS secrets. Throws errors of
 * `startLiveCapture`, for example if this user may not capture.
 */
export async function captureParts(
  parts: readonly CapturedPart[],
  { device, ports }: { readonly device: string; readonly ports: readonly number[] },
  notice: (line: string) => void,
): Promise<BackgroundCapture<number>> {
  const addKeyLogs = readKeyLogs(
    parts.flatMap(({ keyLogs }) => keyLogs),
    true,
  );
  const filter = ports.map((port) => `tcp port ${port}`).join(" or ");
  return captureInBackground({ device, filter }, (live) => {
    // Secrets come before the frames that they open: each batch waits a moment.
    let capture = addKeyLogs(live, () => {});
    for (const part of parts) capture = recordCapture(capture, part.path, notice, (items) => items.filter(isIn(part)));
    return countFrames(capture);
  });
}

function isIn({ keyLogs, isOf }: CapturedPart): (item: CaptureItem) => boolean {
  return (item) => {
    if (item.kind === "secrets") return item.source !== undefined && keyLogs.includes(item.source);
    if (item.kind !== "frame") return true;
    const { tcp } = readPacket(new Reader(item.bytes), item.linkType, item.originalLength);
    return tcp !== undefined && isOf(tcp.sourcePort, tcp.destinationPort);
  };
}
