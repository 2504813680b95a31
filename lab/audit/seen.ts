import { Reader } from "../../sniffer/wire/decode/reader.ts";
import type { Extension } from "../../sniffer/wire/tls/messages/extension.ts";
import type { ClientHello, ServerHello, ServerKeyExchange } from "../../sniffer/wire/tls/messages/message.ts";
import { readMessage } from "../../sniffer/wire/tls/messages/read-message.ts";

/** Bytes on the wire, and their place. */
export interface Sighting {
  /** Like tshark's `tcp.stream`, from 0: in the capture that was read, or in the one that the audit kept. */
  readonly connection: number;
  /** The client's port of that connection; with it the connection can be found in any other capture. */
  readonly port: number | undefined;
  /** The packet that completed it in that capture; undefined if there was too much to keep all of it. */
  readonly packet: number | undefined;
  /** The name of the message or record, and of the field in it: "server_hello", "Cipher suite". */
  readonly message: string;
  readonly field: string;
  /** Where the bytes begin in the message. */
  readonly offset: number;
  /** In hexadecimal, in pairs: "00 0a". */
  readonly bytes: string;
}

/** A handshake message as it came, so that a finding can show its bytes. */
export interface SeenMessage<Message> {
  readonly name: string;
  readonly message: Message;
  readonly bytes: Uint8Array;
  readonly connection: number;
  readonly port: number | undefined;
  readonly packet: number | undefined;
  /** What was agreed on before it: the form of some messages depends on it. */
  readonly context: { readonly version?: number | undefined; readonly suite?: number | undefined };
}

/** One answer of a server to a ClientHello. A HelloRetryRequest is one too: it chooses version, suite and group. */
export interface SeenHello {
  readonly hello: SeenMessage<ServerHello>;
  readonly offer: ClientHello;
  readonly version: number;
  readonly suite: number;
  /** The number of the key exchange's group, or the length of the server's own prime. */
  readonly group: number | undefined;
  readonly primeBits: number | undefined;
  readonly keyExchange: SeenMessage<ServerKeyExchange> | undefined;
}

/** A server's certificates, its own first, in DER. In TLS 1.3 they are encrypted on the wire, so no bytes are shown. */
export interface SeenChain {
  readonly chain: readonly Uint8Array[];
  readonly seen: Sighting;
}

/** Results of special experiments; undefined if one was not made, or could not be. */
export interface Trials {
  /** Whose order decides, by version: the server's list or the client's. */
  readonly order?: ReadonlyMap<number, "server" | "client">;
  /** The schemes with which a server signs, by version. */
  readonly schemes?: ReadonlyMap<number, readonly SeenScheme[]>;
  /** The answer to a client that reports "I fell back to an older version" (RFC 7507). */
  readonly fallback?: { readonly isRefused: boolean; readonly seen: Sighting };
  readonly renegotiation?: Renegotiation;
  /** Whether a client can resume a session, by version. */
  readonly resumption?: ReadonlyMap<number, "ticket" | "session id" | "none">;
  /** The server's choice of all offered application protocols. */
  readonly alpn?: string | undefined;
  /** The answer to an unencrypted line. */
  readonly clear?: { readonly answer: "talks" | "refuses" | "silent"; readonly seen: Sighting };
  /** The connection with a failed handshake after which the server was gone. */
  readonly stoppedAfter?: Sighting;
  /** There were so many connections or bytes that not everything was tried. */
  readonly isCutShort?: boolean;
  /** Too many answers were "late" or missing, or the server "dropped" connections now and then without an answer. */
  readonly unanswered?: "late" | "dropped" | undefined;
}

/** Whether a client may start further handshakes inside the first one (TLS 1.2 and older). */
export interface Renegotiation {
  readonly isAccepted: boolean;
  /** How many the server made. */
  readonly times: number;
  readonly isRefused: boolean;
  /** Milliseconds that were spent, if the audit stopped asking although nothing was refused. */
  readonly spent: number | undefined;
  readonly seen: Sighting;
}

export interface SeenScheme {
  readonly scheme: number;
  readonly seen: Sighting;
}

/** All facts about one server, from connections to it or from a capture. */
export interface SeenServer {
  readonly host: string;
  readonly port: number;
  /** The name in the handshake, which must be in its certificate; undefined if it is unknown. */
  readonly name: string | undefined;
  readonly hellos: readonly SeenHello[];
  readonly chains: readonly SeenChain[];
  readonly trials: Trials;
  readonly connections: number;
}

/** Most bytes in a finding. */
const MAX_SHOWN_BYTES = 24;

/** The place of a field in a message, from the decoder. Without the field, the beginning of the message. */
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

/** Bytes as "16 03 01", cut if there are many. */
export function hexPairs(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, MAX_SHOWN_BYTES)).toString("hex").replace(/../g, "$& ").trim();
  return bytes.length > MAX_SHOWN_BYTES ? `${shown} …` : shown;
}

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
