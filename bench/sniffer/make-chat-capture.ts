import { randomBytes } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { clientHello, type Endpoint, pcapHeader, pcapRecord, serverHello, tcpFrame, tlsRecord } from "./packets.ts";

export interface ChatCaptureOptions {
  readonly clients: number;
  /** Messages in all; each goes to the server and from there to every client, and every segment is acknowledged. */
  readonly messages: number;
  readonly tls: boolean;
  /** Connections that last a handshake and one line each, before the chat. */
  readonly shortConnections?: number;
}

interface Conversation {
  readonly client: Endpoint;
  clientSequence: number;
  serverSequence: number;
}

const server: Endpoint = { address: [127, 0, 0, 1], port: 12345 };

/** Writes the capture of a chat with many clients, in the clear or over TLS 1.3; returns the number of packets. */
export function makeChatCapture(
  path: string,
  { clients, messages, tls, shortConnections = 0 }: ChatCaptureOptions,
): number {
  const writer = new Writer(path);
  for (let number = 0; number < shortConnections; number++) {
    const address = [127, 0, 1 + (number >> 14), 1];
    const conversation = open(writer, { address, port: 20_000 + (number & 0x3fff) }, tls);
    send(writer, conversation, "client", content(`usuario ${number}: adiós`, tls));
  }
  const conversations = Array.from({ length: clients }, (_, number) =>
    open(writer, { address: [127, 0, 0, 1], port: 40_000 + number }, tls),
  );
  for (let message = 0; message < messages; message++) {
    const text = `mensaje ${message}: el pingüino Wenceslao hizo kilómetros`;
    const sender = message % clients;
    send(writer, conversations[sender]!, "client", content(text, tls));
    for (const conversation of conversations)
      send(writer, conversation, "server", content(`usuario${sender} > ${text}`, tls));
  }
  return writer.close();
}

function open(writer: Writer, client: Endpoint, tls: boolean): Conversation {
  const conversation = { client, clientSequence: 1000, serverSequence: 5000 };
  writer.write(tcpFrame({ from: client, to: server, sequence: 999, flags: "SYN" }));
  writer.write(tcpFrame({ from: server, to: client, sequence: 4999, acknowledgment: 1000, flags: "SYN ACK" }));
  writer.write(tcpFrame({ from: client, to: server, sequence: 1000, acknowledgment: 5000 }));
  if (tls) {
    send(writer, conversation, "client", tlsRecord(22, clientHello(randomBytes(32)), 0x0301));
    const flight = [23, 900, 100, 53].map((length) => tlsRecord(23, randomBytes(length)));
    send(
      writer,
      conversation,
      "server",
      Buffer.concat([tlsRecord(22, serverHello(randomBytes(32))), tlsRecord(20, Buffer.from([1])), ...flight]),
    );
    send(
      writer,
      conversation,
      "client",
      Buffer.concat([tlsRecord(20, Buffer.from([1])), tlsRecord(23, randomBytes(53))]),
    );
  }
  return conversation;
}

function content(text: string, tls: boolean): Buffer {
  const line = Buffer.from(`${text}\n`);
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
