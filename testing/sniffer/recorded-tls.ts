import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import {
  type ConnectionOptions,
  connect as connectTls,
  createServer as createTlsServer,
  type TLSSocket,
  type TlsOptions,
} from "node:tls";
import type { Frame } from "../../sniffer/capture/frame.ts";
import { Conversation } from "./conversation.ts";

/** The longest piece put into one segment. */
const longestSegment = 16_000;

/** A server on loopback that relays and records connections, each as the frames of one TCP connection. */
class RecordingRelay {
  readonly port: number;
  private readonly server: Server;
  private readonly conversations: Conversation[] = [];

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Relays to this port. */
  static async to(port: number): Promise<RecordingRelay> {
    const server = createServer({ allowHalfOpen: true });
    const relay = new RecordingRelay(await listening(server));
    server.on("connection", (client: Socket) => relay.pass(client, port));
    return relay;
  }

  /** The frames so far, one connection after the other. */
  frames(): Frame[] {
    const frames = this.conversations.flatMap((conversation) => conversation.frames);
    return frames.map((frame, index) => ({ ...frame, number: index + 1 }));
  }

  close(): void {
    this.server.close();
  }

  private pass(client: Socket, port: number): void {
    const conversation = new Conversation(undefined, 40_000 + this.conversations.length).open();
    this.conversations.push(conversation);
    const server = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    for (const [from, to, side] of [
      [client, server, "client"],
      [server, client, "server"],
    ] as const) {
      from.on("data", (data: Buffer) => {
        for (const piece of segmentsOf(data)) conversation[side](piece, { flags: "PSH ACK" });
        to.write(data);
      });
      from.on("end", () => {
        conversation[side]("", { flags: "FIN ACK" });
        to.end();
      });
      from.on("error", () => to.destroy());
    }
  }
}

/** Each TLS record as a separate segment, however they arrived; records that are too long are cut. */
function segmentsOf(data: Buffer): Buffer[] {
  const segments: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const isRecord = at + 5 <= data.length && data[at]! >= 20 && data[at]! <= 23 && data[at + 1] === 3;
    const length = isRecord ? 5 + data.readUInt16BE(at + 3) : longestSegment;
    segments.push(data.subarray(at, at + Math.min(length, longestSegment)));
    at += Math.min(length, longestSegment);
  }
  return segments;
}

/** A recorded conversation over TLS, and the secrets of both ends. */
export interface RecordedTls {
  readonly frames: Frame[];
  /** SSLKEYLOGFILE lines. */
  readonly keyLog: string;
}

/** What the two sides send over one connection. It must end the client's side. */
export type Talk = (client: TLSSocket, server: TLSSocket) => Promise<void>;

/**
 * Records conversations between Node's own TLS client and server, one connection per talk. A connection may continue
 * the session of the one before (`resume`).
 */
export async function recordTls(
  serverOptions: TlsOptions,
  clientOptions: ConnectionOptions,
  talks: readonly Talk[] = [saysHello],
  { resume = false } = {},
): Promise<RecordedTls> {
  let keyLog = "";
  const server = createTlsServer(serverOptions);
  server.on("tlsClientError", () => {});
  const relay = await RecordingRelay.to(((await listening(server)).address() as AddressInfo).port);
  let session: Buffer | undefined;
  for (const talk of talks) {
    const accepted = once(server, "secureConnection") as Promise<[TLSSocket]>;
    const client = connectTls({
      port: relay.port,
      host: "127.0.0.1",
      rejectUnauthorized: false,
      ...(session !== undefined && { session }),
      ...clientOptions,
    });
    client.on("keylog", (line: Buffer) => {
      keyLog += line.toString();
    });
    if (resume)
      client.on("session", (next: Buffer) => {
        session = next;
      });
    await once(client, "secureConnect");
    await talk(client, (await accepted)[0]);
    if (!client.closed) await once(client, "close");
  }
  server.close();
  relay.close();
  return { frames: relay.frames(), keyLog };
}

/** One line in each direction, then the end. */
export const saysHello: Talk = async (client, server) => {
  client.write("hola, servidor\n");
  await once(server, "data");
  server.write("¡hola, clienta!\n");
  await once(client, "data");
  client.end();
  server.end();
  client.resume();
  server.resume();
};

async function listening<T extends Server>(server: T): Promise<T> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
