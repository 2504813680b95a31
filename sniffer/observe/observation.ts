import type { Timestamp } from "../capture/frame.ts";
import type { TcpFlagName } from "../wire/decode/tcp.ts";
import type { ConnectionState, StrayReason } from "../wire/stream/tcp-event.ts";
import type { CertificateFacts } from "../wire/tls/certificate-facts.ts";
import type { HiddenGuess } from "../wire/tls/hidden-handshake.ts";
import type { Opened } from "../wire/tls/open/opened.ts";
import type { ClosedFacts } from "./closed-facts.ts";
import type { Endpoint } from "./endpoint.ts";
import type { SummaryObservation } from "./summary.ts";

/**
 * What the lab reports about a capture: the same for screens, JSON, comparison and exercise checks. `jsonLine` prints
 * each kind as one line; docs/observations.md shows an example of every kind. Texts are untrusted and not cleaned.
 */
export type Observation =
  | CaptureObservation
  | PacketObservation
  | ConnectionObservation
  | TlsRecordObservation
  | TlsMessageObservation
  | TlsAlertObservation
  | TextObservation
  | BinaryObservation
  | GapObservation
  | ConflictObservation
  | CommentObservation
  | ProblemObservation
  | SummaryObservation;

/** The sender on a connection: the client is the side that opened it. */
export type Side = "client" | "server";

/** An interface of the capture: first in every capture, and again for each further interface of a pcapng file. */
export interface CaptureObservation {
  readonly kind: "capture";
  readonly format: "pcap" | "pcapng";
  readonly linkType: string;
  readonly precision: string;
  readonly device?: string;
}

/** One frame, decoded as far as possible. */
export interface PacketObservation {
  readonly kind: "packet";
  readonly number: number;
  readonly time: Timestamp;
  /** Its TCP connection; absent for anything else. */
  readonly connection?: number;
  /** Its sender; absent without a connection. */
  readonly from?: Side;
  /** The highest protocol that decoded: "TCP", "UDP", "ICMP", "ARP", "IPv4 fragment", "link type USER0" … */
  readonly protocol: string;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  /** Bytes on the wire, and how many of them were captured. */
  readonly length: number;
  readonly captured: number;
  readonly flags?: readonly TcpFlagName[];
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly window?: number;
  /** Bytes of TCP or UDP payload on the wire. */
  readonly payload?: number;
  /**
   * What is special: "retransmission", "out of order", "keep-alive", "zero window", "zero window probe", "IP fragment"
   * …
   */
  readonly notes?: readonly string[];
}

/** A connection begins, or its state changes. */
export interface ConnectionObservation {
  readonly kind: "connection";
  /** Numbered from 0 in order of appearance, like tshark's `tcp.stream`. */
  readonly connection: number;
  readonly packet: number;
  readonly time: Timestamp;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly state: ConnectionState;
  /** True if the opening was not captured: client and server may be swapped. */
  readonly guess?: true;
}

/** The common part of all observations of bytes in a stream. */
export interface StreamPart {
  readonly connection: number;
  readonly from: Side;
  /** The packet that completes it, and the packet with its first byte, if that is another one. */
  readonly packet: number;
  readonly firstPacket?: number;
  readonly time: Timestamp;
  /** Its place in this direction's bytes, counted from 0, gaps included. */
  readonly offset: number;
  /** The bytes themselves; only if the observer keeps them. */
  readonly bytes?: Uint8Array;
  /**
   * Whether it comes from an encrypted record that a key opened: an eavesdropper cannot read it. `offset` of text and
   * binary then counts the opened bytes. On a record: whether it was opened.
   */
  readonly opened?: true;
  /** How many TLS connections are around it, for TLS inside TLS. */
  readonly depth?: number;
}

/** One TLS record: RFC 8446 section 5.1. */
export interface TlsRecordObservation extends StreamPart {
  readonly kind: "tls-record";
  /** The name of RFC 8446 ("handshake", "application_data" …); a number without a name in hexadecimal ("0x21"). */
  readonly contentType: string;
  /** As in the record. In TLS 1.3 this is "TLS 1.2", for compatibility. */
  readonly version: string;
  /** The header's bytes in hexadecimal, as on the wire: "1703030045". In the form of SSL 2.0 there are two bytes. */
  readonly header: string;
  /** Bytes of the fragment, without the five bytes of the record header. */
  readonly length: number;
  /** Whether the fragment is encrypted, from the state of the session. */
  readonly encrypted: boolean;
  /** Captured bytes of the fragment, if some are missing. */
  readonly captured?: number;
  /** True if the stream or the capture ends inside it. */
  readonly unfinished?: true;
  /** Of an opened record: the true content type, and the zeros of its padding (TLS 1.3). */
  readonly innerContentType?: string;
  readonly padding?: number;
  /** Of an opened record: its content, without padding and content type. Only if the observer keeps bytes. */
  readonly plaintext?: Uint8Array;
  /** Why it stayed closed, if keys were given. */
  readonly closed?: ClosedFacts;
  /** What opened it, for the explanation in steps; not printed. */
  readonly opening?: Opened;
  /** The guess about an opened record of someone without the key; not printed. */
  readonly taken?: HiddenGuess;
  /** True if the record boundary or the state is a guess, after a gap. */
  readonly guess?: true;
}

/**
 * The facts of a message, under the keys of docs/observations.md, with names instead of numbers. Texts are untrusted.
 */
export interface MessageFacts {
  readonly serverName?: string;
  readonly alpn?: readonly string[];
  /** A client's legacy_version, or a server's choice. */
  readonly version?: string;
  readonly versions?: readonly string[];
  readonly suites?: readonly string[];
  readonly suite?: string;
  readonly random?: string;
  readonly sessionId?: string;
  readonly compression?: readonly string[];
  readonly extensions?: readonly string[];
  readonly groups?: readonly string[];
  readonly group?: string;
  readonly keyShares?: readonly string[];
  readonly signatureAlgorithms?: readonly string[];
  readonly pskModes?: readonly string[];
  /** The fingerprint of a ClientHello: see sniffer/wire/tls/messages/ja4.ts. */
  readonly ja4?: string;
  /** The fingerprint that FoxIO's own program prints, if it differs. */
  readonly ja4AsPrinted?: string;
  readonly certificates?: readonly CertificateFacts[];
  /** Facts without a key of their own. */
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** One handshake message, from one or more records. Hidden messages are only guesses. */
export interface TlsMessageObservation extends StreamPart, MessageFacts {
  readonly kind: "tls-message";
  /** The name of RFC 8446 section 4 ("client_hello" …), or hexadecimal for a number without a name. */
  readonly message: string;
  /** Bytes of the message with its four bytes of header; for a guess, bytes of the ciphertext. */
  readonly length: number;
  readonly encrypted?: true;
  /** True if the message is encrypted: its name is a guess from order and size. */
  readonly guess?: true;
}

/** An alert: RFC 8446 section 6. */
export interface TlsAlertObservation extends StreamPart {
  readonly kind: "tls-alert";
  readonly level?: string;
  readonly description?: string;
  /** Set if the alert is encrypted: its level is then unknown, and its description is a guess. */
  readonly encrypted?: true;
  readonly guess?: true;
}

/** One line of readable text, without its line end. */
export interface TextObservation extends StreamPart {
  readonly kind: "text";
  readonly text: string;
  /** Bytes in the stream, line end included. */
  readonly length: number;
  /** Absent for UTF-8. */
  readonly encoding?: "UTF-16LE" | "UTF-16BE" | "ISO-8859-1";
  /** It comes from a line of home-made layers, not from TLS. */
  readonly layers?: true;
  /**
   * Absent if the line has its end. True if it was reported because of a pause, a gap, its length or the end of the
   * stream.
   */
  readonly unfinished?: true;
}

/** Bytes that are neither TLS nor readable text. */
export interface BinaryObservation extends StreamPart {
  readonly kind: "binary";
  readonly length: number;
  /** Shannon entropy of the byte values, in bits per byte: 0 to 8, and at most log2(length). */
  readonly entropy: number;
  /** Readable strings of four or more letters inside it. */
  readonly strings?: readonly string[];
  /** Why it is only binary: "TLS, record boundary unknown after a gap". */
  readonly note?: string;
  /**
   * Set if the bytes are not part of the stream: the reason. `offset` is their place all the same; before the first
   * byte it is negative.
   */
  readonly stray?: StrayReason | "late";
}

/** Bytes that were sent but are missing from the capture. */
export interface GapObservation {
  readonly kind: "gap";
  readonly connection: number;
  readonly from: Side;
  /** The packet at which the loss became certain. */
  readonly packet: number;
  readonly time: Timestamp;
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
}

/**
 * Two packets carry the same bytes with different contents: in a TCP stream, or in the fragments of an IP packet. The
 * receiver read one version. The lab chooses as Linux does.
 */
export interface ConflictObservation {
  readonly kind: "conflict";
  readonly layer: "tcp" | "ipv4" | "ipv6";
  /** Absent for fragments. */
  readonly connection?: number;
  readonly from?: Side;
  /** The packet after which both versions are known. */
  readonly packet: number;
  readonly time: Timestamp;
  /** In this direction's bytes, or in the data of the fragmented packet. */
  readonly offset: number;
  /** From the first byte that differs to the last. */
  readonly length: number;
  /** The version that the lab shows, and the other one. */
  readonly shown: ConflictVersion;
  readonly other: ConflictVersion;
}

export interface ConflictVersion {
  readonly packet: number;
  /** Its first bytes, at most 256, in hexadecimal; also as text if they are text. */
  readonly hex: string;
  readonly text?: string;
}

/** A comment in a pcapng file. */
export interface CommentObservation {
  readonly kind: "comment";
  readonly packet?: number;
  readonly text: string;
}

/** Something malformed, or a limit of the lab. Everything else is still reported. */
export interface ProblemObservation {
  readonly kind: "problem";
  /** Absent if it concerns the whole capture. */
  readonly packet?: number;
  readonly connection?: number;
  /** "capture", "ethernet", "ipv4", "ipv6", "tcp", "tls" … */
  readonly layer: string;
  readonly message: string;
  /**
   * Set if reading had to stop here (`damaged`), if the file ends inside a packet (`cut`), or if a live capture missed
   * frames (`lost`).
   */
  readonly severity?: "cut" | "damaged" | "lost";
}
