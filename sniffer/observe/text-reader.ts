import { Findings } from "../wire/stream/findings.ts";
import { joined } from "../wire/stream/joined.ts";
import { classify, couldBecomeText, type TextEncoding } from "./classify.ts";
import { afterNegotiation } from "./telnet.ts";
import { classifyWide, isOtherThan, type WideEncoding, wideEncoding, wideLineEnd } from "./wide-text.ts";

/** A line of text, or a run of binary bytes, in one direction. */
export type TextPart = TextLine | BinaryRun;

interface Run {
  readonly offset: number;
  readonly firstPacket: number;
  /** The packet with its last byte. */
  readonly packet: number;
  readonly bytes: Uint8Array;
}

export interface TextLine extends Run {
  readonly kind: "text";
  /** Undefined for UTF-8. */
  readonly encoding: TextEncoding | undefined;
  /** Whether its line end is missing. */
  readonly isUnfinished: boolean;
}

export interface BinaryRun extends Run {
  readonly kind: "binary";
}

/** The longest line that is reported in one piece, with its line end: twice the longest line of the chat's protocol. */
export const MAX_LINE_BYTES = 8192;

const LF = 0x0a;
const CR = 0x0d;
const nothing = new Uint8Array(0);

/**
 * Splits unencrypted bytes into lines of text, kept across segments, and runs of binary bytes. It reports a line when
 * its line end arrives; `flush` reports a line without one.
 */
export class TextReader {
  /** The unfinished line. */
  private pending: Uint8Array = nothing;
  private pendingOffset = 0;
  private pendingPacket = 0;
  private lastPacket = 0;
  /** The encoding of 16-bit text, once recognised. */
  private wide: WideEncoding | undefined;
  private readonly out = new Findings<TextPart>();

  /** Bytes of a line without an end. */
  get pendingBytes(): number {
    return this.pending.length;
  }

  /** The next bytes, from stream offset `offset`. */
  push(bytes: Uint8Array, offset: number, packet: number): readonly TextPart[] {
    if (this.pending.length === 0) this.wide = wideEncoding(bytes, offset === 0);
    else if (this.wide !== undefined && isOtherThan(this.wide, bytes, this.pending.length & 1)) {
      this.flushPending();
      this.wide = wideEncoding(bytes, false);
    }
    const negotiated = this.pending.length === 0 && this.wide === undefined ? afterNegotiation(bytes) : 0;
    if (negotiated > 0) {
      this.binary(bytes.subarray(0, negotiated), offset, packet, packet);
      bytes = bytes.subarray(negotiated);
      offset += negotiated;
    }
    let start = 0;
    let binaryFrom = -1;
    for (let end = this.lineEnd(bytes, 0); end > 0; end = this.lineEnd(bytes, start)) {
      const isContinued = this.pending.length > 0;
      const line = isContinued ? joined(this.pending, bytes.subarray(start, end)) : bytes.subarray(start, end);
      const encoding = this.encodingOf(line);
      if (encoding === "binary" && !isContinued) {
        // Binary bytes contain line ends by chance: adjacent pieces of one segment are one run.
        if (binaryFrom < 0) binaryFrom = start;
      } else {
        if (binaryFrom >= 0) this.binary(bytes.subarray(binaryFrom, start), offset + binaryFrom, packet, packet);
        binaryFrom = -1;
        const lineOffset = isContinued ? this.pendingOffset : offset + start;
        const firstPacket = isContinued ? this.pendingPacket : packet;
        if (encoding === "binary" || line.length <= MAX_LINE_BYTES)
          this.report(line, lineOffset, firstPacket, packet, encoding, false);
        else this.reportInPieces(line, lineOffset, firstPacket, packet);
      }
      this.pending = nothing;
      start = end;
    }
    const rest = bytes.subarray(start);
    if (binaryFrom >= 0 && (rest.length === 0 || !couldBecomeText(rest))) {
      this.binary(bytes.subarray(binaryFrom), offset + binaryFrom, packet, packet);
      return this.out.take();
    }
    if (binaryFrom >= 0) this.binary(bytes.subarray(binaryFrom, start), offset + binaryFrom, packet, packet);
    this.keep(rest, offset + start, packet);
    return this.out.take();
  }

  /** Returns the unfinished line: a pause, a gap or the end of the stream came. */
  flush(): readonly TextPart[] {
    this.flushPending();
    return this.out.take();
  }

  private flushPending(): void {
    if (this.pending.length === 0) return;
    const line = this.pending;
    this.pending = nothing;
    this.report(line, this.pendingOffset, this.pendingPacket, this.lastPacket, this.encodingOf(line), true);
  }

  private keep(rest: Uint8Array, offset: number, packet: number): void {
    if (rest.length === 0) return;
    if (this.pending.length === 0) {
      this.pendingOffset = offset;
      this.pendingPacket = packet;
      this.pending = new Uint8Array(rest);
    } else {
      if (this.wide === undefined && !couldBecomeText(rest) && !couldBecomeText(joined(this.pending, rest))) {
        this.flushPending();
        this.binary(rest, offset, packet, packet);
        return;
      }
      this.pending = joined(this.pending, rest);
    }
    this.lastPacket = packet;
    if (this.wide === undefined && !couldBecomeText(this.pending)) {
      this.flushPending();
      return;
    }
    while (this.pending.length > MAX_LINE_BYTES) {
      const { pending, pendingOffset } = this;
      const cut = this.cutOf(pending);
      this.reportPiece(pending.subarray(0, cut), pendingOffset, this.pendingPacket, packet);
      this.pending = pending.slice(cut);
      this.pendingOffset += cut;
      this.pendingPacket = packet;
    }
  }

  /** A line with its end that is too long. Its pieces are the same as if it had come bit by bit. */
  private reportInPieces(line: Uint8Array, offset: number, firstPacket: number, packet: number): void {
    let rest = line;
    while (rest.length > MAX_LINE_BYTES) {
      const cut = this.cutOf(rest);
      const at = line.length - rest.length;
      this.reportPiece(rest.subarray(0, cut), offset + at, at === 0 ? firstPacket : packet, packet);
      rest = rest.subarray(cut);
    }
    this.report(rest, offset + line.length - rest.length, packet, packet, this.encodingOf(rest), false);
  }

  private reportPiece(piece: Uint8Array, offset: number, firstPacket: number, packet: number): void {
    this.report(piece, offset, firstPacket, packet, this.encodingOf(piece), true);
  }

  private encodingOf(line: Uint8Array): TextEncoding | "binary" | undefined {
    return this.wide === undefined ? classify(line) : classifyWide(line, this.wide);
  }

  /** The end of the first piece of a line that is too long: between characters. */
  private cutOf(line: Uint8Array): number {
    let cut = MAX_LINE_BYTES;
    if (this.wide === undefined) while (cut > MAX_LINE_BYTES - 4 && (line[cut]! & 0xc0) === 0x80) cut -= 1;
    return cut;
  }

  private report(
    line: Uint8Array,
    offset: number,
    firstPacket: number,
    packet: number,
    encoding: TextEncoding | "binary" | undefined,
    isUnfinished: boolean,
  ): void {
    if (encoding === "binary") {
      this.binary(line, offset, firstPacket, packet);
      return;
    }
    this.out.add({ kind: "text", offset, firstPacket, packet, bytes: line, encoding, isUnfinished });
  }

  private binary(bytes: Uint8Array, offset: number, firstPacket: number, packet: number): void {
    this.out.add({ kind: "binary", offset, firstPacket, packet, bytes });
  }

  /** The position after the next line end at or after `from`; 0 if there is none. */
  private lineEnd(bytes: Uint8Array, from: number): number {
    return this.wide === undefined ? bytes.indexOf(LF, from) + 1 : wideLineEnd(bytes, this.wide, from);
  }
}

/** The text of a line, without its line end. */
export function textOf({ bytes, encoding, isUnfinished }: TextLine): string {
  const text = decode(bytes, encoding);
  return isUnfinished ? text : withoutLineEnd(text);
}

const latin1Decoder = new TextDecoder("iso-8859-1");
const wideDecoders = { "UTF-16LE": new TextDecoder("utf-16le"), "UTF-16BE": new TextDecoder("utf-16be") };

function decode(line: Uint8Array, encoding: TextEncoding | undefined): string {
  if (encoding === undefined) return utf8(line);
  return (encoding === "ISO-8859-1" ? latin1Decoder : wideDecoders[encoding]).decode(line);
}

/** For lines of this length, Buffer is several times faster than a TextDecoder. Both write U+FFFD for invalid UTF-8. */
function utf8(line: Uint8Array): string {
  const buffer = Buffer.isBuffer(line) ? line : Buffer.from(line.buffer, line.byteOffset, line.length);
  return buffer.toString("utf8");
}

function withoutLineEnd(text: string): string {
  if (text.charCodeAt(text.length - 1) !== LF) return text;
  return text.slice(0, text.charCodeAt(text.length - 2) === CR ? -2 : -1);
}
