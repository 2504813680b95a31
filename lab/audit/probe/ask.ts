import { connect, type Socket } from "node:net";
import { Reader } from "../../../sniffer/wire/decode/reader.ts";
import { type Alert, isAlert, readAlert } from "../../../sniffer/wire/tls/alert.ts";
import { HandshakeReader } from "../../../sniffer/wire/tls/handshake-reader.ts";
import { chosenVersion } from "../../../sniffer/wire/tls/messages/hello.ts";
import type { TlsMessage } from "../../../sniffer/wire/tls/messages/message.ts";
import { messageName, readMessage } from "../../../sniffer/wire/tls/messages/read-message.ts";
import { contentType, handshakeType, isTls13, protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { RecordReader } from "../../../sniffer/wire/tls/record-reader.ts";
import { hexPairs, type SeenMessage, type Sighting } from "../seen.ts";

/** What came back to a ClientHello. */
export type Answer =
  | { readonly kind: "flight"; readonly messages: readonly SeenMessage<TlsMessage>[] }
  | { readonly kind: "alert"; readonly alert: Alert; readonly seen: Sighting }
  /** "closed" in good order or "reset", without a word; "silent" until the time was over; "garbage": something that is no TLS. */
  | { readonly kind: "closed" | "reset" | "silent" | "garbage"; readonly seen: Sighting }
  /** No connection: the system's own code, such as ECONNREFUSED. */
  | { readonly kind: "unreachable"; readonly code: string };

/** Where to connect to, and how long to wait. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Milliseconds for one answer. */
  readonly patience: number;
}

/** Most bytes read of one answer: the longest chains have some 100 KiB. */
const MAX_ANSWER_BYTES = 512 * 1024;

/**
 * Sends a ClientHello on a connection of its own and reads the server's first flight: up to its ServerHelloDone, or in TLS 1.3 to the
 * ServerHello, behind which all is encrypted. `connection` is the number of the connection in the report.
 */
export function ask(place: Place, hello: Uint8Array, connection: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.host, port: place.port, noDelay: true });
    const flight = new Flight(connection);
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
      socket.end();
      socket.destroySoon();
    };
    const nothing = (kind: "closed" | "reset" | "silent") => settle(flight.ended(kind));
    const timer = setTimeout(() => nothing("silent"), place.patience);
    socket.on("connect", () => {
      flight.port = socket.localPort;
      socket.write(hello);
    });
    socket.on("data", (bytes) => {
      const answer = flight.push(bytes);
      if (answer !== undefined) settle(answer);
    });
    socket.on("end", () => nothing("closed"));
    socket.on("error", (error: NodeJS.ErrnoException) => settle(failure(socket, flight, error)));
  });
}

function failure(socket: Socket, flight: Flight, { code = "" }: NodeJS.ErrnoException): Answer {
  const wasOpen = flight.port !== undefined || !socket.connecting;
  return wasOpen && (code === "ECONNRESET" || code === "EPIPE") ? flight.ended("reset") : { kind: "unreachable", code };
}

/** A server's first flight while it arrives. */
class Flight {
  port: number | undefined;
  private readonly connection: number;
  private readonly records = new RecordReader(() => true);
  private readonly handshake = new HandshakeReader();
  private readonly messages: SeenMessage<TlsMessage>[] = [];
  private first = new Uint8Array();
  private offset = 0;
  private context: SeenMessage<unknown>["context"] = {};

  constructor(connection: number) {
    this.connection = connection;
  }

  /** Takes bytes; returns the answer as soon as it is whole. */
  push(bytes: Uint8Array): Answer | undefined {
    if (this.offset === 0) this.first = bytes.slice(0, 64);
    for (let at = 0; at < bytes.length; at = this.records.position) {
      const record = this.records.read(bytes, at, this.offset, 0);
      if (record === "more") break;
      if (record === "not-tls") return { kind: "garbage", seen: this.sighting("", this.first) };
      const answer = this.take(record.type, record.fragment ?? new Uint8Array(), record.offset);
      if (answer !== undefined) return answer;
    }
    this.offset += bytes.length;
    return this.offset > MAX_ANSWER_BYTES ? { kind: "garbage", seen: this.sighting("", this.first) } : undefined;
  }

  /** The connection is over, or the time is. What came before still counts where a ServerHello is among it. */
  ended(kind: "closed" | "reset" | "silent"): Answer {
    if (this.messages.length > 0) return { kind: "flight", messages: this.messages };
    return { kind, seen: this.sighting("", this.first) };
  }

  private take(type: number, fragment: Uint8Array, offset: number): Answer | undefined {
    if (type === contentType.alert && isAlert(fragment)) return this.alert(fragment);
    if (type !== contentType.handshake) return undefined;
    for (const { bytes } of this.handshake.push(fragment, offset, 0)) {
      if (bytes === undefined) continue;
      const message = readMessage(new Reader(bytes), this.context);
      const { connection, port, context } = this;
      this.messages.push({ name: messageName(message), message, bytes, connection, port, context });
      if (message.kind === "server_hello" || message.kind === "hello_retry_request") {
        this.context = { version: chosenVersion(message), suite: message.cipherSuite };
        if (isTls13(this.context.version)) return { kind: "flight", messages: this.messages };
      }
      if (message.type === handshakeType.server_hello_done) return { kind: "flight", messages: this.messages };
    }
    return undefined;
  }

  private alert(fragment: Uint8Array): Answer | undefined {
    const alert = readAlert(new Reader(fragment));
    // unrecognized_name may be a warning before the ServerHello: RFC 6066 section 3.
    if (alert.level === 1 && alert.description !== 0) return undefined;
    if (this.messages.length > 0) return { kind: "flight", messages: this.messages };
    return { kind: "alert", alert, seen: this.sighting("alert", fragment) };
  }

  private sighting(message: string, bytes: Uint8Array): Sighting {
    const { connection, port } = this;
    return { connection, port, message, field: "", offset: 0, bytes: hexPairs(bytes) };
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
