import { DamagedCapture, damaged, type EmptyFrames, frameBound } from "./capture-format.ts";
import type { CaptureItem, Timestamp } from "./frame.ts";
import { blockType, optionCode, tlsKeyLog } from "./pcapng-numbers.ts";
import { defaultResolution, isPossible, resolutionName, type TimestampReader, timestampReader } from "./pcapng-time.ts";
import { texts } from "./texts.ts";

/** The most interfaces of one section: enough for any machine, and a bound for a file full of them. */
const MAX_INTERFACES = 4096;

/** Most options read of one block, and most comments kept of it: real blocks have a few, but millions fit into one. */
const MAX_OPTIONS = 1024;
const MAX_COMMENTS = 32;

const bodyStart = 8;
const trailerLength = 4;
const unknownTime: Timestamp = { seconds: 0, nanoseconds: 0 };
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  readonly time: TimestampReader;
}

/** One section of a pcapng file: its byte order, its interfaces, and its blocks. Throws `DamagedCapture`. */
export class PcapngSection {
  readonly isLittleEndian: boolean;
  private readonly interfaces: Interface[] = [];
  private readonly emptyFrames: EmptyFrames;
  /** Problems that were reported: each once for a section, because a file may be full of them. */
  private readonly reported = new Set<string>();

  constructor(isLittleEndian: boolean, emptyFrames: EmptyFrames) {
    this.isLittleEndian = isLittleEndian;
    this.emptyFrames = emptyFrames;
  }

  /** Reads the section header block between these offsets: its version and comments. */
  readHeader(view: DataView, start: number, end: number, items: CaptureItem[]): void {
    const options = start + bodyStart + 16;
    need(options <= end - trailerLength, "section header");
    const major = view.getUint16(start + bodyStart + 4, this.isLittleEndian);
    const minor = view.getUint16(start + bodyStart + 6, this.isLittleEndian);
    // Some programs wrote 1.2 by mistake; it is the same as 1.0.
    if (major !== 1 || (minor !== 0 && minor !== 2)) throw new DamagedCapture(texts.pcapngVersion(major, minor));
    this.readComments(view, options, end - trailerLength, items);
  }

  /** Reads any other block and adds its items. `packets` is the number of packets before it; returns the new number. */
  readBlock(view: DataView, start: number, end: number, packets: number, items: CaptureItem[]): number {
    const body = start + bodyStart;
    const bodyEnd = end - trailerLength;
    switch (view.getUint32(start, this.isLittleEndian)) {
      case blockType.enhancedPacket: {
        need(bodyEnd - body >= 20, "enhanced packet");
        const id = view.getUint32(body, this.isLittleEndian);
        return this.readPacket(view, id, body, bodyEnd, packets + 1, items);
      }
      case blockType.packet: {
        // The obsolete form: a shorter interface number, and a count of dropped frames that few writers set.
        need(bodyEnd - body >= 20, "packet");
        const id = view.getUint16(body, this.isLittleEndian);
        return this.readPacket(view, id, body, bodyEnd, packets + 1, items);
      }
      case blockType.simplePacket:
        return this.readSimplePacket(view, body, bodyEnd, packets + 1, items);
      case blockType.interfaceDescription:
        this.readInterface(view, body, bodyEnd, items);
        return packets;
      case blockType.decryptionSecrets:
        this.readSecrets(view, body, bodyEnd, items);
        return packets;
      default:
        return packets; // Names, statistics, custom blocks and unknown ones.
    }
  }

  /** Draft-ietf-opsawg-pcapng section 4.3, and appendix A, with the same layout after the interface number. */
  private readPacket(
    view: DataView,
    id: number,
    body: number,
    bodyEnd: number,
    number: number,
    items: CaptureItem[],
  ): number {
    const little = this.isLittleEndian;
    const source = this.interfaces[id];
    if (source === undefined) throw new DamagedCapture(texts.noSuchInterface(number, id));
    const captured = view.getUint32(body + 12, little);
    const data = body + 20;
    if (captured > bodyEnd - data) throw new DamagedCapture(texts.frameBeyondBlock(number, captured, bodyEnd - data));
    const bound = frameBound(source.snapLength);
    if (captured > bound) throw new DamagedCapture(texts.frameTooLong(number, captured, bound));
    const originalLength = view.getUint32(body + 16, little);
    this.emptyFrames.count(originalLength, number);
    const time = this.timeOf(view, source, body + 4, number, items);
    const bytes = bytesOf(view, data, captured);
    items.push({ kind: "frame", number, time, linkType: source.linkType, bytes, originalLength });
    const options = data + padded(captured);
    if (options < bodyEnd) this.readComments(view, options, bodyEnd, items, number);
    return number;
  }

  /** An impossible time is reported once for a section, and shown as no time. */
  private timeOf(view: DataView, source: Interface, at: number, number: number, items: CaptureItem[]): Timestamp {
    const time = source.time(view.getUint32(at, this.isLittleEndian), view.getUint32(at + 4, this.isLittleEndian));
    if (isPossible(time)) return time;
    this.report("times", texts.impossibleTime(number), items);
    return unknownTime;
  }

  /** Section 4.4: no time; the first interface's snap length limits the length. */
  private readSimplePacket(
    view: DataView,
    body: number,
    bodyEnd: number,
    number: number,
    items: CaptureItem[],
  ): number {
    need(bodyEnd - body >= 4, "simple packet");
    const source = this.interfaces[0];
    if (source === undefined) throw new DamagedCapture(texts.noSuchInterface(number, 0));
    const originalLength = view.getUint32(body, this.isLittleEndian);
    const captured = source.snapLength === 0 ? originalLength : Math.min(originalLength, source.snapLength);
    const room = bodyEnd - body - 4;
    if (captured > room) throw new DamagedCapture(texts.frameBeyondBlock(number, captured, room));
    const bound = frameBound(source.snapLength);
    if (captured > bound) throw new DamagedCapture(texts.frameTooLong(number, captured, bound));
    this.emptyFrames.count(originalLength, number);
    const { linkType } = source;
    const bytes = bytesOf(view, body + 4, captured);
    items.push({ kind: "frame", number, time: unknownTime, linkType, bytes, originalLength });
    return number;
  }

  /** Section 4.2. */
  private readInterface(view: DataView, body: number, bodyEnd: number, items: CaptureItem[]): void {
    need(bodyEnd - body >= 8, "interface description");
    if (this.interfaces.length >= MAX_INTERFACES) throw new DamagedCapture(texts.tooManyInterfaces(MAX_INTERFACES));
    const linkType = view.getUint16(body, this.isLittleEndian);
    const snapLength = view.getUint32(body + 4, this.isLittleEndian);
    let resolution: number = defaultResolution;
    let offset = 0n;
    let name: string | undefined;
    this.readOptions(view, body + 8, bodyEnd, items, (code, at, length) => {
      if (code === optionCode.interfaceName) name = textOf(view, at, length);
      if (code === optionCode.timestampResolution && length === 1) resolution = view.getUint8(at);
      if (code === optionCode.timestampOffset && length === 8) offset = view.getBigInt64(at, this.isLittleEndian);
    });
    this.interfaces.push({ linkType, snapLength, time: timestampReader(resolution, offset) });
    const precision = resolutionName(resolution);
    const described = { kind: "interface", format: "pcapng", linkType, precision, snapLength } as const;
    items.push(name === undefined ? described : { ...described, name });
    this.readComments(view, body + 8, bodyEnd, items);
  }

  /** Section 4.7. Secrets of other protocols are skipped. */
  private readSecrets(view: DataView, body: number, bodyEnd: number, items: CaptureItem[]): void {
    need(bodyEnd - body >= 8, "decryption secrets");
    const length = view.getUint32(body + 4, this.isLittleEndian);
    need(length <= bodyEnd - body - 8, "decryption secrets");
    if (view.getUint32(body, this.isLittleEndian) === tlsKeyLog) {
      items.push({ kind: "secrets", keyLog: textOf(view, body + 8, length) });
    }
    this.readComments(view, body + 8 + padded(length), bodyEnd, items);
  }

  private readComments(view: DataView, at: number, end: number, items: CaptureItem[], packet?: number): void {
    let comments = 0;
    this.readOptions(view, at, end, items, (code, start, length) => {
      if (code !== optionCode.comment) return;
      comments += 1;
      if (comments > MAX_COMMENTS) {
        this.report("comments", texts.tooManyComments(MAX_COMMENTS), items);
        return;
      }
      const text = textOf(view, start, length);
      items.push(packet === undefined ? { kind: "comment", text } : { kind: "comment", packet, text });
    });
  }

  /**
   * Section 3.5. Options that do not fit their block cost only themselves, because the block's own length was right.
   */
  private readOptions(
    view: DataView,
    start: number,
    end: number,
    items: CaptureItem[],
    visit: (code: number, at: number, length: number) => void,
  ): void {
    let options = 0;
    for (let at = start; at + 4 <= end; options++) {
      if (options === MAX_OPTIONS) {
        this.report("count", texts.tooManyOptions(MAX_OPTIONS), items);
        return;
      }
      const code = view.getUint16(at, this.isLittleEndian);
      const length = view.getUint16(at + 2, this.isLittleEndian);
      if (code === optionCode.end) return;
      at += 4;
      if (length > end - at) {
        this.report("options", texts.badOption(code, length, end - at), items);
        return;
      }
      visit(code, at, length);
      at += padded(length);
    }
  }

  private report(what: string, message: string, items: CaptureItem[]): void {
    if (!this.reported.has(what)) items.push(damaged(message));
    this.reported.add(what);
  }
}

/** Blocks of pcapng are aligned to four bytes. */
function padded(length: number): number {
  return (length + 3) & ~3;
}

function need(isThere: boolean, block: string): void {
  if (!isThere) throw new DamagedCapture(texts.blockTooShort(block));
}

function bytesOf(view: DataView, start: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, length);
}

function textOf(view: DataView, start: number, length: number): string {
  return utf8.decode(bytesOf(view, start, length));
}
