import { type End, otherEnd } from "../wire/stream/end.ts";
import { Findings } from "../wire/stream/findings.ts";
import { joined } from "../wire/stream/joined.ts";
import { ssl2HelloLength } from "../wire/tls/messages/ssl2-hello.ts";
import type { Openers } from "../wire/tls/open/opener.ts";
import { findRecordBoundary, recogniseTls } from "../wire/tls/recognise.ts";
import { RECORD_HEADER_LENGTH } from "../wire/tls/record-reader.ts";
import type { TlsPart } from "../wire/tls/tls-part.ts";
import { TlsConnection } from "../wire/tls/tls-stream.ts";
import { type TextPart, TextReader } from "./text-reader.ts";

/** What a connection carries, piece by piece. */
export type ContentPart = TextPart | TlsPart | OpenedPart;

/** Something from inside opened records. Its offsets count the opened bytes of its direction. */
export interface OpenedPart {
  readonly kind: "opened";
  readonly part: Exclude<ContentPart, OpenedPart>;
  /** How many TLS connections are around it: 1, or more for TLS inside TLS. */
  readonly depth: number;
}

/** How many levels of TLS inside TLS are opened. */
const MAX_DEPTH = 4;

/** Most bytes that wait until it is known whether they begin a TLS record. */
const MAX_UNDECIDED = RECORD_HEADER_LENGTH + 4;

/**
 * A line of this length may fill its segment and end in the next one. So it continues although the other direction has
 * sent something. 536 is the smallest segment size that every host accepts (RFC 9293 section 3.7.1).
 */
const LONG_LINE = 536;

const LF = 0x0a;
const nothing = new Uint8Array(0);

/** What the two directions of a connection share: each uses it to recognise its contents. */
export interface SharedContent {
  /** The TLS session, as soon as one direction is TLS. */
  tls: TlsConnection | undefined;
  /** Whether the capture lacks the beginning of the connection. */
  readonly isMidstream: boolean;
  readonly keepBytes: boolean;
  /** Opens TLS; set if keys were given. */
  readonly openers: Openers | undefined;
  /** The contents of the opened records; set from the first of them on. */
  inside: SharedContent | undefined;
  /** The direction whose unfinished line is over, because the other one has sent something. */
  overtaken: End | undefined;
  /** The last unencrypted byte, of either direction. */
  lastByte: number | undefined;
  /** How many TLS connections are around this content. */
  readonly depth: number;
}

/**
 * One direction of a connection. Its contents decide what it is, never the port: text or binary, until a TLS record
 * begins. A connection may begin unencrypted (STARTTLS, a proxy's CONNECT). So TLS is looked for at each start of a
 * segment and after each line end.
 */
export class StreamContent {
  private readonly end: End;
  private readonly shared: SharedContent;
  private readonly text = new TextReader();
  private isTls = false;
  /** The contents of opened records. */
  private inside: StreamContent | undefined;
  private undecided: Uint8Array = nothing;
  private undecidedPacket = 0;
  private offset = 0;
  private readonly out = new Findings<ContentPart>();

  constructor(end: End, shared: SharedContent) {
    this.end = end;
    this.shared = shared;
  }

  /** Bytes of incomplete records, messages and lines. */
  get pendingBytes(): number {
    const tls = this.isTls ? this.shared.tls!.streams[this.end].pendingBytes : 0;
    return this.text.pendingBytes + this.undecided.length + tls + (this.inside?.pendingBytes ?? 0);
  }

  /** Whether a line waits for its end. */
  get isWaiting(): boolean {
    return this.text.pendingBytes > 0 || this.undecided.length > 0 || (this.inside?.isWaiting ?? false);
  }

  /** The next bytes in order. */
  push(bytes: Uint8Array, packet: number): readonly ContentPart[] {
    const early = this.undecided.length;
    if (early > 0) {
      bytes = joined(this.undecided, bytes);
      this.offset -= early;
      this.undecided = nothing;
    }
    const { offset } = this;
    this.offset += bytes.length;
    if (this.isTls) this.pushTls(bytes, 0, offset, packet);
    else this.pushClear(bytes, early, offset, packet);
    return this.out.take();
  }

  /** `length` bytes are missing here. */
  gap(length: number): readonly ContentPart[] {
    this.flushText();
    if (this.isTls) this.addTls(this.shared.tls!.streams[this.end].gap(length), 0);
    this.addOpened(this.inside?.gap(length));
    this.offset += length;
    return this.out.take();
  }

  /** Returns the unfinished line. */
  flush(): readonly ContentPart[] {
    this.flushText();
    return this.out.take();
  }

  /**
   * Returns the unfinished line if the other direction has sent something after it: many programs send no line ends.
   * Call it after each push of the other direction.
   */
  takeOvertaken(): readonly ContentPart[] {
    if (this.shared.overtaken === this.end) {
      this.shared.overtaken = undefined;
      if (this.text.pendingBytes < LONG_LINE) this.out.addAll(this.text.flush());
    }
    this.addOpened(this.inside?.takeOvertaken());
    return this.out.take();
  }

  /** The connection was reset: no new bytes come. */
  reset(): readonly ContentPart[] {
    this.flushText();
    if (this.isTls) this.out.addAll(this.shared.tls!.streams[this.end].reset());
    return this.out.take();
  }

  /** The stream is over. `isClosed`: its sender closed it. */
  finish(isClosed: boolean): readonly ContentPart[] {
    this.flushText();
    if (this.isTls) this.addTls(this.shared.tls!.streams[this.end].finish(isClosed), 0);
    this.addOpened(this.inside?.finish(isClosed));
    return this.out.take();
  }

  private flushText(): void {
    if (this.undecided.length > 0) {
      this.pushText(this.undecided, this.offset - this.undecided.length, this.undecidedPacket);
      this.undecided = nothing;
    }
    this.out.addAll(this.text.flush());
    this.addOpened(this.inside?.flush());
  }

  /** The first `early` bytes came in earlier segments, and waited. */
  private pushClear(bytes: Uint8Array, early: number, offset: number, packet: number): void {
    if (offset === 0 && ssl2HelloLength(bytes, 0) !== undefined) {
      this.startTls();
      this.pushTls(bytes, 0, offset, packet);
      return;
    }
    let from = 0;
    const { tls, isMidstream } = this.shared;
    // A TLS record begins with a byte that text does not use, so few places need a closer look.
    for (let at = 0; at < bytes.length; at = afterNextLineEnd(bytes, at)) {
      if (bytes[at]! < 20 || bytes[at]! > 24) continue;
      const recognition = recogniseTls(bytes, at, tls !== undefined, isMidstream && offset + at === 0);
      if (recognition === "no") continue;
      if (at > from) this.pushText(bytes.subarray(from, at), offset + from, packet);
      from = at;
      if (recognition === "more") {
        if (bytes.length - at > MAX_UNDECIDED) continue;
        this.undecided = bytes.slice(at);
        if (at >= early) this.undecidedPacket = packet;
        return;
      }
      this.out.addAll(this.text.flush());
      const stream = this.startTls();
      if (recognition === "likely") stream.beginGuessed();
      if (at < early) {
        this.pushTls(bytes.subarray(0, early), at, offset, this.undecidedPacket);
        at = early;
      }
      if (this.isTls) this.pushTls(bytes, at, offset, packet);
      else this.pushText(bytes.subarray(at), offset + at, packet);
      return;
    }
    const rest = from === 0 ? bytes : bytes.subarray(from);
    const boundary = tls !== undefined || isMidstream ? findRecordBoundary(rest) : undefined;
    if (boundary === undefined) this.pushText(rest, offset + from, packet);
    else this.joinTls(bytes, from, from + boundary, offset, packet);
  }

  /** The capture began inside a record: the bytes before the first proved record are reported as if outside TLS. */
  private joinTls(bytes: Uint8Array, from: number, at: number, offset: number, packet: number): void {
    this.pushText(bytes.subarray(from, at), offset + from, packet);
    this.out.addAll(this.text.flush());
    this.startTls();
    this.pushTls(bytes, at, offset, packet);
  }

  private startTls(): TlsConnection["streams"][End] {
    const { shared } = this;
    this.isTls = true;
    shared.tls ??= new TlsConnection(shared.isMidstream, shared.keepBytes, shared.openers?.forConnection());
    return shared.tls.streams[this.end];
  }

  private pushText(bytes: Uint8Array, offset: number, packet: number): void {
    const { shared } = this;
    // Telnet: each key is a segment, and so is its echo. They do not end a line of the other direction.
    const isKey = bytes.length <= 2 && this.text.pendingBytes > 0;
    const isEcho = bytes.length === 1 && bytes[0] === shared.lastByte;
    if (!isKey && !isEcho) shared.overtaken = otherEnd(this.end);
    shared.lastByte = bytes[bytes.length - 1];
    this.out.addAll(this.text.push(bytes, offset, packet));
  }

  private pushTls(bytes: Uint8Array, at: number, offset: number, packet: number): void {
    this.addTls(this.shared.tls!.streams[this.end].push(bytes, at, offset, packet), packet);
  }

  private addTls(parts: readonly TlsPart[], packet: number): void {
    for (const part of parts) {
      if (part.kind === "application") this.addOpened(this.contentInside()?.push(part.data, packet));
      else if (part.kind === "application-gap") this.addOpened(this.inside?.gap(part.length));
      else if (part.kind !== "rest") this.out.add(part);
      else {
        // The bytes after the last record are shown, whatever they are. TLS may begin again.
        this.isTls = false;
        this.pushText(part.bytes, part.offset, packet);
      }
    }
  }

  private contentInside(): StreamContent | undefined {
    const { shared } = this;
    if (shared.depth === MAX_DEPTH) return undefined;
    const { keepBytes, openers, depth } = shared;
    shared.inside ??= newSharedContent({ isMidstream: false, keepBytes, openers, depth: depth + 1 });
    this.inside ??= new StreamContent(this.end, shared.inside);
    return this.inside;
  }

  private addOpened(parts: readonly ContentPart[] = []): void {
    for (const part of parts)
      this.out.add(part.kind === "opened" ? part : { kind: "opened", part, depth: this.shared.depth + 1 });
  }
}

/** The state before the first byte. */
export function newSharedContent({
  isMidstream,
  keepBytes,
  openers,
  depth,
}: Pick<SharedContent, "isMidstream" | "keepBytes" | "openers" | "depth">): SharedContent {
  const nothingYet = { tls: undefined, inside: undefined, overtaken: undefined, lastByte: undefined };
  return { isMidstream, keepBytes, openers, depth, ...nothingYet };
}

function afterNextLineEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
}
