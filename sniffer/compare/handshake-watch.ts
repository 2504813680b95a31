import type { Side, TlsRecordObservation } from "../observe/observation.ts";
import type { HandshakeCost } from "./compared-capture.ts";

/** Measures the TLS handshake of one connection: its records up to the first message. */
export class HandshakeWatch {
  private roundTrips = 0;
  private bytes = 0;
  private start: number | undefined;
  private end = 0;
  private last: Side | undefined;
  private isOver = false;

  /** A record without a message; `time` in seconds. */
  record(record: TlsRecordObservation, time: number): void {
    if (this.isOver) return;
    this.start ??= time;
    this.end = time;
    this.bytes += recordBytes(record);
    if (record.from === "server" && this.last === "client") this.roundTrips += 1;
    this.last = record.from;
  }

  /** A record that may carry a message: the handshake is over. */
  message(): void {
    this.isOver = true;
  }

  /** Undefined if no handshake was seen. */
  cost(): HandshakeCost | undefined {
    if (this.start === undefined || this.roundTrips === 0) return undefined;
    return { roundTrips: this.roundTrips, seconds: this.end - this.start, bytes: this.bytes };
  }
}

/** Bytes of a record in the stream: its header and its fragment. */
export function recordBytes({ header, length }: TlsRecordObservation): number {
  return header.length / 2 + length;
}
