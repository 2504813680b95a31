import { pcapHeader, pcapRecord } from "../packets.ts";
import { pcapngWriter } from "../pcapng-blocks.ts";
import { Choices } from "./choices.ts";
import { madeFrames } from "./frames.ts";

/**
 * A capture file made of parts, each valid or wrong in its own way: lengths, numbers, flags, order, fragments, records,
 * blocks, options, times. The same seed makes the same file.
 */
export function madeCapture(seed: number): Buffer {
  const choices = new Choices(seed);
  const { linkType, frames } = madeFrames(choices);
  const isCut = choices.onceIn(10);
  const cut = frames.map((bytes) => ({
    bytes: isCut && choices.onceIn(3) ? bytes.subarray(0, choices.below(bytes.length + 1)) : bytes,
    originalLength: choices.onceIn(200) ? choices.awkward() : bytes.length,
  }));
  return choices.onceIn(2) ? pcapFile(choices, linkType, cut) : pcapngFile(choices, linkType, cut);
}

interface CutFrame {
  readonly bytes: Uint8Array;
  readonly originalLength: number;
}

function pcapFile(choices: Choices, linkType: number, frames: readonly CutFrame[]): Buffer {
  let time = choices.pick([1_763_689_000_000_000, 0, 4_294_967_290_000_000]);
  const records = frames.map(({ bytes, originalLength }) => {
    time = Math.max(0, time + choices.pick([10, 1000, 1000, 600_000, choices.onceIn(9) ? -2_000_000 : 1]));
    return pcapRecord(bytes, time % (2 ** 32 * 1e6), originalLength);
  });
  return Buffer.concat([pcapHeader(linkType), ...records]);
}

function pcapngFile(choices: Choices, linkType: number, frames: readonly CutFrame[]): Buffer {
  const writer = pcapngWriter(choices.onceIn(2));
  const interfaces = choices.between(1, 3);
  const options = () => madeOptions(choices, writer);
  const blocks: Buffer[] = [writer.section(options())];
  for (let number = 0; number < interfaces; number++) {
    blocks.push(writer.interface(linkType, choices.onceIn(8) ? choices.awkward() : 0, timeOptions(choices, writer)));
  }
  let time = choices.pick([1_763_689_000_000_000n, 0n, 2n ** 63n, 2n ** 64n - 10n]);
  for (const { bytes } of frames) {
    time = BigInt.asUintN(64, time + BigInt(choices.pick([10, 1000, 600_000, choices.onceIn(9) ? -2_000_000 : 1])));
    const id = choices.onceIn(300) ? choices.awkward() : choices.below(interfaces);
    const kind = choices.below(20);
    if (kind === 0) blocks.push(writer.simplePacket(bytes, choices.onceIn(9) ? choices.awkward() : bytes.length));
    else if (kind === 1) blocks.push(writer.obsoletePacket(time, bytes, id & 0xffff));
    else blocks.push(writer.packet(time, bytes, options(), id, choices.onceIn(200) ? choices.awkward() : bytes.length));
    if (choices.onceIn(40)) blocks.push(oddBlock(choices, writer));
  }
  return Buffer.concat(blocks);
}

type Writer = ReturnType<typeof pcapngWriter>;

function madeOptions(choices: Choices, writer: Writer): Uint8Array[] {
  const options: Uint8Array[] = [];
  while (choices.onceIn(6)) {
    const kind = choices.below(4);
    if (kind === 0) options.push(writer.comment("aquí\u001b[2J\u0085\u202e empieza"));
    else if (kind === 1) options.push(writer.option(choices.below(20), choices.bytes(choices.below(12))));
    else if (kind === 2) options.push(writer.option(1, choices.bytes(3), choices.awkward() & 0xffff));
    else options.push(writer.option(0, new Uint8Array(0)));
  }
  return options;
}

function timeOptions(choices: Choices, writer: Writer): Uint8Array[] {
  const options = madeOptions(choices, writer);
  if (choices.onceIn(4))
    options.push(writer.option(9, Buffer.from([choices.pick([0, 3, 6, 9, 12, 20, 127, 128, 148, 255])])));
  if (choices.onceIn(6)) {
    const offset = choices.pick([-(10n ** 10n), 10n ** 12n, 2n ** 63n - 1n, -(2n ** 63n), 3600n]);
    options.push(writer.option(14, writer.number(8, offset)));
  }
  return options;
}

function oddBlock(choices: Choices, writer: Writer): Buffer {
  const kind = choices.below(4);
  if (kind === 0) return writer.secrets(choices.pick([0x544c534b, 1]), "CLIENT_RANDOM 00 11\n");
  if (kind === 1) return writer.section();
  if (kind === 2) return writer.block(choices.pick([4, 5, 9, 0xbad]), [choices.bytes(choices.below(40))]);
  return writer.block(
    choices.below(12),
    [choices.bytes(choices.below(40))],
    choices.onceIn(3) ? { second: choices.awkward() } : {},
  );
}
