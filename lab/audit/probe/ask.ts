import { connect } from "node:net";
import { Reader } from "../../../sniffer/wire/decode/reader.ts";
import { type Alert, isAlert, readAlert } from "../../../sniffer/wire/tls/alert.ts";
import { HandshakeReader } from "../../../sniffer/wire/tls/handshake-reader.ts";
import { chosenVersion } from "../../../sniffer/wire/tls/messages/hello.ts";
import type { TlsMessage } from "../../../sniffer/wire/tls/messages/message.ts";
import { messageName, readMessage } from "../../../sniffer/wire/tls/messages/read-message.ts";
import { contentType, handshakeType, isTls13, protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { RecordReader } from "../../../sniffer/wire/tls/record-reader.ts";
import type { Carried, KeptConnection, KeptPackets } from "../kept/kept-packets.ts";
import { keptConnection, type Unreachable } from "../kept/kept-socket.ts";
import { hexPairs, type SeenMessage, type Sighting } from "../seen.ts";

/** The answer to a ClientHello. */
export type Answer =
  /** `isLate`: the time was over before the server's messages were complete. */
  | { readonly kind: "flight"; readonly messages: readonly SeenMessage<TlsMessage>[]; readonly isLate?: true }
  | { readonly kind: "alert"; readonly alert: Alert; readonly seen: Sighting }
  /**
   * "closed" in order, or "reset"; "silent" until the time was over, or too slow; "garbage": not TLS; "endless": more
   * than any answer.
   */
  | { readonly kind: "closed" | "reset" | "silent" | "garbage" | "endless"; readonly seen: Sighting }
  | Unreachable;

/** The address, and the time for an answer. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Milliseconds for one answer. */
  readonly patience: number;
}

/** Most bytes of one answer: the longest chains have about 100 KiB. */
const MAX_ANSWER_BYTES = 512 * 1024;

/**
 * Sends a ClientHello on a new connection and reads the server's first messages: up to its ServerHelloDone, or in TLS
 * 1.3 up to the ServerHello, because the rest is encrypted. All bytes are kept.
 */
export function ask(place: Place, hello: Uint8Array, packets: KeptPackets): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.host, port: place.port, noDelay: true });
    let flight: Flight | undefined;
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      socket.removeAllListeners("data").resume();
      flight?.kept.end("client");
      resolve(answer);
      socket.end();
      socket.destroySoon();
    };
    const ended = (kind: "closed" | "reset" | "silent", code: string) => {
      if (kind !== "silent") flight?.kept.end("server", kind);
      settle(flight?.ended(kind) ?? { kind: "unreachable", code });
    };
    const timer = setTimeout(() => ended("silent", "ETIMEDOUT"), place.patience);
    socket.on("connect", () => {
      flight = new Flight(keptConnection(socket, packets, "client"));
      flight.kept.carry("client", hello);
      socket.write(hello);
    });
    socket.on("data", (bytes) => {
      const answer = flight?.push(bytes);
      if (answer !== undefined) settle(answer);
    });
    socket.on("end", () => ended("closed", "ECONNRESET"));
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (code === "ECONNRESET" || code === "EPIPE") ended("reset", code);
      else settle({ kind: "unreachable", code });
    });
  });
}

/** A server's first messages while they arrive. */
class Flight {
  readonly kept: KeptConnection;
  private readonly records = new RecordReader(() => true);
  private readonly handshake = new HandshakeReader();
  private readonly messages: SeenMessage<TlsMessage>[] = [];
  private first: Uint8Array = new Uint8Array();
  private firstPacket: number | undefined;
  private offset = 0;
  private context: SeenMessage<unknown>["context"] = {};

  constructor(kept: KeptConnection) {
    this.kept = kept;
  }

  /** Adds bytes; returns the answer as soon as it is complete. Later bytes are kept all the same. */
  push(bytes: Uint8Array): Answer | undefined {
    let answer: Answer | undefined;
    for (const piece of this.kept.carry("server", bytes)) answer ??= this.takeSegment(piece);
    return answer;
  }

  private takeSegment({ bytes, packet }: Carried): Answer | undefined {
    if (this.offset === 0) {
      this.first = bytes.slice(0, 64);
      this.firstPacket = packet;
    }
    for (let at = 0; at < bytes.length; at = this.records.position) {
      const record = this.records.read(bytes, at, this.offset, 0);
      if (record === "more") break;
      if (record === "not-tls") return { kind: "garbage", seen: this.sighting("", this.first, this.firstPacket) };
      const answer = this.take(record.type, record.fragment ?? new Uint8Array(), record.offset, packet);
      if (answer !== undefined) return answer;
    }
    this.offset += bytes.length;
    if (this.offset <= MAX_ANSWER_BYTES) return undefined;
    return { kind: "endless", seen: this.sighting("", this.first, this.firstPacket) };
  }

  /** The connection or the time is over. Earlier messages still count if there is a ServerHello among them. */
  ended(kind: "closed" | "reset" | "silent"): Answer {
    const { messages } = this;
    if (messages.length > 0) return { kind: "flight", messages, ...(kind === "silent" ? { isLate: true } : {}) };
    return { kind, seen: this.sighting("", this.first, this.firstPacket ?? this.kept.packet) };
  }

  private take(type: number, fragment: Uint8Array, offset: number, packet: number | undefined): Answer | undefined {
    if (type === contentType.alert && isAlert(fragment)) return this.alert(fragment, packet);
    if (type !== contentType.handshake) return undefined;
    for (const { bytes } of this.handshake.push(fragment, offset, 0)) {
      if (bytes === undefined) continue;
      const message = readMessage(new Reader(bytes), this.context);
      const { number: connection, ends } = this.kept;
      const at = { connection, port: ends.client.port, packet };
      this.messages.push({ name: messageName(message), message, bytes, ...at, context: this.context });
      if (message.kind === "server_hello" || message.kind === "hello_retry_request") {
        this.context = { version: chosenVersion(message), suite: message.cipherSuite };
        if (isTls13(this.context.version)) return { kind: "flight", messages: this.messages };
      }
      if (message.type === handshakeType.server_hello_done) return { kind: "flight", messages: this.messages };
    }
    return undefined;
  }

  private alert(fragment: Uint8Array, packet: number | undefined): Answer | undefined {
    const alert = readAlert(new Reader(fragment));
    // unrecognized_name may be a warning before the ServerHello: RFC 6066 section 3.
    if (alert.level === 1 && alert.description !== 0) return undefined;
    if (this.messages.length > 0) return { kind: "flight", messages: this.messages };
    return { kind: "alert", alert, seen: this.sighting("alert", fragment, packet) };
  }

  private sighting(message: string, bytes: Uint8Array, packet: number | undefined): Sighting {
    const { number: connection, ends } = this.kept;
    return { connection, port: ends.client.port, packet, message, field: "", offset: 0, bytes: hexPairs(bytes) };
  }
}

/** The versions that an audit tries, newest first. */
export const triedVersions = [
  protocolVersion["TLS 1.3"],
  protocolVersion["TLS 1.2"],
  protocolVersion["TLS 1.1"],
  protocolVersion["TLS 1.0"],
  protocolVersion["SSL 3.0"],
] as const;
