import type { CaptureInterface, CaptureItem, Frame } from "./frame.ts";
import { blockType, byteOrderMagic, optionCode, tlsKeyLog } from "./pcapng-numbers.ts";
import type { RecordedForm } from "./recorded-form.ts";

/** The unit of times: ten to this negative power, in seconds. */
const timestampResolution = 9;
/** Type and length before, and the length again at the end. */
const blockOverhead = 12;
const packetHead = 20;

/**
 * Capture items as pcapng blocks (draft-ietf-opsawg-pcapng), little-endian, with times in nanoseconds. It holds frames
 * of any number of link types, and TLS secrets (Decryption Secrets Blocks, section 4.7) before the frames that they
 * open.
 */
export class PcapngForm implements RecordedForm {
  readonly skipped = 0;
  private readonly interfaces: number[] = [];

  begin(): Buffer {
    const body = Buffer.alloc(16, 0xff); // The section's length is not known: -1.
    body.writeUInt32LE(byteOrderMagic, 0);
    body.writeUInt16LE(1, 4);
    body.writeUInt16LE(0, 6);
    return block(blockType.sectionHeader, body);
  }

  piece(item: CaptureItem): Buffer | undefined {
    if (item.kind === "frame") return this.packet(item);
    // Older secrets of a key log belong to other captures.
    if (item.kind === "secrets") return item.isEarlier ? undefined : secretsBlock(Buffer.from(item.keyLog));
    return item.kind === "interface" ? this.interface(item) : undefined;
  }

  private interface({ linkType, snapLength, name }: CaptureInterface): Buffer {
    this.interfaces.push(linkType);
    const fixed = Buffer.alloc(8);
    fixed.writeUInt16LE(linkType, 0);
    fixed.writeUInt32LE(snapLength, 4);
    const named = name === undefined ? [] : [option(optionCode.interfaceName, Buffer.from(name))];
    const resolution = option(optionCode.timestampResolution, Buffer.from([timestampResolution]));
    return block(
      blockType.interfaceDescription,
      Buffer.concat([fixed, ...named, resolution, option(optionCode.end, Buffer.alloc(0))]),
    );
  }

  private packet({ linkType, time, bytes, originalLength }: Frame): Buffer {
    const length = blockOverhead + packetHead + padded(bytes.length);
    const whole = Buffer.alloc(length);
    const units = BigInt.asUintN(64, BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds));
    whole.writeUInt32LE(blockType.enhancedPacket, 0);
    whole.writeUInt32LE(length, 4);
    whole.writeUInt32LE(Math.max(0, this.interfaces.lastIndexOf(linkType)), 8);
    whole.writeUInt32LE(Number(units >> 32n), 12);
    whole.writeUInt32LE(Number(units & 0xffffffffn), 16);
    whole.writeUInt32LE(bytes.length, 20);
    whole.writeUInt32LE(originalLength, 24);
    whole.set(bytes, 28);
    whole.writeUInt32LE(length, length - 4);
    return whole;
  }
}

function secretsBlock(keyLog: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(tlsKeyLog, 0);
  head.writeUInt32LE(keyLog.length, 4);
  return block(blockType.decryptionSecrets, Buffer.concat([head, keyLog]));
}

function block(type: number, body: Buffer): Buffer {
  const length = blockOverhead + padded(body.length);
  const whole = Buffer.alloc(length);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(length, 4);
  whole.set(body, 8);
  whole.writeUInt32LE(length, length - 4);
  return whole;
}

function option(code: number, value: Buffer): Buffer {
  const whole = Buffer.alloc(4 + padded(value.length));
  whole.writeUInt16LE(code, 0);
  whole.writeUInt16LE(value.length, 2);
  whole.set(value, 4);
  return whole;
}

/** Blocks and options are aligned to four bytes. */
function padded(length: number): number {
  return (length + 3) & ~3;
}
