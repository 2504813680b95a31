/** Writes pcapng blocks for tests, in either byte order; the arguments make a block wrong. */
export function pcapngWriter(isLittleEndian: boolean) {
  const number = (bytes: number, value: number | bigint): Buffer => {
    const digits = Buffer.from(
      BigInt.asUintN(bytes * 8, BigInt(value))
        .toString(16)
        .padStart(bytes * 2, "0"),
      "hex",
    );
    return isLittleEndian ? digits.reverse() : digits;
  };
  const u16 = (value: number) => number(2, value);
  const u32 = (value: number) => number(4, value);
  const padded = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

  const block = (type: number, body: readonly Uint8Array[], lengths: { first?: number; second?: number } = {}) => {
    const content = padded(Buffer.concat(body));
    const length = content.length + 12;
    return Buffer.concat([u32(type), u32(lengths.first ?? length), content, u32(lengths.second ?? length)]);
  };
  const option = (code: number, value: Uint8Array, length = value.length) =>
    Buffer.concat([u16(code), u16(length), padded(value)]);

  return {
    number,
    block,
    option,
    comment: (text: string) => option(1, Buffer.from(text)),
    section: (options: readonly Uint8Array[] = [], version: readonly [number, number] = [1, 0]) =>
      block(0x0a0d0d0a, [u32(0x1a2b3c4d), u16(version[0]), u16(version[1]), number(8, -1n), ...options]),
    interface: (linkType = 1, snapLength = 0, options: readonly Uint8Array[] = []) =>
      block(1, [u16(linkType), u16(0), u32(snapLength), ...options]),
    packet: (time: bigint, bytes: Uint8Array, options: readonly Uint8Array[] = [], id = 0, captured = bytes.length) =>
      block(6, [
        u32(id),
        u32(Number(time >> 32n)),
        u32(Number(time & 0xffffffffn)),
        u32(captured),
        u32(bytes.length),
        padded(bytes),
        ...options,
      ]),
    obsoletePacket: (time: bigint, bytes: Uint8Array, id = 0) =>
      block(2, [
        u16(id),
        u16(7),
        u32(Number(time >> 32n)),
        u32(Number(time & 0xffffffffn)),
        u32(bytes.length),
        u32(bytes.length),
        padded(bytes),
      ]),
    simplePacket: (bytes: Uint8Array, originalLength = bytes.length) => block(3, [u32(originalLength), bytes]),
    secrets: (type: number, text: string) => block(10, [u32(type), u32(Buffer.byteLength(text)), Buffer.from(text)]),
  };
}
