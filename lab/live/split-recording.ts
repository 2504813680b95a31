import { Readable } from "node:stream";
import type { Mode } from "../../exercises/bot/guest.ts";
import type { Frame } from "../../sniffer/capture/frame.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";

/** Frames of a connection that wait until its first words tell which file it belongs to. */
const MAX_WAITING_FRAMES = 64;
const SNAP_LENGTH = 262_144;

/**
 * Keeps the conversation in two pcap files, by what each connection carries: in the clear, or TLS. Both are whole at
 * every moment; what has no file is not kept.
 */
export class SplitRecording {
  private readonly files: Readonly<Partial<Record<Mode, RecordedFile>>>;
  private readonly kinds = new Map<number, Mode>();
  private readonly waiting = new Map<number, Frame[]>();

  /** `notice` gets one clean line for each file that cannot be written; the capture goes on. */
  constructor({ plain, tls }: Readonly<Partial<Record<Mode, string>>>, notice: (line: string) => void) {
    this.files = {
      ...(plain !== undefined && { plain: new RecordedFile(plain, notice) }),
      ...(tls !== undefined && { tls: new RecordedFile(tls, notice) }),
    };
  }

  /** Takes a frame with what was observed of it. */
  take(frame: Frame, observations: readonly Observation[]): void {
    const packet = observations.find(({ kind }) => kind === "packet");
    if (packet?.kind !== "packet" || packet.connection === undefined) return;
    const { connection } = packet;
    const kind = this.kinds.get(connection) ?? kindOf(connection, observations);
    const waiting = [...(this.waiting.get(connection) ?? []), frame];
    if (kind === undefined && waiting.length < MAX_WAITING_FRAMES) {
      this.waiting.set(connection, waiting);
      return;
    }
    this.kinds.set(connection, kind ?? "plain");
    this.waiting.delete(connection);
    this.files[kind ?? "plain"]?.write(waiting);
  }

  /** Closes both; resolves with how many frames each was given. */
  async close(): Promise<Readonly<Record<Mode, number>>> {
    for (const frames of this.waiting.values()) this.files.plain?.write(frames);
    return { plain: (await this.files.plain?.close()) ?? 0, tls: (await this.files.tls?.close()) ?? 0 };
  }
}

function kindOf(connection: number, observations: readonly Observation[]): Mode | undefined {
  for (const observation of observations) {
    if (!("connection" in observation) || observation.connection !== connection) continue;
    if (observation.kind === "tls-record") return "tls";
    if (observation.kind === "text" || observation.kind === "binary") return "plain";
  }
  return undefined;
}

/** One file, made with its first frame, whose link type it has. */
class RecordedFile {
  private readonly path: string;
  private readonly notice: (line: string) => void;
  private readonly batches = new Readable({ objectMode: true, read: () => {} });
  private frames = 0;
  private written: Promise<void> | undefined;

  constructor(path: string, notice: (line: string) => void) {
    this.path = path;
    this.notice = notice;
  }

  write(frames: readonly Frame[]): void {
    const [first] = frames;
    if (first === undefined) return;
    this.frames += frames.length;
    const header = { format: "pcap", linkType: first.linkType, precision: "us", snapLength: SNAP_LENGTH } as const;
    this.batches.push(this.written === undefined ? [{ kind: "interface", ...header }, ...frames] : frames);
    this.written ??= this.record();
  }

  async close(): Promise<number> {
    this.batches.push(null);
    await this.written;
    return this.frames;
  }

  private async record(): Promise<void> {
    try {
      for await (const _ of recordCapture(this.batches, this.path, this.notice));
    } catch (error) {
      this.notice((error as Error).message);
    }
  }
}
