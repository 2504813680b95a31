/** A time: whole seconds since 1970-01-01 UTC, and nanoseconds within that second. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** This moment. */
export function timestampNow(): Timestamp {
  const milliseconds = Date.now();
  return { seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1e6 };
}

/** A moment in milliseconds since 1970. */
export function inMilliseconds({ seconds, nanoseconds }: Timestamp): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

/** One frame as captured, from the link layer on. */
export interface Frame {
  readonly kind: "frame";
  /** Counted from 1, as Wireshark counts frames. */
  readonly number: number;
  readonly time: Timestamp;
  /** The LINKTYPE_ number of the interface it was captured on (tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** The captured bytes; there may have been more on the wire. */
  readonly bytes: Uint8Array;
  /** The frame's length on the wire, in bytes. */
  readonly originalLength: number;
}

/** An interface of the capture; a pcap file has one, a pcapng file may have many. */
export interface CaptureInterface {
  readonly kind: "interface";
  readonly format: "pcap" | "pcapng";
  readonly linkType: number;
  /** The unit of the timestamps: "s", "ms", "us", "ns", or for other pcapng resolutions a form such as "2^-20 s". */
  readonly precision: string;
  /** The most bytes kept of a frame; 0 if the file sets no limit. */
  readonly snapLength: number;
  /** The interface's name, if the file has one. Untrusted text. */
  readonly name?: string;
}

/** A problem of the capture itself: a cut file, or an impossible length. */
export interface CaptureProblem {
  readonly kind: "capture-problem";
  readonly message: string;
  /**
   * "cut": the file ends inside a packet (an interrupted capture): everything before it is good. "damaged": it cannot
   * be read further, or it is not a capture. "lost": a live capture missed frames here, or its device went away.
   */
  readonly severity: "cut" | "damaged" | "lost";
}

/** A comment in a pcapng file; `packet` is set if it belongs to a frame. Untrusted text. */
export interface CaptureComment {
  readonly kind: "comment";
  readonly packet?: number;
  readonly text: string;
}

/**
 * TLS secrets in SSLKEYLOGFILE form, from a pcapng file's Decryption Secrets Block or from a key log. Untrusted text.
 */
export interface CaptureSecrets {
  readonly kind: "secrets";
  readonly keyLog: string;
  /** The key log's file; undefined if the capture itself holds the secrets. */
  readonly source?: string;
  /** Whether more secrets of this source may follow. */
  readonly isPart?: true;
  /** Whether they are older than a live capture. */
  readonly isEarlier?: true;
}

export type CaptureItem = Frame | CaptureInterface | CaptureProblem | CaptureComment | CaptureSecrets;

/**
 * A capture as it arrives, from a file, a pipe or a device: batches of items, in order. Bad bytes never throw: they
 * give a `CaptureProblem`, after everything that could be read before it.
 */
export type Capture = AsyncIterable<readonly CaptureItem[]>;
