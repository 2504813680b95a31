import { randomBytes } from "node:crypto";
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import {
  clientHello,
  type Endpoint,
  pcapHeader,
  pcapRecord,
  serverHello,
  tcpFrame,
  tlsRecord,
} from "../../testing/sniffer/packets.ts";
import { finished, serverFlight } from "./server-flight.ts";
import { Tls13Sender } from "./tls13-sender.ts";

export interface ChatCaptureOptions {
  readonly clients: number;
  /** Messages in all; each goes to the server and from there to every client, and every segment is acknowledged. */
  readonly messages: number;
  readonly tls: boolean;
  /** The file for the key log: with it, records are really encrypted, not random bytes. */
  readonly keyLog?: string;
  /** Connections with only a handshake and one line, before the chat. */
  readonly shortConnections?: number;
}

interface Conversation {
  readonly client: Endpoint;
  /** The cipher of really encrypted records. */
  readonly tls: Readonly<Record<"client" | "server", Tls13Sender>> | undefined;
  clientSequence: number;
  serverSequence: number;
}

const server: Endpoint = { address: [127, 0, 0, 1], port: 12345 };

/** Writes the capture of a chat with many clients, plain or over TLS 1.3; returns the number of packets. */
export function makeChatCapture(
  path: string,
  { clients, messages, tls, keyLog, shortConnections = 0 }: ChatCaptureOptions,
): number {
  const writer = new Writer(path);
  let secrets = "";
  const addSecrets = (lines: string) => {
    secrets += lines;
  };
  const log = keyLog === undefined ? undefined : addSecrets;
  for (let number = 0; number < shortConnections; number++) {
    const address = [127, 0, 1 + (number >> 14), 1];
    const conversation = open(writer, { address, port: 20_000 + (number & 0x3fff) }, tls, log);
    send(writer, conversation, "client", content(conversation, "client", `usuario ${number}: adiós`, tls));
  }
  const conversations = Array.from({ length: clients }, (_, number) =>
    open(writer, { address: [127, 0, 0, 1], port: 40_000 + number }, tls, log),
  );
  for (let message = 0; message < messages; message++) {
    const text = `mensaje ${message}: el pingüino Wenceslao hizo kilómetros`;
    const sender = message % clients;
    send(writer, conversations[sender]!, "client", content(conversations[sender]!, "client", text, tls));
    for (const conversation of conversations)
      send(writer, conversation, "server", content(conversation, "server", `usuario${sender} > ${text}`, tls));
  }
  if (keyLog !== undefined) writeFileSync(keyLog, secrets);
  return writer.close();
}

function open(writer: Writer, client: Endpoint, tls: boolean, log?: (lines: string) => void): Conversation {
  const senders = log && { client: new Tls13Sender(), server: new Tls13Sender() };
  const conversation = { client, tls: senders, clientSequence: 1000, serverSequence: 5000 };
  writer.write(tcpFrame({ from: client, to: server, sequence: 999, flags: "SYN" }));
  writer.write(tcpFrame({ from: server, to: client, sequence: 4999, acknowledgment: 1000, flags: "SYN ACK" }));
  writer.write(tcpFrame({ from: client, to: server, sequence: 1000, acknowledgment: 5000 }));
  if (!tls) return conversation;
  const random = randomBytes(32);
  log?.(senders!.client.keyLog("CLIENT", random) + senders!.server.keyLog("SERVER", random));
  const flight = senders && serverFlight().map((message) => senders.server.seal(22, message));
  senders?.server.finish();
  const last = senders?.client.seal(22, finished());
  senders?.client.finish();
  const change = tlsRecord(20, Buffer.from([1]));
  send(writer, conversation, "client", tlsRecord(22, clientHello(random), 0x0301));
  const records = flight ?? [23, 900, 100, 53].map((length) => tlsRecord(23, randomBytes(length)));
  send(
    writer,
    conversation,
    "server",
    Buffer.concat([tlsRecord(22, serverHello(randomBytes(32))), change, ...records]),
  );
  send(writer, conversation, "client", Buffer.concat([change, last ?? tlsRecord(23, randomBytes(53))]));
  return conversation;
}

function content({ tls: senders }: Conversation, side: "client" | "server", text: string, tls: boolean): Buffer {
  const line = Buffer.from(`${text}\n`);
  if (senders !== undefined) return senders[side].seal(23, line);
  return tls ? tlsRecord(23, randomBytes(line.length + 17)) : line;
}

/** A segment with data and its acknowledgment. */
function send(writer: Writer, conversation: Conversation, side: "client" | "server", data: Buffer): void {
  const { client, clientSequence, serverSequence } = conversation;
  if (side === "client") {
    writer.write(
      tcpFrame({
        from: client,
        to: server,
        sequence: clientSequence,
        acknowledgment: serverSequence,
        flags: "PSH ACK",
        data,
      }),
    );
    conversation.clientSequence += data.length;
    writer.write(
      tcpFrame({ from: server, to: client, sequence: serverSequence, acknowledgment: conversation.clientSequence }),
    );
  } else {
    writer.write(
      tcpFrame({
        from: server,
        to: client,
        sequence: serverSequence,
        acknowledgment: clientSequence,
        flags: "PSH ACK",
        data,
      }),
    );
    conversation.serverSequence += data.length;
    writer.write(
      tcpFrame({ from: client, to: server, sequence: clientSequence, acknowledgment: conversation.serverSequence }),
    );
  }
}

class Writer {
  private readonly file: number;
  private parts: Buffer[] = [pcapHeader()];
  private packets = 0;
  private time = 1_763_689_000_000_000;

  constructor(path: string) {
    this.file = openSync(path, "w");
  }

  write(frame: Buffer): void {
    this.time += 20;
    this.parts.push(pcapRecord(frame, this.time));
    this.packets += 1;
    if (this.parts.length > 10_000) this.flush();
  }

  close(): number {
    this.flush();
    closeSync(this.file);
    return this.packets;
  }

  private flush(): void {
    writeSync(this.file, Buffer.concat(this.parts));
    this.parts = [];
  }
}
