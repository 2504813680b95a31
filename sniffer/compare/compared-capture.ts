import type { ByteStatistics } from "../observe/byte-statistics.ts";
import type { Overheard } from "../observe/eavesdropper/eavesdropper.ts";
import type { Side } from "../observe/observation.ts";
import type { PlaintextLength } from "../wire/tls/plaintext-length.ts";

/** One message on the wire: a line in the clear, a run of binary data, or a record that may carry a message. */
export interface WireMessage {
  readonly connection: number;
  readonly from: Side;
  /** The packet that completed it. */
  readonly packet: number;
  /** Seconds since the first packet of the capture. */
  readonly time: number;
  /** Bytes in the stream: with the line end, or with the header of the record. */
  readonly bytes: number;
  readonly content: TextContent | BinaryContent | RecordContent | LayersContent;
}

/** A line in the clear. Untrusted text. */
interface TextContent {
  readonly kind: "text";
  readonly text: string;
  /** The first bytes as they were on the wire. */
  readonly sample: Uint8Array;
}

/** Bytes in the clear that are no text. */
interface BinaryContent {
  readonly kind: "binary";
  readonly sample: Uint8Array;
}

/** A message through home-made layers: a line in the clear whose words are not. Untrusted text. */
interface LayersContent {
  readonly kind: "layers";
  readonly text: string;
  readonly sample: Uint8Array;
  /** How many bytes of data it may hold: those of the line that it would be in the clear. */
  readonly plaintext: PlaintextLength;
  /** What the access key opened; an eavesdropper has none. Untrusted text. */
  readonly opened?: string;
}

/** An application_data record. */
export interface RecordContent {
  readonly kind: "record";
  readonly contentType: string;
  /** The five bytes before the fragment, in hexadecimal. */
  readonly header: string;
  /** As the record says, which in TLS 1.3 is "TLS 1.2". */
  readonly recordVersion: string;
  /** As negotiated; undefined where it was not captured. */
  readonly version: string | undefined;
  readonly suite: string | undefined;
  /** Bytes of the fragment. */
  readonly length: number;
  /** The first bytes of the fragment. */
  readonly sample: Uint8Array;
  /** How many bytes of data it may hold. */
  readonly plaintext: PlaintextLength;
  /** The lines that a key opened, which end in this record; an eavesdropper has no key. Untrusted text. */
  readonly opened?: string;
}

/** A TCP connection of a compared capture. */
export interface ComparedConnection {
  readonly connection: number;
  readonly client: string;
  readonly server: string;
  /** True where its beginning was not captured. */
  readonly isGuess: boolean;
  /** What the client is called, where that was readable. Untrusted text. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly serverName: string | undefined;
  readonly handshake: HandshakeCost | undefined;
}

/** What a TLS handshake cost, until the first message could be sent. */
export interface HandshakeCost {
  /** How often the client had to wait for the server. */
  readonly roundTrips: number;
  /** Seconds from the ClientHello to the last handshake record before the first message. */
  readonly seconds: number;
  /** Bytes of its records, both ways. */
  readonly bytes: number;
}

/** Where the bytes on the wire went. */
interface ByteCost {
  readonly packets: number;
  /** All bytes of all frames. */
  readonly total: number;
  /** Link, IP and TCP headers, and packets that carry nothing. */
  readonly headers: number;
  /** TLS handshake, change_cipher_spec and alerts. */
  readonly handshake: number;
  /** Records that carry messages: what encryption adds to each. Counted with the shortest padding where padding hides the length. */
  readonly protection: number;
  /** The messages themselves, at most. */
  readonly messages: number;
  /** TCP payload that was sent more than once, or is not accounted for otherwise. */
  readonly other: number;
}

/** Most connections of which more than their number is kept. */
export const MAX_COMPARED_CONNECTIONS = 1000;

/** All of a capture that a comparison needs; small whatever the capture's size. */
export interface ComparedCapture {
  /** The name of the file. Untrusted text. */
  readonly name: string;
  /** The first messages, at most `MAX_MESSAGES`. */
  readonly messages: readonly WireMessage[];
  /** How many messages there are in all: what is not in `messages` is counted and not shown. */
  readonly messageCount: number;
  readonly textCount: number;
  /** Messages through home-made layers. */
  readonly layersCount: number;
  readonly recordCount: number;
  /** Lines that a key opened. */
  readonly openedLines: number;
  /** The first connections that carry something, at most `MAX_COMPARED_CONNECTIONS`. */
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
  /** What was wrong with the capture, in words. Untrusted text. */
  readonly problems: readonly string[];
}
