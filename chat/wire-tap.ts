import { texts } from "./texts.ts";

/** Most bytes kept of what crossed the wire for one message. */
const MAX_WIRE_BYTES = 8 * 1024;
/** Bytes shown of each. */
const bytesShown = 64;

/** One message as it was and as it crossed the wire. In the clear both are the same. */
interface Crossing {
  readonly plain: Uint8Array;
  readonly wire: Uint8Array;
}

/** Remembers, for the last message sent and the last received, the bytes before and after encryption. */
export class WireTap {
  private sent: { plain: Uint8Array; wire: Uint8Array[] } | undefined;
  private received: Crossing | undefined;
  private arriving: Uint8Array[] = [];

  /** Bytes that crossed the wire: pass as `onWire` to the client. */
  readonly onWire = (direction: "sent" | "received", bytes: Uint8Array): void => {
    if (direction === "sent") keep(this.sent?.wire, bytes);
    else keep(this.arriving, bytes);
  };

  /** A line is about to be sent. */
  saying(line: string): void {
    this.sent = { plain: Buffer.from(`${line}\n`), wire: [] };
  }

  /** A line has arrived; what crossed the wire since the last one brought it. */
  heard(line: string): void {
    // Several lines may come in one piece: the last one belongs to the same bytes.
    const plain = Buffer.from(`${line}\n`);
    const wire =
      this.arriving.length > 0 ? lastRecords(Buffer.concat(this.arriving), plain.length) : this.received?.wire;
    this.received = { plain, wire: wire ?? new Uint8Array() };
    this.arriving = [];
  }

  /** The last message in each direction, in words and bytes. */
  describe(): readonly string[] {
    const sent = this.sent && { plain: this.sent.plain, wire: Buffer.concat(this.sent.wire) };
    return [
      ...(sent ? crossingLines(texts.wireSent, sent) : [texts.wireNothingSent]),
      ...(this.received ? crossingLines(texts.wireReceived, this.received) : [texts.wireNothingReceived]),
    ];
  }
}

/** Bytes of a TLS record's header, and what encryption adds to the text in TLS 1.3 (content type and tag; RFC 8446, section 5.2). */
const recordHeader = 5;
const recordOverhead = 17;

/** The last TLS records that can hold `length` bytes of text: without the handshake and the tickets before them. In the clear, all. */
function lastRecords(wire: Buffer, length: number): Buffer {
  if (wire[0] === undefined || wire[0] < 0x14 || wire[0] > 0x17) return wire;
  const starts: number[] = [];
  for (let at = 0; at + recordHeader <= wire.length; at += recordHeader + wire.readUInt16BE(at + 3)) starts.push(at);
  let from = wire.length;
  let held = 0;
  for (const start of starts.reverse()) {
    if (held >= length) break;
    held += from - start - recordHeader - recordOverhead;
    from = start;
  }
  return wire.subarray(from);
}

function keep(list: Uint8Array[] | undefined, bytes: Uint8Array): void {
  if (list === undefined) return;
  const kept = list.reduce((sum, piece) => sum + piece.length, 0);
  if (kept < MAX_WIRE_BYTES) list.push(Buffer.from(bytes.subarray(0, MAX_WIRE_BYTES - kept)));
}

function crossingLines(title: string, { plain, wire }: Crossing): readonly string[] {
  return [
    title,
    `  ${texts.wirePlain(plain.length)}: ${hexShown(plain)}`,
    `  ${wire[0] === 0x17 ? texts.wireRecord(wire.length) : texts.wireSame(wire.length)}: ${hexShown(wire)}`,
  ];
}

function hexShown(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, bytesShown))
    .toString("hex")
    .replace(/(..)(?=.)/g, "$1 ");
  return bytes.length > bytesShown ? `${shown} …` : shown;
}
