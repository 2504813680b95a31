import { DamagedCapture, damaged, frameBound } from "./capture-format.ts";
import type { CaptureItem, Timestamp } from "./frame.ts";
import { defaultResolution, resolutionName, type TimestampReader, timestampReader } from "./pcapng-time.ts";
import { texts } from "./texts.ts";

/** The most interfaces remembered of one section: enough for any machine, and a bound for a file of nothing else. */
const MAX_INTERFACES = 4096;

const blockTypes = {
  interfaceDescription: 1,
  packet: 2,
  simplePacket: 3,
  enhancedPacket: 6,
  decryptionSecrets: 10,
} as const;
const optionCodes = { end: 0, comment: 1, interfaceName: 2, timestampResolution: 9, timestampOffset: 14 } as const;

/** The last second of the year 9999: no calendar goes further, and no clock that a capture was made with. */
const MAX_SECONDS = 253_402_300_799;

/** "TLSK" as a number: the secrets are lines in SSLKEYLOGFILE form. */
const tlsKeyLog = 0x544c534b;

const bodyStart = 8;
const trailerLength = 4;
const unknownTime: Timestamp = { seconds: 0, nanoseconds: 0 };
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  readonly time: TimestampReader;
}

/** One section of a pcapng file: its byte order, its interfaces, and what its blocks say. Throws `DamagedCapture`. */
export class PcapngSection {
  readonly isLittleEndian: boolean;
  private readonly interfaces: Interface[] = [];
  private hasBadOptions = false;
  private hasBadTimes = false;

  constructor(isLittleEndian: boolean) {
    this.isLittleEndian = isLittleEndian;
  }

  /** Reads the section header block between these offsets: its version and comments. */
  readHeader(view: DataView, start: number, end: number, items: CaptureItem[]): void {
    const options = start + bodyStart + 16;
    need(options <= end - trailerLength, "section header");
    const major = view.getUint16(start + bodyStart + 4, this.isLittleEndian);
    const minor = view.getUint16(start + bodyStart + 6, this.isLittleEndian);
    // 1.2 was written by mistake by some programs, and is the same as 1.0.
    if (major !== 1 || (minor !== 0 && minor !== 2)) throw new DamagedCapture(texts.pcapngVersion(major, minor));
    this.readComments(view, options, end - trailerLength, items);
  }

  /** Reads any other block; puts what it says into `items`. `packets` were counted before it; returns how many are now. */
  readBlock(view: DataView, start: number, end: number, packets: number, items: CaptureItem[]): number {
    const body = start + bodyStart;
    const bodyEnd = end - trailerLength;
    switch (view.getUint32(start, this.isLittleEndian)) {
      case blockTypes.enhancedPacket: {
        need(bodyEnd - body >= 20, "enhanced packet");
        const id = view.getUint32(body, this.isLittleEndian);
        return this.readPacket(view, id, body, bodyEnd, packets + 1, items);
      }
      case blockTypes.packet: {
        // The obsolete form: a shorter interface number, and a count of drops, which few writers filled in.
        need(bodyEnd - body >= 20, "packet");
        const id = view.getUint16(body, this.isLittleEndian);
        return this.readPacket(view, id, body, bodyEnd, packets + 1, items);
      }
      case blockTypes.simplePacket:
        return this.readSimplePacket(view, body, bodyEnd, packets + 1, items);
      case blockTypes.interfaceDescription:
        this.readInterface(view, body, bodyEnd, items);
        return packets;
      case blockTypes.decryptionSecrets:
        this.readSecrets(view, body, bodyEnd, items);
        return packets;
      default:
        return packets; // Names, statistics, custom blocks and whatever will be invented.
    }
  }

  /** Draft-ietf-opsawg-pcapng section 4.3, and with the same layout after the interface number, appendix A. */
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
    items.push({
      kind: "frame",
      number,
      time: this.timeOf(view, source, body + 4, number, items),
      linkType: source.linkType,
      bytes: bytesOf(view, data, captured),
      originalLength: view.getUint32(body + 16, little),
    });
    const options = data + padded(captured);
    if (options < bodyEnd) this.readComments(view, options, bodyEnd, items, number);
    return number;
  }

  /** A time that no clock can have had is reported once for a section, and shown as no time. */
  private timeOf(view: DataView, source: Interface, at: number, number: number, items: CaptureItem[]): Timestamp {
    const time = source.time(view.getUint32(at, this.isLittleEndian), view.getUint32(at + 4, this.isLittleEndian));
    if (time.seconds >= 0 && time.seconds <= MAX_SECONDS) return time;
    if (!this.hasBadTimes) items.push(damaged(texts.impossibleTime(number)));
    this.hasBadTimes = true;
    return unknownTime;
  }

  /** Section 4.4: no time, and as long as the first interface's snap length lets it be. */
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
      if (code === optionCodes.interfaceName) name = textOf(view, at, length);
      if (code === optionCodes.timestampResolution && length === 1) resolution = view.getUint8(at);
      if (code === optionCodes.timestampOffset && length === 8) offset = view.getBigInt64(at, this.isLittleEndian);
    });
    this.interfaces.push({ linkType, snapLength, time: timestampReader(resolution, offset) });
    const precision = resolutionName(resolution);
    const described = { kind: "interface", format: "pcapng", linkType, precision, snapLength } as const;
    items.push(name === undefined ? described : { ...described, name });
    this.readComments(view, body + 8, bodyEnd, items);
  }

  /** Section 4.7. Secrets of other protocols are passed over. */
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
    this.readOptions(view, at, end, items, (code, start, length) => {
      if (code !== optionCodes.comment) return;
      const text = textOf(view, start, length);
      items.push(packet === undefined ? { kind: "comment", text } : { kind: "comment", packet, text });
    });
  }

  /** Section 3.5. Options that do not fit their block cost only themselves, since the block's own length was right. */
  private readOptions(
    view: DataView,
    start: number,
    end: number,
    items: CaptureItem[],
    visit: (code: number, at: number, length: number) => void,
  ): void {
    for (let at = start; at + 4 <= end; ) {
      const code = view.getUint16(at, this.isLittleEndian);
      const length = view.getUint16(at + 2, this.isLittleEndian);
      if (code === optionCodes.end) return;
      at += 4;
      if (length > end - at) {
        if (!this.hasBadOptions) items.push(damaged(texts.badOption(code, length, end - at)));
        this.hasBadOptions = true; // Said once for a section: a file may be full of them.
        return;
      }
      visit(code, at, length);
      at += padded(length);
    }
  }
}

/** Blocks of pcapng are laid out in steps of four bytes. */
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
