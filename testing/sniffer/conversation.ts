import type { Frame } from "../../sniffer/capture/frame.ts";
import type { Side } from "../../sniffer/observe/observation.ts";
import { tcpFrame } from "./packets.ts";

export interface SegmentChoices {
  readonly flags?: string;
  /** Where the data begin in the sender's stream; default: after all data so far. */
  readonly at?: number;
  /** The acknowledged offset of the other side's stream; default: all its data. */
  readonly acknowledge?: number;
  readonly window?: number;
  /** How many bytes at the end of the frame were not captured. */
  readonly cut?: number;
  /** Seconds since the frame before. Default a millisecond. */
  readonly after?: number;
  /** Whether the frame is in the capture; default true. */
  readonly isCaptured?: boolean;
}

const ports = { client: 40000, server: 12345 };

/** Makes the frames of one TCP connection as in a capture, from stream offsets. */
export class Conversation {
  readonly frames: Frame[] = [];
  private readonly first: Readonly<Record<Side, number>>;
  private readonly sent: Record<Side, number> = { client: 0, server: 0 };
  private readonly clientPort: number;
  private micros = 0;

  /** `first`: the sequence number of each side's first byte of data. */
  constructor(first: Readonly<Record<Side, number>> = { client: 1000, server: 5000 }, clientPort = ports.client) {
    this.first = first;
    this.clientPort = clientPort;
  }

  /** The three segments that open a connection. */
  open(): this {
    this.segment("client", "", { flags: "SYN", at: -1, acknowledge: -5000 });
    this.segment("server", "", { flags: "SYN ACK", at: -1 });
    return this.segment("client", "");
  }

  client(data: string | Uint8Array, choices: SegmentChoices = {}): this {
    return this.segment("client", data, choices);
  }

  server(data: string | Uint8Array, choices: SegmentChoices = {}): this {
    return this.segment("server", data, choices);
  }

  private segment(side: Side, text: string | Uint8Array, choices: SegmentChoices = {}): this {
    const { flags = "ACK", at = this.sent[side], cut = 0, after = 0.001, window = 512 } = choices;
    const other = side === "client" ? "server" : "client";
    const data = Buffer.from(text as string);
    const endpoint = (end: Side) => ({
      address: [127, 0, 0, 1],
      port: end === "client" ? this.clientPort : ports.server,
    });
    const bytes = tcpFrame({
      from: endpoint(side),
      to: endpoint(other),
      sequence: this.first[side] + at,
      acknowledgment: flags === "SYN" ? 0 : this.first[other] + (choices.acknowledge ?? this.sent[other]),
      flags,
      data,
      window,
    });
    this.sent[side] = Math.max(this.sent[side], at + data.length + (flags.includes("FIN") ? 1 : 0));
    this.micros += Math.round(after * 1e6);
    if (choices.isCaptured === false) return this;
    this.frames.push({
      kind: "frame",
      number: this.frames.length + 1,
      time: { seconds: 1_763_689_000 + Math.floor(this.micros / 1e6), nanoseconds: (this.micros % 1e6) * 1000 },
      linkType: 1,
      bytes: bytes.subarray(0, bytes.length - cut),
      originalLength: bytes.length,
    });
    return this;
  }
}
