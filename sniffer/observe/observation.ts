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
 * What the lab reports of a capture: the one vocabulary of screen, JSON, comparison and exercise checks. `jsonLine` prints
 * each kind as one line; docs/observations.md shows an example of every kind. Texts are untrusted and uncleaned.
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

/** Who sent something on a connection: the client is the side that opened it. */
export type Side = "client" | "server";

/** An interface the capture was made on: first in every capture, once more for each further interface of a pcapng file. */
export interface CaptureObservation {
  readonly kind: "capture";
  readonly format: "pcap" | "pcapng";
  readonly linkType: string;
  readonly precision: string;
  readonly device?: string;
}

/** One frame, decoded as far as it could be. */
export interface PacketObservation {
  readonly kind: "packet";
  readonly number: number;
  readonly time: Timestamp;
  /** The TCP connection it belongs to; absent for anything else. */
  readonly connection?: number;
  /** Who sent it, where it belongs to a connection. */
  readonly from?: Side;
  /** The highest protocol that decoded: "TCP", "UDP", "ICMP", "ARP", "IPv4 fragment", "link type USER0" … */
  readonly protocol: string;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  /** Bytes on the wire, and of those the bytes captured. */
  readonly length: number;
  readonly captured: number;
  readonly flags?: readonly TcpFlagName[];
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly window?: number;
  /** Bytes of TCP or UDP payload on the wire. */
  readonly payload?: number;
  /** What stood out: "retransmission", "out of order", "keep-alive", "zero window", "zero window probe", "IP fragment" … */
  readonly notes?: readonly string[];
}

/** A connection begins or changes its state. */
export interface ConnectionObservation {
  readonly kind: "connection";
  /** Numbered from 0 in order of appearance, as tshark's `tcp.stream`. */
  readonly connection: number;
  readonly packet: number;
  readonly time: Timestamp;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly state: ConnectionState;
  /** True where nobody saw who opened the connection: client and server may be the other way round. */
  readonly guess?: true;
}

/** What every observation of bytes in a stream has in common. */
interface StreamPart {
  readonly connection: number;
  readonly from: Side;
  /** The packet that completed it, and the first that held a byte of it where that is another one. */
  readonly packet: number;
  readonly firstPacket?: number;
  readonly time: Timestamp;
  /** Where it begins in this direction's bytes, counted from 0, gaps included. */
  readonly offset: number;
  /** The bytes themselves, only when the observer was asked to keep them. */
  readonly bytes?: Uint8Array;
  /**
   * Whether it came out of an encrypted record, opened with a key: an eavesdropper does not read it. `offset` of text and binary then
   * counts the opened bytes. On a record: whether it was opened.
   */
  readonly opened?: true;
  /** How many TLS connections it is inside of, where TLS is spoken inside TLS. */
  readonly depth?: number;
}

/** One TLS record: RFC 8446 section 5.1. */
export interface TlsRecordObservation extends StreamPart {
  readonly kind: "tls-record";
  /** The name of RFC 8446 ("handshake", "application_data" …); a number without a name in hexadecimal ("0x21"). */
  readonly contentType: string;
  /** As the record says, which in TLS 1.3 is "TLS 1.2" for compatibility. */
  readonly version: string;
  /** The header's bytes in hexadecimal, as on the wire: "1703030045". In the form of SSL 2.0 there are two. */
  readonly header: string;
  /** Bytes of the fragment, without the five bytes of the record header. */
  readonly length: number;
  /** Whether the fragment is encrypted, by the state of the session. */
  readonly encrypted: boolean;
  /** Bytes of the fragment that were captured, where some are missing. */
  readonly captured?: number;
  /** True where the stream or the capture ends inside it. */
  readonly unfinished?: true;
  /** Of an opened record: the true content type, and how many zeros of padding it had (TLS 1.3). */
  readonly innerContentType?: string;
  readonly padding?: number;
  /** Of an opened record: its content, without padding and content type, only when the observer was asked to keep bytes. */
  readonly plaintext?: Uint8Array;
  /** Why it stayed closed, where keys were given. */
  readonly closed?: ClosedFacts;
  /** What opened it, to show the steps; not printed. */
  readonly opening?: Opened;
  /** What someone without the key takes an opened record for; not printed. */
  readonly taken?: HiddenGuess;
  /** True where the record boundary or the state could not be proved, after a gap. */
  readonly guess?: true;
}

/** One handshake message, from one or more records. Hidden messages appear only as guesses. */
export interface TlsMessageObservation extends StreamPart {
  readonly kind: "tls-message";
  /** The name of RFC 8446 section 4 ("client_hello" …), or a number without a name in hexadecimal. */
  readonly message: string;
  /** Bytes of the message, with its four bytes of header; of the ciphertext where it is a guess. */
  readonly length: number;
  readonly encrypted?: true;
  /** True where the message is encrypted and named from order and size alone. */
  readonly guess?: true;
  /** What was read of the message, by the names of its fields; see sniffer/wire/tls/. */
  readonly serverName?: string;
  readonly alpn?: readonly string[];
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
  /** The fingerprint of a ClientHello: see sniffer/wire/tls/ja4.ts. */
  readonly ja4?: string;
  readonly certificates?: readonly CertificateFacts[];
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** An alert: RFC 8446 section 6. */
export interface TlsAlertObservation extends StreamPart {
  readonly kind: "tls-alert";
  readonly level?: string;
  readonly description?: string;
  /** Present where the alert is encrypted: then level and description are unknown. */
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
  /** It came out of a line of home-made layers, and not out of TLS. */
  readonly layers?: true;
  /** Absent where the line was ended; true where it was shown for a pause, a gap, its length or the end of the stream. */
  readonly unfinished?: true;
}

/** Bytes that are neither TLS nor readable text. */
export interface BinaryObservation extends StreamPart {
  readonly kind: "binary";
  readonly length: number;
  /** Shannon entropy of the byte values, in bits per byte: 0 to 8, and at most log2(length). */
  readonly entropy: number;
  /** Readable strings of four and more letters inside it. */
  readonly strings?: readonly string[];
  /** Why it is not more than binary: "TLS, record boundary unknown after a gap". */
  readonly note?: string;
  /** Present where the bytes are no part of the stream: why not. `offset` is their place all the same; before the first byte it is negative. */
  readonly stray?: StrayReason | "late";
}

/** Bytes that were sent and are missing from the capture. */
export interface GapObservation {
  readonly kind: "gap";
  readonly connection: number;
  readonly from: Side;
  /** The packet at which the loss is certain. */
  readonly packet: number;
  readonly time: Timestamp;
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
}

/**
 * The same bytes are in two packets, and differ: in a TCP stream, or in the fragments of an IP packet. The receiver read one of the
 * versions; the lab takes them as Linux does.
 */
export interface ConflictObservation {
  readonly kind: "conflict";
  readonly layer: "tcp" | "ipv4" | "ipv6";
  /** Absent for fragments. */
  readonly connection?: number;
  readonly from?: Side;
  /** The packet at which both are known. */
  readonly packet: number;
  readonly time: Timestamp;
  /** In this direction's bytes, or in the data of the fragmented packet. */
  readonly offset: number;
  /** From the first byte that differs to the last. */
  readonly length: number;
  /** The version that the lab shows, and the one that it does not. */
  readonly shown: ConflictVersion;
  readonly other: ConflictVersion;
}

export interface ConflictVersion {
  readonly packet: number;
  /** The first bytes of it, 256 at most, in hexadecimal; and as text, where they are text. */
  readonly hex: string;
  readonly text?: string;
}

/** A comment in a pcapng file. */
export interface CommentObservation {
  readonly kind: "comment";
  readonly packet?: number;
  readonly text: string;
}

/** Something malformed or given up. Everything else is still reported. */
export interface ProblemObservation {
  readonly kind: "problem";
  /** Absent where it concerns the capture as a whole. */
  readonly packet?: number;
  readonly connection?: number;
  /** "capture", "ethernet", "ipv4", "ipv6", "tcp", "tls" … */
  readonly layer: string;
  readonly message: string;
  /** Present where reading had to stop here (`damaged`), the file merely ends inside a packet (`cut`), or a live capture missed frames (`lost`). */
  readonly severity?: "cut" | "damaged" | "lost";
}
