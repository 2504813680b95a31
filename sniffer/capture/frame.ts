/** A moment, in whole seconds since 1970-01-01 UTC and nanoseconds within that second. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** One frame as captured: link layer and up. */
export interface Frame {
  readonly kind: "frame";
  /** Counted from 1, as Wireshark counts frames. */
  readonly number: number;
  readonly time: Timestamp;
  /** The LINKTYPE_ number of the interface it was captured on (tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** What was captured, which may be less than what was on the wire. */
  readonly bytes: Uint8Array;
  /** The frame's length on the wire, in bytes. */
  readonly originalLength: number;
}

/** An interface that frames were captured on; a pcap file has one, a pcapng file may have many. */
export interface CaptureInterface {
  readonly kind: "interface";
  readonly format: "pcap" | "pcapng";
  readonly linkType: number;
  /** The unit of the timestamps: "s", "ms", "us", "ns" or, for other pcapng resolutions, such as "2^-20 s". */
  readonly precision: string;
  /** The most bytes kept of a frame; 0 where the file sets no limit. */
  readonly snapLength: number;
  /** The interface's own name, where the file has one. Untrusted text. */
  readonly name?: string;
}

/** Something about the capture itself that a reader should know: a cut file, a length nobody could have captured. */
export interface CaptureProblem {
  readonly kind: "capture-problem";
  readonly message: string;
  /**
   * "cut": the file ends inside a packet (an interrupted capture: all before it is good).
   * "damaged": it cannot be read further, or is no capture at all.
   * "lost": a live capture missed frames here, or its device went away.
   */
  readonly severity: "cut" | "damaged" | "lost";
}

/** A comment that someone wrote into a pcapng file; `packet` where it belongs to a frame. Untrusted text. */
export interface CaptureComment {
  readonly kind: "comment";
  readonly packet?: number;
  readonly text: string;
}

/** TLS secrets in SSLKEYLOGFILE form: of a pcapng file's Decryption Secrets Block, or of a key log. Untrusted text. */
export interface CaptureSecrets {
  readonly kind: "secrets";
  readonly keyLog: string;
  /** The key log's file; undefined where the capture itself holds the secrets. */
  readonly source?: string;
  /** Whether more of this source may follow. */
  readonly isPart?: true;
  /** Whether they were there before a live capture began. */
  readonly isEarlier?: true;
}

export type CaptureItem = Frame | CaptureInterface | CaptureProblem | CaptureComment | CaptureSecrets;

/**
 * A capture as it arrives, from a file, a pipe or a device: batches of items, in order. Never throws for what the bytes hold;
 * that is a `CaptureProblem`, after everything that could be read before it.
 */
export type Capture = AsyncIterable<readonly CaptureItem[]>;
