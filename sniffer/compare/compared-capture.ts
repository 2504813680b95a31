import type { ByteStatistics } from "../observe/byte-statistics.ts";
import type { Overheard } from "../observe/eavesdropper/eavesdropper.ts";
import type { Side } from "../observe/observation.ts";
import type { PlaintextLength } from "../wire/tls/plaintext-length.ts";

/** One message on the wire: an unencrypted line, a run of binary data, or a record that may carry a message. */
export interface WireMessage {
  readonly connection: number;
  readonly from: Side;
  /** The packet that completed it. */
  readonly packet: number;
  /** Seconds since the first packet of the capture. */
  readonly time: number;
  /** Bytes in the stream, with the line end or the record header. */
  readonly bytes: number;
  readonly content: TextContent | BinaryContent | RecordContent | LayersContent;
}

/** An unencrypted line. Untrusted text. */
interface TextContent {
  readonly kind: "text";
  readonly text: string;
  /** The first bytes, as on the wire. */
  readonly sample: Uint8Array;
}

/** Unencrypted bytes that are not text. */
interface BinaryContent {
  readonly kind: "binary";
  readonly sample: Uint8Array;
}

/** A message through home-made layers: a line whose words are encrypted. Untrusted text. */
interface LayersContent {
  readonly kind: "layers";
  readonly text: string;
  readonly sample: Uint8Array;
  /** How many bytes of data it may hold: the bytes of the same message without layers. */
  readonly plaintext: PlaintextLength;
  /** What the access key opened; an eavesdropper does not have it. Untrusted text. */
  readonly opened?: string;
}

/** An application_data record. */
export interface RecordContent {
  readonly kind: "record";
  readonly contentType: string;
  /** The five bytes before the fragment, in hexadecimal. */
  readonly header: string;
  /** As in the record; in TLS 1.3 this is "TLS 1.2". */
  readonly recordVersion: string;
  /** As negotiated; undefined if that was not captured. */
  readonly version: string | undefined;
  readonly suite: string | undefined;
  /** Bytes of the fragment. */
  readonly length: number;
  /** The first bytes of the fragment. */
  readonly sample: Uint8Array;
  /** How many bytes of data it may hold. */
  readonly plaintext: PlaintextLength;
  /** The lines that a key opened and that end in this record; an eavesdropper has no key. Untrusted text. */
  readonly opened?: string;
}

/** A TCP connection of a compared capture. */
export interface ComparedConnection {
  readonly connection: number;
  readonly client: string;
  readonly server: string;
  /** True if its beginning was not captured. */
  readonly isGuess: boolean;
  /** The client's name, if it was readable. Untrusted text. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly serverName: string | undefined;
  readonly handshake: HandshakeCost | undefined;
}

/** The cost of a TLS handshake, up to the first message. */
export interface HandshakeCost {
  /** How often the client had to wait for the server. */
  readonly roundTrips: number;
  /** Seconds from the ClientHello to the last handshake record before the first message. */
  readonly seconds: number;
  /** Bytes of its records, in both directions. */
  readonly bytes: number;
}

/** How the bytes on the wire were used. */
interface ByteCost {
  readonly packets: number;
  /** All bytes of all frames. */
  readonly total: number;
  /** Link, IP and TCP headers, and packets that carry nothing. */
  readonly headers: number;
  /** TLS handshake, change_cipher_spec and alerts. */
  readonly handshake: number;
  /**
   * Bytes that encryption adds to each record with a message. If padding hides the length, the shortest padding is
   * assumed.
   */
  readonly protection: number;
  /** The messages themselves, at most. */
  readonly messages: number;
  /** TCP payload that was sent again, or that fits nothing else. */
  readonly other: number;
}

/** Most connections that are kept; more are only counted. */
export const MAX_COMPARED_CONNECTIONS = 1000;

/** Everything about a capture that a comparison needs; small for any size of capture. */
export interface ComparedCapture {
  /** The name of the file. Untrusted text. */
  readonly name: string;
  /** The first messages, at most `MAX_MESSAGES`. */
  readonly messages: readonly WireMessage[];
  /** The number of all messages: those that are not in `messages` are only counted. */
  readonly messageCount: number;
  readonly textCount: number;
  /** Messages through home-made layers. */
  readonly layersCount: number;
  readonly recordCount: number;
  /** Lines that a key opened. */
  readonly openedLines: number;
  /** The first connections with data, at most `MAX_COMPARED_CONNECTIONS`. */
  readonly connections: readonly ComparedConnection[];
  readonly connectionCount: number;
  /** Seconds since 1970 of the first packet; undefined for a capture without packets. */
  readonly start: number | undefined;
  /** Seconds from the first packet to the last. */
  readonly duration: number;
  readonly cost: ByteCost;
  readonly overheard: Overheard;
  /** The bytes of all messages, encrypted or not. */
  readonly statistics: ByteStatistics;
  readonly gaps: { readonly count: number; readonly bytes: number };
  /** Problems of the capture, in words. Untrusted text. */
  readonly problems: readonly string[];
}
