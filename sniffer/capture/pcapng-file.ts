import { type CaptureFormat, cut, DamagedCapture, damaged, EmptyFrames } from "./capture-format.ts";
import type { CaptureItem } from "./frame.ts";
import { blockType, byteOrderMagic } from "./pcapng-numbers.ts";
import { PcapngSection } from "./pcapng-section.ts";
import { PendingBytes } from "./pending-bytes.ts";
import { texts } from "./texts.ts";

/** The most bytes of one block; Wireshark has the same bound. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;

/** Type, length, and the length again at the end. */
const smallestBlock = 12;

/** Whether these first four bytes, in hexadecimal, begin a pcapng file. They are the same in both byte orders. */
export function isPcapngMagic(magic: string): boolean {
  return magic === "0a0d0d0a";
}

/** pcapng (draft-ietf-opsawg-pcapng): splits the bytes into blocks. `PcapngSection` knows what blocks mean. */
export class PcapngFile implements CaptureFormat {
  isDone = false;
  private readonly pending = new PendingBytes();
  /** How many bytes of the next block are needed to continue. */
  private needed = smallestBlock;
  private section: PcapngSection | undefined;
  private packets = 0;
  private readonly emptyFrames = new EmptyFrames();
  /** The offset of the pending bytes in the file. */
  private position = 0;

  push(chunk: Uint8Array): readonly CaptureItem[] {
    if (this.isDone) return [];
    this.pending.add(chunk);
    if (this.pending.length < this.needed) return [];
    const bytes = this.pending.take();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const items: CaptureItem[] = [];
    let at = 0;
    try {
      for (;;) {
        this.needed = this.blockLength(view, at);
        if (this.needed > bytes.length - at) break;
        this.readBlock(view, at, items);
        at += this.needed;
        this.position += this.needed;
      }
      this.pending.add(bytes.subarray(at));
    } catch (error) {
      if (!(error instanceof DamagedCapture)) throw error;
      this.isDone = true;
      items.push(damaged(texts.damagedBlock(this.position, error.message)));
    }
    return items;
  }

  end(): readonly CaptureItem[] {
    if (this.isDone) return [];
    this.isDone = true;
    return this.pending.length === 0 ? [] : [cut(texts.cutInBlock(this.packets, this.position))];
  }

  /** The length of the block at `at`, or the smallest possible one if its beginning is not there yet. */
  private blockLength(view: DataView, at: number): number {
    if (view.byteLength - at < smallestBlock) return smallestBlock;
    const littleEndian = this.isLittleEndian(view, at);
    const length = view.getUint32(at + 4, littleEndian);
    if (length < smallestBlock || length > MAX_BLOCK_BYTES) throw new DamagedCapture(texts.blockLength(length));
    if (length % 4 !== 0) throw new DamagedCapture(texts.blockLengthOdd(length));
    return length;
  }

  private readBlock(view: DataView, at: number, items: CaptureItem[]): void {
    const end = at + this.needed;
    const littleEndian = this.isLittleEndian(view, at);
    const again = view.getUint32(end - 4, littleEndian);
    if (again !== this.needed) throw new DamagedCapture(texts.blockLengths(this.needed, again));
    if (view.getUint32(at, littleEndian) === blockType.sectionHeader) {
      this.section = new PcapngSection(littleEndian, this.emptyFrames);
      this.section.readHeader(view, at, end, items);
    } else {
      this.packets = this.section!.readBlock(view, at, end, this.packets, items);
    }
  }

  /** A section header gives its own byte order; all other blocks have their section's. */
  private isLittleEndian(view: DataView, at: number): boolean {
    if (view.getUint32(at) !== blockType.sectionHeader) return this.section!.isLittleEndian;
    if (view.getUint32(at + 8, true) === byteOrderMagic) return true;
    if (view.getUint32(at + 8, false) === byteOrderMagic) return false;
    throw new DamagedCapture(texts.byteOrder);
  }
}
