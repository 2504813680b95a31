import type { Side } from "../wire/stream/side.ts";
import { ssl2HelloLength } from "../wire/tls/messages/ssl2-hello.ts";
import { findRecordBoundary, recogniseTls } from "../wire/tls/recognise.ts";
import { RECORD_HEADER_LENGTH } from "../wire/tls/record-reader.ts";
import type { TlsConnection } from "../wire/tls/tls-stream.ts";
import { type TextListener, TextReader } from "./text-reader.ts";

/** What the two directions of a connection know of each other, to recognise what they carry. */
export interface ContentContext {
  /** The TLS connection, made when the first direction turns out to be TLS. */
  tls: TlsConnection | undefined;
  /** Whether the beginning of the connection was not seen. */
  readonly isJoined: boolean;
  startTls(side: Side): TlsConnection;
}

/** Most bytes held back while it is open whether they begin a TLS record. */
const MAX_HELD_BACK = RECORD_HEADER_LENGTH + 4;

const LF = 0x0a;
const nothing = new Uint8Array(0);

/**
 * One direction of a connection, recognised by content and never by port: text or binary, until a TLS record begins. TLS is looked
 * for where a segment begins and after each line end, for a connection may begin in the clear (STARTTLS, a proxy's CONNECT).
 */
export class StreamContent {
  private readonly side: Side;
  private readonly context: ContentContext;
  private readonly text: TextReader;
  private isTls = false;
  private heldBack: Uint8Array = nothing;
  private heldBackPacket = 0;
  private offset = 0;

  constructor(side: Side, context: ContentContext, listener: TextListener) {
    this.side = side;
    this.context = context;
    this.text = new TextReader(listener);
  }

  /** Bytes held for what is not complete. */
  get held(): number {
    const tls = this.isTls ? this.context.tls!.streams[this.side].held : 0;
    return this.text.held + this.heldBack.length + tls;
  }

  /** The next bytes in order. */
  push(bytes: Uint8Array, packet: number): void {
    const held = this.heldBack.length;
    if (held > 0) {
      const whole = new Uint8Array(held + bytes.length);
      whole.set(this.heldBack);
      whole.set(bytes, held);
      this.offset -= held;
      bytes = whole;
      this.heldBack = nothing;
    }
    const { offset } = this;
    this.offset += bytes.length;
    if (this.isTls) this.pushTls(bytes, 0, offset, packet);
    else this.pushClear(bytes, held, offset, packet);
  }

  /** `length` bytes are missing here. */
  gap(length: number): void {
    this.flush();
    if (this.isTls) this.context.tls!.streams[this.side].gap(length);
    this.offset += length;
  }

  /** Reports a line under way that nobody has ended. */
  flush(): void {
    if (this.heldBack.length > 0) {
      this.text.push(this.heldBack, this.offset - this.heldBack.length, this.heldBackPacket);
      this.heldBack = nothing;
    }
    this.text.flush();
  }

  /** Whether a line has been waiting for its end for more than `most` seconds. */
  isPaused(waited: number, most: number): boolean {
    return waited > most && (this.text.held > 0 || this.heldBack.length > 0);
  }

  /** The stream is over; `isClosed`: its sender closed it. */
  end(isClosed: boolean): void {
    this.flush();
    if (this.isTls) this.context.tls!.streams[this.side].end(isClosed);
  }

  /** The first `held` bytes came earlier and were held back. */
  private pushClear(bytes: Uint8Array, held: number, offset: number, packet: number): void {
    if (offset === 0 && ssl2HelloLength(bytes, 0) !== undefined) {
      this.isTls = true;
      this.context.startTls(this.side);
      this.pushTls(bytes, 0, offset, packet);
      return;
    }
    let from = 0;
    // A TLS record begins with a byte that text has no use for: few places are worth a closer look.
    for (let at = 0; at < bytes.length; at = afterNextLineEnd(bytes, at)) {
      if (bytes[at]! < 20 || bytes[at]! > 24) continue;
      const recognition = recogniseTls(
        bytes,
        at,
        this.context.tls !== undefined,
        this.context.isJoined && offset + at === 0,
      );
      if (recognition === "no") continue;
      if (at > from) this.text.push(bytes.subarray(from, at), offset + from, packet);
      from = at;
      if (recognition === "more") {
        if (bytes.length - at > MAX_HELD_BACK) continue;
        this.heldBack = bytes.slice(at);
        if (at >= held) this.heldBackPacket = packet;
        return;
      }
      this.text.flush();
      this.isTls = true;
      const tls = this.context.startTls(this.side);
      if (recognition === "likely") tls.streams[this.side].beginGuessed();
      if (at < held) {
        this.pushTls(bytes.subarray(0, held), at, offset, this.heldBackPacket);
        at = held;
      }
      this.pushTls(bytes, at, offset, packet);
      return;
    }
    const rest = from === 0 ? bytes : bytes.subarray(from);
    const boundary = this.context.tls !== undefined || this.context.isJoined ? findRecordBoundary(rest) : undefined;
    if (boundary === undefined) this.text.push(rest, offset + from, packet);
    else this.joinTls(bytes, from, from + boundary, offset, packet);
  }

  /** The capture began inside a record: what lies before the first one that proves itself is no more than bytes. */
  private joinTls(bytes: Uint8Array, from: number, at: number, offset: number, packet: number): void {
    this.text.push(bytes.subarray(from, at), offset + from, packet);
    this.text.flush();
    this.isTls = true;
    this.context.startTls(this.side);
    this.pushTls(bytes, at, offset, packet);
  }

  private pushTls(bytes: Uint8Array, at: number, offset: number, packet: number): void {
    const rest = this.context.tls!.streams[this.side].push(bytes, at, offset, packet);
    if (rest === undefined) return;
    // No record after the last one: whatever it is, it is shown, and TLS may begin again.
    this.isTls = false;
    this.text.push(rest, offset + bytes.length - rest.length, packet);
  }
}

function afterNextLineEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
}
