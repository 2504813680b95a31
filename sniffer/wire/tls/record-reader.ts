import { contentType, protocolVersion } from "./names.ts";

/** Bytes of a record header: type, version, length. */
export const RECORD_HEADER_LENGTH = 5;
/** The longest fragment: 2^14 bytes of content and 2,048 of expansion (RFC 5246 section 6.2.3; TLS 1.3 allows 256). */
const MAX_FRAGMENT_LENGTH = 16384 + 2048;

/** The header of a record, RFC 8446 section 5.1. */
export interface RecordHeader {
  readonly type: number;
  /** 0x0303 … as the record says. */
  readonly version: number;
  /** Bytes of the fragment. */
  readonly length: number;
}

export interface TlsRecord extends RecordHeader {
  /** Offset of the header in the stream. */
  readonly offset: number;
  /** The packet with its first byte. */
  readonly firstPacket: number;
  /** Captured bytes of the fragment. */
  readonly captured: number;
  /** These bytes, if they were kept. */
  readonly fragment: Uint8Array | undefined;
}

/** Whether the fragment of a record is needed. The bytes of others are counted and skipped. */
export type Wants = (type: number, length: number) => boolean;

/**
 * Splits a stream into records, however the records are cut into segments:
 *
 *     +------+---------+--------+------------------
 *     | type | version | length | fragment …
 *     | 1    | 2       | 2      | length bytes
 *     +------+---------+--------+------------------
 */
export class RecordReader {
  /** After `read`: the place in its bytes where it stopped. */
  position = 0;
  private readonly wants: Wants;
  private readonly header = new Uint8Array(RECORD_HEADER_LENGTH);
  private headerLength = 0;
  /** The stream offset of the present record. */
  offset = 0;
  private firstPacket = 0;
  private left = 0;
  private length = 0;
  private captured = 0;
  private fragment: Uint8Array | undefined;
  private filled = 0;

  constructor(wants: Wants) {
    this.wants = wants;
  }

  /** Bytes of an incomplete record in memory. */
  get pendingBytes(): number {
    return this.fragment === undefined ? 0 : this.length;
  }

  /** Bytes of an incomplete record read so far, header included; 0 between records. */
  get partial(): number {
    return this.headerLength === RECORD_HEADER_LENGTH
      ? RECORD_HEADER_LENGTH + this.length - this.left
      : this.headerLength;
  }

  /**
   * Continues in `bytes` from `at` until a record is complete or the bytes are used up. `position` is then after the
   * last byte used. Returns "not-tls" if no record can begin there. `offset` is the stream offset of `bytes[0]`,
   * `packet` their packet.
   */
  read(bytes: Uint8Array, at: number, offset: number, packet: number): TlsRecord | "more" | "not-tls" {
    if (this.headerLength < RECORD_HEADER_LENGTH) {
      if (this.headerLength === 0) {
        this.offset = offset + at;
        this.firstPacket = packet;
      }
      while (this.headerLength < RECORD_HEADER_LENGTH && at < bytes.length)
        this.header[this.headerLength++] = bytes[at++]!;
      this.position = at;
      if (this.headerLength < RECORD_HEADER_LENGTH) return "more";
      const header = recordHeaderAt(this.header, 0);
      if (header === undefined) return "not-tls";
      this.length = header.length;
      this.left = this.length;
      this.captured = 0;
      this.filled = 0;
    }
    const taken = Math.min(this.left, bytes.length - at);
    this.position = at + taken;
    this.captured += taken;
    if (taken === this.length) {
      return this.complete(this.wants(this.header[0]!, this.length) ? bytes.subarray(at, at + taken) : undefined);
    }
    this.collect(bytes, at, taken);
    this.left -= taken;
    return this.left > 0 ? "more" : this.complete(this.fragment?.subarray(0, this.filled));
  }

  /**
   * `length` bytes are missing here. A record whose header was read continues as damaged, and is returned if it ends in
   * the gap. `isLost`: the next record boundary is unknown, because the gap ends after this record or begins between
   * records.
   */
  gap(length: number): { record: TlsRecord | undefined; isLost: boolean } {
    if (this.headerLength < RECORD_HEADER_LENGTH) {
      this.reset();
      return { record: undefined, isLost: true };
    }
    const isLost = length > this.left;
    this.left = Math.max(0, this.left - length);
    const record = this.left > 0 ? undefined : this.complete(this.fragment?.subarray(0, this.filled));
    return { record, isLost };
  }

  /** The known part of an incomplete record; undefined without a whole header. Forgets it. */
  unfinished(): TlsRecord | undefined {
    if (this.headerLength === RECORD_HEADER_LENGTH) return this.complete(this.fragment?.subarray(0, this.filled));
    this.reset();
    return undefined;
  }

  /** Forgets an incomplete record. */
  reset(): void {
    this.headerLength = 0;
    this.fragment = undefined;
  }

  /** The bytes of an incomplete or invalid header. */
  get headerBytes(): Uint8Array {
    return this.header.slice(0, this.headerLength);
  }

  private collect(bytes: Uint8Array, at: number, taken: number): void {
    if (!this.wants(this.header[0]!, this.length)) return;
    this.fragment ??= new Uint8Array(this.length);
    this.fragment.set(bytes.subarray(at, at + taken), this.filled);
    this.filled += taken;
  }

  private complete(fragment: Uint8Array | undefined): TlsRecord {
    const { header, offset, length, firstPacket, captured } = this;
    this.reset();
    return {
      type: header[0]!,
      version: (header[1]! << 8) | header[2]!,
      length,
      offset,
      firstPacket,
      captured,
      fragment,
    };
  }
}

/** The header at `at`; undefined if no record can begin there, or if fewer than five bytes are left. */
export function recordHeaderAt(bytes: Uint8Array, at: number): RecordHeader | undefined {
  if (at + RECORD_HEADER_LENGTH > bytes.length || bytes[at + 1] !== 3 || bytes[at + 2]! > 4) return undefined;
  const length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
  if (length > MAX_FRAGMENT_LENGTH) return undefined;
  return { type: bytes[at]!, version: (bytes[at + 1]! << 8) | bytes[at + 2]!, length };
}

/**
 * The places of records that follow one another from `at`, at most `most`. All have types in use; the last one may end
 * after the bytes.
 */
export function recordsFrom(bytes: Uint8Array, at: number, most = Number.POSITIVE_INFINITY): readonly RecordPlace[] {
  const records: RecordPlace[] = [];
  while (at < bytes.length && records.length < most) {
    const header = recordHeaderAt(bytes, at);
    if (header === undefined || !isTypeInUse(header.type)) break;
    const end = at + RECORD_HEADER_LENGTH + header.length;
    records.push({ start: at, end });
    at = end;
  }
  return records;
}

interface RecordPlace {
  readonly start: number;
  readonly end: number;
}

/** Whether TLS on TCP uses records of this type. */
export function isTypeInUse(type: number): boolean {
  return type >= contentType.change_cipher_spec && type <= contentType.heartbeat;
}

/** A header in hexadecimal, as on the wire: "1703030045". In the form of SSL 2.0 it has two bytes: "802b". */
export function headerHex({ type, version, length }: RecordHeader): string {
  if (version === protocolVersion["SSL 2.0"]) return hexText(0x8000 | length, 2);
  const start = (type << 16) | version;
  let prefix = prefixes.get(start);
  if (prefix === undefined) {
    prefix = hexText(start, 3);
    prefixes.set(start, prefix);
  }
  lengths[length] ??= hexText(length, 2);
  return prefix + lengths[length];
}

/** Each is made once: a capture has millions of records but few different headers. */
const prefixes = new Map<number, string>();
const lengths: string[] = [];

function hexText(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, "0");
}
