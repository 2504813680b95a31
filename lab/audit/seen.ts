import { Reader } from "../../sniffer/wire/decode/reader.ts";
import type { Extension } from "../../sniffer/wire/tls/messages/extension.ts";
import type { ClientHello, ServerHello, ServerKeyExchange } from "../../sniffer/wire/tls/messages/message.ts";
import { readMessage } from "../../sniffer/wire/tls/messages/read-message.ts";

/** Bytes that were on the wire: where, and which. */
export interface Sighting {
  /**
   * As tshark's `tcp.stream`, from 0: of the capture that was read, or of the one that the audit kept of what it
   * exchanged.
   */
  readonly connection: number;
  /** The client's port on that connection, with which it is found in any other capture. */
  readonly port: number | undefined;
  /** The packet that completed it, in that capture; undefined where an audit exchanged too much to keep all of it. */
  readonly packet: number | undefined;
  /** The name of the message or record, and of the field in it: "server_hello", "Cipher suite". */
  readonly message: string;
  readonly field: string;
  /** Where the bytes begin in the message. */
  readonly offset: number;
  /** In hexadecimal, in pairs: "00 0a". */
  readonly bytes: string;
}

/** A handshake message as it came, so that a finding can point at its bytes. */
export interface SeenMessage<Message> {
  readonly name: string;
  readonly message: Message;
  readonly bytes: Uint8Array;
  readonly connection: number;
  readonly port: number | undefined;
  readonly packet: number | undefined;
  /** What had been agreed on when it came: the form of some messages depends on it. */
  readonly context: { readonly version?: number | undefined; readonly suite?: number | undefined };
}

/** One answer of a server to a ClientHello. A HelloRetryRequest is one too: it chooses version, suite and group. */
export interface SeenHello {
  readonly hello: SeenMessage<ServerHello>;
  readonly offer: ClientHello;
  readonly version: number;
  readonly suite: number;
  /** The group of the key exchange, by its number; the length of the prime where it was one of its own. */
  readonly group: number | undefined;
  readonly primeBits: number | undefined;
  readonly keyExchange: SeenMessage<ServerKeyExchange> | undefined;
}

/** Certificates that a server sent, its own first, in DER; of TLS 1.3 they come without bytes of the wire. */
export interface SeenChain {
  readonly chain: readonly Uint8Array[];
  readonly seen: Sighting;
}

/** What is known only after an experiment of its own; undefined where it was not made, or could not be. */
export interface Trials {
  /** Whose order counts, by version: that of the server's list or of the client's. */
  readonly order?: ReadonlyMap<number, "server" | "client">;
  /** The schemes that a server signs with, by version. */
  readonly schemes?: ReadonlyMap<number, readonly SeenScheme[]>;
  /** How a server answered a client that says "I fell back to an older version" (RFC 7507). */
  readonly fallback?: { readonly isRefused: boolean; readonly seen: Sighting };
  readonly renegotiation?: Renegotiation;
  /** Whether a client may return with less work, by version. */
  readonly resumption?: ReadonlyMap<number, "ticket" | "session id" | "none">;
  /** The application protocol that was chosen of all those offered. */
  readonly alpn?: string | undefined;
  /** What came back to a line in the clear. */
  readonly clear?: { readonly answer: "talks" | "refuses" | "silent"; readonly seen: Sighting };
  /** The server went away after this connection, on which a handshake failed. */
  readonly stoppedAfter?: Sighting;
  /** The server took so many connections, or sent so much, that not everything was tried. */
  readonly isCutShort?: boolean;
  /** Too many answers were "late" or never came; or the server "dropped" connections now and then, without a word. */
  readonly unanswered?: "late" | "dropped" | undefined;
}

/** Whether a client may start further handshakes inside the first (TLS 1.2 and older). */
export interface Renegotiation {
  readonly isAccepted: boolean;
  /** How many the server made. */
  readonly times: number;
  readonly isRefused: boolean;
  /** Milliseconds that were spent, where the audit asked no more although nothing was refused. */
  readonly spent: number | undefined;
  readonly seen: Sighting;
}

export interface SeenScheme {
  readonly scheme: number;
  readonly seen: Sighting;
}

/** All that was seen of one server: by connecting to it, or in a capture. */
export interface SeenServer {
  readonly host: string;
  readonly port: number;
  /** The name it was asked for, and that its certificate must hold; undefined where nobody knows it. */
  readonly name: string | undefined;
  readonly hellos: readonly SeenHello[];
  readonly chains: readonly SeenChain[];
  readonly trials: Trials;
  readonly connections: number;
}

/** Most bytes that a finding shows. */
const MAX_SHOWN_BYTES = 24;

/**
 * Where a field of a message is. The decoder itself says it; a field that is not there gives the message's beginning.
 */
export function sightingOf(seen: SeenMessage<unknown>, field: string): Sighting {
  const { name, bytes, connection, port, packet, context } = seen;
  const reader = Reader.noting(bytes);
  readMessage(reader, context);
  const found = findField(reader.fields, field);
  const { start, end } = found ?? { start: 0, end: 4 };
  return {
    connection,
    port,
    packet,
    message: name,
    field: found === undefined ? "" : field,
    offset: start,
    bytes: hexPairs(bytes.subarray(start, end)),
  };
}

/** Bytes as "16 03 01", cut where there are many. */
export function hexPairs(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, MAX_SHOWN_BYTES)).toString("hex").replace(/../g, "$& ").trim();
  return bytes.length > MAX_SHOWN_BYTES ? `${shown} …` : shown;
}

/** Whether one of the extensions has this number. */
export function hasExtension({ extensions }: { readonly extensions?: readonly Extension[] }, type: number): boolean {
  return extensions?.some((one) => one.type === type) ?? false;
}

type Fields = Reader["fields"];

function findField(fields: Fields, label: string): Fields[number] | undefined {
  for (const field of fields) {
    const found = field.label === label ? field : findField(field.children, label);
    if (found !== undefined) return found;
  }
  return undefined;
}
