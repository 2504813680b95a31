import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Frame } from "../../sniffer/capture/frame.ts";
import { pcapFileHeader, pcapRecords } from "../../sniffer/capture/pcap-writer.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";

/** Frames of a connection that wait until its first words tell which file it belongs to. */
const MAX_WAITING_FRAMES = 64;
const SNAP_LENGTH = 262_144;

/** Keeps the talk in two pcap files, by what each connection carries: in the clear, or TLS. Both are whole at every moment. */
export class SplitRecording {
  private readonly files: Readonly<Record<"plain" | "tls", RecordedFile>>;
  private readonly kinds = new Map<number, "plain" | "tls">();
  private readonly waiting = new Map<number, Frame[]>();

  constructor(paths: Readonly<Record<"plain" | "tls", string>>) {
    this.files = { plain: new RecordedFile(paths.plain), tls: new RecordedFile(paths.tls) };
  }

  /** Takes a frame with what was observed of it. */
  take(frame: Frame, observations: readonly Observation[]): void {
    const packet = observations.find(({ kind }) => kind === "packet");
    if (packet?.kind !== "packet" || packet.connection === undefined) return;
    const { connection } = packet;
    const isTls = observations.some((one) => one.kind === "tls-record" && one.connection === connection);
    const isText = observations.some(
      (one) => (one.kind === "text" || one.kind === "binary") && one.connection === connection,
    );
    const kind = this.kinds.get(connection) ?? (isTls ? "tls" : isText ? "plain" : undefined);
    const waiting = [...(this.waiting.get(connection) ?? []), frame];
    if (kind === undefined && waiting.length < MAX_WAITING_FRAMES) {
      this.waiting.set(connection, waiting);
      return;
    }
    this.kinds.set(connection, kind ?? "plain");
    this.waiting.delete(connection);
    this.files[kind ?? "plain"].write(waiting);
  }

  /** Closes both; returns how many frames each has. */
  close(): Readonly<Record<"plain" | "tls", number>> {
    for (const frames of this.waiting.values()) this.files.plain.write(frames);
    return { plain: this.files.plain.close(), tls: this.files.tls.close() };
  }
}

class RecordedFile {
  private readonly path: string;
  private file: number | undefined;
  private frames = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** The first frames tell the link type. */
  write(frames: readonly Frame[]): void {
    if (frames.length === 0) return;
    if (this.file === undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.file = openSync(this.path, "w");
      writeSync(this.file, pcapFileHeader(frames[0]!.linkType, SNAP_LENGTH, "us"));
    }
    writeSync(this.file, pcapRecords(frames, "us"));
    this.frames += frames.length;
  }

  close(): number {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    return this.frames;
  }
}
