import type { CaptureItem, Frame } from "../../sniffer/capture/frame.ts";
import { type Endpoint, tcpFrame } from "../sniffer/packets.ts";

const client: Endpoint = { address: [127, 0, 0, 1], port: 40_000 };
const server: Endpoint = { address: [127, 0, 0, 1], port: 12_345 };

const interfaceItem: CaptureItem = {
  kind: "interface",
  format: "pcap",
  linkType: 1,
  precision: "us",
  snapLength: 262_144,
};

/** Frames of one connection between a client and a server, built step by step; a millisecond between them. */
export class ConversationItems {
  readonly items: CaptureItem[] = [interfaceItem];
  private readonly client: Endpoint;
  private number: number;
  private clientSequence = 1000;
  private serverSequence = 5000;

  constructor(port = client.port, firstNumber = 1) {
    this.client = { ...client, port };
    this.number = firstNumber;
  }

  /** The three segments that open it. */
  open(): this {
    this.add(tcpFrame({ from: this.client, to: server, sequence: 999, flags: "SYN" }));
    this.add(tcpFrame({ from: server, to: this.client, sequence: 4999, acknowledgment: 1000, flags: "SYN ACK" }));
    this.add(tcpFrame({ from: this.client, to: server, sequence: 1000, acknowledgment: 5000 }));
    return this;
  }

  /** A segment with data. */
  say(side: "client" | "server", data: string | Uint8Array): this {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    const [from, to] = side === "client" ? [this.client, server] : [server, this.client];
    const [sequence, acknowledgment] =
      side === "client" ? [this.clientSequence, this.serverSequence] : [this.serverSequence, this.clientSequence];
    this.add(tcpFrame({ from, to, sequence, acknowledgment, flags: "PSH ACK", data: bytes }));
    if (side === "client") this.clientSequence += bytes.length;
    else this.serverSequence += bytes.length;
    return this;
  }

  /** A segment that only acknowledges the other side's data. */
  acknowledge(side: "client" | "server"): this {
    return this.signal(side);
  }

  /** The segment with which a side ends. */
  finish(side: "client" | "server"): this {
    return this.signal(side, "FIN ACK");
  }

  private signal(side: "client" | "server", flags?: string): this {
    const [from, to] = side === "client" ? [this.client, server] : [server, this.client];
    const [sequence, acknowledgment] =
      side === "client" ? [this.clientSequence, this.serverSequence] : [this.serverSequence, this.clientSequence];
    this.add(tcpFrame({ from, to, sequence, acknowledgment, ...(flags === undefined ? {} : { flags }) }));
    return this;
  }

  /** Bytes of this side that were not captured. */
  lose(side: "client" | "server", length: number): this {
    if (side === "client") this.clientSequence += length;
    else this.serverSequence += length;
    return this;
  }

  private add(bytes: Uint8Array): void {
    const time = { seconds: 1_763_689_000, nanoseconds: this.number * 1_000_000 };
    const frame: Frame = { kind: "frame", number: this.number, time, linkType: 1, bytes, originalLength: bytes.length };
    this.number += 1;
    this.items.push(frame);
  }
}
