import { texts } from "./texts.ts";

/** Most bytes on the wire that are kept for one message. */
const MAX_WIRE_BYTES = 8 * 1024;
/** Bytes that are shown of each. */
const bytesShown = 64;

/** One message, and its bytes on the wire. Without TLS both are the same. */
interface Crossing {
  readonly plain: Uint8Array;
  wire: Buffer;
}

/** Watches one connection for a tap. */
export interface ConnectionTap {
  /** Bytes on the wire: pass this to the client as `onWire`. */
  readonly onWire: (direction: "sent" | "received", bytes: Uint8Array) => void;
  /** A line is about to be sent. */
  saying(line: string): void;
  heard(line: string): void;
}

/** Finds the TLS records in bytes: the start and end of each, with its header. The last may end after the bytes. */
export type FindRecords = (bytes: Uint8Array) => readonly RecordPlace[];

interface RecordPlace {
  readonly start: number;
  readonly end: number;
}

/** Remembers the bytes before and after encryption, for the last message sent and the last one received. */
export class WireTap {
  private readonly findRecords: FindRecords;
  private sent: Crossing | undefined;
  private received: Crossing | undefined;

  constructor(findRecords: FindRecords) {
    this.findRecords = findRecords;
  }

  /** Each connection has its own bytes: while a client changes between plain and TLS there are two connections. */
  connection(): ConnectionTap {
    let leaving: Crossing | undefined;
    let arriving: Buffer = Buffer.alloc(0);
    return {
      onWire: (direction, bytes) => {
        if (direction === "received") arriving = bounded(arriving, bytes);
        else if (leaving !== undefined && !this.isWhole(leaving)) leaving.wire = bounded(leaving.wire, bytes);
      },
      saying: (line) => {
        leaving = { plain: Buffer.from(`${line}\n`), wire: Buffer.alloc(0) };
        this.sent = leaving;
      },
      heard: (line) => {
        const plain = Buffer.from(`${line}\n`);
        if (isTls(arriving)) {
          this.received = { plain, wire: this.lastRecords(arriving, plain.length) };
          arriving = Buffer.alloc(0);
          return;
        }
        // Several lines may come in one piece of TLS: then no new bytes have arrived for the later ones.
        const start = startOf(line, arriving);
        const end = arriving.indexOf("\n", start) + 1;
        this.received = { plain, wire: end === 0 ? (this.received?.wire ?? arriving) : arriving.subarray(start, end) };
        arriving = end === 0 ? Buffer.alloc(0) : arriving.subarray(end);
      },
    };
  }

  /** The last message in each direction, as text and bytes. */
  describe(): readonly string[] {
    return [
      ...(this.sent ? crossingLines(texts.wireSent, this.sent) : [texts.wireNothingSent]),
      ...(this.received ? crossingLines(texts.wireReceived, this.received) : [texts.wireNothingReceived]),
    ];
  }

  /** Whether all bytes of a sent message are on the wire: later bytes belong to something else. */
  private isWhole({ plain, wire }: Crossing): boolean {
    if (wire.length === 0) return false;
    return isTls(wire) ? textIn(this.findRecords(wire)) >= plain.length : wire.length >= plain.length;
  }

  /** The last TLS records that can hold `length` bytes of text, without the handshake and the tickets before them. */
  private lastRecords(wire: Buffer, length: number): Buffer {
    const records = this.findRecords(wire);
    let from = records.length;
    while (from > 0 && textIn(records.slice(from)) < length) from -= 1;
    return wire.subarray(records[from]?.start ?? wire.length);
  }
}

/**
 * The place of a line among unencrypted lines: the client answers some itself and does not show them. 0 with layers.
 */
function startOf(line: string, lines: Buffer): number {
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf("\n", at);
    if (end === -1) break;
    if (lines.toString("utf8", at, end).replace(/\r$/, "") === line) return at;
    at = end + 1;
  }
  return 0;
}

/** Bytes that TLS 1.3 adds to the text: the header, the content type and the tag (RFC 8446, section 5.2). */
const recordOverhead = 22;

/** Whether these bytes are TLS records: no line begins with such a byte (RFC 8446, section 5.1). */
function isTls(wire: Buffer): boolean {
  return wire[0] !== undefined && wire[0] >= 0x14 && wire[0] <= 0x17;
}

/** How many bytes of text these records can hold. */
function textIn(records: readonly RecordPlace[]): number {
  return records.reduce((sum, { start, end }) => sum + end - start - recordOverhead, 0);
}

function bounded(kept: Buffer, bytes: Uint8Array): Buffer {
  return Buffer.concat([kept, bytes.subarray(0, Math.max(0, MAX_WIRE_BYTES - kept.length))]);
}

function crossingLines(title: string, { plain, wire }: Crossing): readonly string[] {
  const crossed = crossedText(plain, wire);
  return [title, `  ${texts.wirePlain(plain.length)}: ${hexShown(plain)}`, `  ${crossed}: ${hexShown(wire)}`];
}

function crossedText(plain: Uint8Array, wire: Buffer): string {
  if (isTls(wire)) return texts.wireRecord(wire.length);
  return wire.equals(plain) ? texts.wireSame(wire.length) : texts.wireLayers(wire.length);
}

function hexShown(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, bytesShown))
    .toString("hex")
    .replace(/(..)(?=.)/g, "$1 ");
  return bytes.length > bytesShown ? `${shown} …` : shown;
}
