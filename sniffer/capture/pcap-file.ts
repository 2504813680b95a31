import { EventEmitter } from "node:events";
import { type PacketHeader, parse } from "pcap-parser";
import { type CaptureFormat, cut, DamagedCapture, damaged, EmptyFrames, frameBound } from "./capture-format.ts";
import type { CaptureItem } from "./frame.ts";
import { MovingWindow } from "./moving-window.ts";
import { fileHeaderLength, type PcapUnit, recordHeaderLength } from "./pcap-writer.ts";
import { PendingBytes } from "./pending-bytes.ts";
import { texts } from "./texts.ts";

/** What a magic number says about the rest of the file. */
interface Magic {
  readonly bigEndian: boolean;
  readonly unit: PcapUnit;
}

/** The magic numbers of classic pcap: the file's first four bytes. */
const magics: Readonly<Record<string, Magic>> = {
  d4c3b2a1: { bigEndian: false, unit: "us" },
  a1b2c3d4: { bigEndian: true, unit: "us" },
  "4d3cb2a1": { bigEndian: false, unit: "ns" },
  a1b23c4d: { bigEndian: true, unit: "ns" },
};

/**
 * Which packets have their two lengths in the other order. In files of version 2.0 to 2.2, all. In version 2.3, which
 * two programs wrote differently, those that would be longer than on the wire. libpcap reads them in this way too
 * (sf-pcap.c).
 */
function swapsLengths(minor: number): (header: PacketHeader) => boolean {
  if (minor < 3) return () => true;
  return minor === 3 ? (header) => header.capturedLength > header.originalLength : () => false;
}

/** Whether these first four bytes, in hexadecimal, begin a classic pcap file. */
export function isPcapMagic(magic: string): boolean {
  return magic in magics;
}

/**
 * Classic pcap (draft-ietf-opsawg-pcap), parsed by npm pcap-parser. This class adds nanoseconds, bounded lengths, and
 * files that end inside a packet. One chunk in, an array of frames out: it feeds the parser synchronously.
 */
export class PcapFile implements CaptureFormat {
  isDone = false;
  /** Bytes that wait because they would complete nothing in the parser. */
  private readonly pending = new PendingBytes();
  private feed: ((chunk: Buffer) => readonly CaptureItem[]) | undefined;
  /** How many more bytes the file header or the next packet needs, besides those pending. */
  private needed = fileHeaderLength;
  private packets = 0;
  private readonly emptyFrames = new EmptyFrames();
  /** Bytes given to the parser so far, and the offset of the next packet among them. */
  private fed = 0;
  private nextPacket = fileHeaderLength;

  push(chunk: Uint8Array): readonly CaptureItem[] {
    if (this.isDone) return [];
    this.pending.add(chunk);
    if (this.pending.length < this.needed) return [];
    const bytes = this.pending.take();
    try {
      if (this.feed !== undefined) return this.feed(bytes);
      const first = this.readFileHeader(bytes.subarray(0, fileHeaderLength));
      return bytes.length > fileHeaderLength ? [first, ...this.push(bytes.subarray(fileHeaderLength))] : [first];
    } catch (error) {
      if (!(error instanceof DamagedCapture)) throw error;
      this.isDone = true;
      return [damaged(error.message)];
    }
  }

  end(): readonly CaptureItem[] {
    if (this.isDone) return [];
    this.isDone = true;
    if (this.feed === undefined) return [cut(texts.cutInFileHeader(this.pending.length, fileHeaderLength))];
    const isBetweenPackets = this.fed + this.pending.length === this.nextPacket;
    return isBetweenPackets ? [] : [cut(texts.cutInPacket(this.packets + 1, this.nextPacket))];
  }

  /** Checks what pcap-parser does not check, and gives it the header in the only form that it knows: microseconds. */
  private readFileHeader(header: Buffer): CaptureItem {
    const magic = magics[header.toString("hex", 0, 4)]!;
    const { bigEndian, unit } = magic;
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const major = view.getUint16(4, !bigEndian);
    const minor = view.getUint16(6, !bigEndian);
    if (major !== 2 || minor > 4) throw new DamagedCapture(texts.pcapVersion(major, minor));
    const snapLength = view.getUint32(16, !bigEndian);
    // The upper six bits are about a frame check sequence at the end of frames, which does no harm there.
    const linkType = view.getUint32(20, !bigEndian) & 0x03ffffff;
    this.feed = this.parser(linkType, magic, frameBound(snapLength), swapsLengths(minor));
    const known = Buffer.from(header);
    known.write(bigEndian ? "a1b2c3d4" : "d4c3b2a1", "hex");
    this.feed(known);
    return { kind: "interface", format: "pcap", linkType, precision: unit, snapLength };
  }

  /** A function that gives bytes to pcap-parser and returns the frames that they complete. */
  private parser(
    linkType: number,
    { bigEndian, unit }: Magic,
    bound: number,
    isSwapped: (header: PacketHeader) => boolean,
  ): (chunk: Buffer) => readonly CaptureItem[] {
    const unitsPerSecond = unit === "ns" ? 1e9 : 1e6;
    const nanosecondsPerUnit = 1e9 / unitsPerSecond;
    let items: CaptureItem[] = [];
    let seconds = 0;
    let fraction = 0;
    let originalLength = 0;
    /** The offset at which the present part, a packet's header or its data, is complete. */
    let wanted = fileHeaderLength + recordHeaderLength;

    const input = Object.assign(new EventEmitter(), { pause() {}, resume() {} });
    const parser = parse(input);
    const window = new MovingWindow(bigEndian);
    input.emit("data", window);
    const takeHeader = (header: PacketHeader) => {
      if (isSwapped(header)) {
        [header.capturedLength, header.originalLength] = [header.originalLength, header.capturedLength];
      }
      if (header.capturedLength > bound) {
        throw new DamagedCapture(texts.frameTooLong(this.packets + 1, header.capturedLength, bound));
      }
      seconds = header.timestampSeconds;
      fraction = header.timestampMicroseconds;
      originalLength = header.originalLength;
      wanted += header.capturedLength;
    };
    const takeData = (bytes: Uint8Array) => {
      this.nextPacket = wanted;
      wanted += recordHeaderLength;
      const isWithinSecond = fraction < unitsPerSecond;
      this.packets += 1;
      this.emptyFrames.count(originalLength, this.packets);
      items.push({
        kind: "frame",
        number: this.packets,
        time: {
          seconds: isWithinSecond ? seconds : seconds + Math.floor(fraction / unitsPerSecond),
          nanoseconds: (isWithinSecond ? fraction : fraction % unitsPerSecond) * nanosecondsPerUnit,
        },
        linkType,
        bytes,
        originalLength,
      });
    };
    // Events come directly to this function: listeners for three events take as long as the parsing.
    parser.emit = (event, found) => {
      if (event === "packetHeader") takeHeader(found);
      else if (event === "packetData") takeData(found);
      // For each number, the parser adds the byte order to the name "readUInt32" and looks it up, which is slow. An
      // empty byte order avoids it.
      else if (event === "globalHeader") parser.endianness = "";
      return true;
    };

    return (chunk) => {
      items = [];
      this.fed += chunk.length;
      try {
        window.add(chunk);
        // It has the window already, and parses on.
        input.emit("data", null);
      } catch (error) {
        if (!(error instanceof DamagedCapture)) throw error;
        this.isDone = true;
        items.push(damaged(error.message));
      }
      this.needed = wanted - this.fed;
      return items;
    };
  }
}
