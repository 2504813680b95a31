import type { Timestamp } from "./frame.ts";

/** Turns an interface's 64-bit timestamps, given as two halves, into times. */
export type TimestampReader = (high: number, low: number) => Timestamp;

/** `if_tsresol`: a negative power of ten, or of two if the highest bit is set. The default is 6: microseconds. */
export const defaultResolution = 6;

/** The last second of 64 bits of nanoseconds, in the year 2554. No capture has a later time, or one before 1970. */
const MAX_SECONDS = 18_446_744_073;

/** Whether a capture can have this time. A damaged file's resolution or offset can give any other. */
export function isPossible({ seconds }: Timestamp): boolean {
  return seconds >= 0 && seconds <= MAX_SECONDS;
}

const secondsPerHalf = 2 ** 32;
const nanosecondsPerSecond = 1e9;

/**
 * The reader for one interface's `if_tsresol` and `if_tsoffset` (seconds to add). Right for all 64 bits, also after
 * 2106.
 */
export function timestampReader(resolution: number, offset: bigint): TimestampReader {
  const exponent = resolution & 0x7f;
  const isDecimal = resolution < 0x80;
  return isDecimal && exponent <= 9
    ? byLongDivision(10 ** exponent, Number(offset))
    : byBigInt((isDecimal ? 10n : 2n) ** BigInt(exponent), offset);
}

/** The name of a resolution for people: "us", "ns", "10^-4 s", "2^-20 s". */
export function resolutionName(resolution: number): string {
  const named: Readonly<Record<number, string>> = { 0: "s", 3: "ms", 6: "us", 9: "ns" };
  return named[resolution] ?? `${resolution < 0x80 ? 10 : 2}^-${resolution & 0x7f} s`;
}

/**
 * Division digit by digit, in base 65,536: every step stays within the whole numbers that a double holds exactly. Fast.
 */
function byLongDivision(unitsPerSecond: number, offset: number): TimestampReader {
  const nanosecondsPerUnit = nanosecondsPerSecond / unitsPerSecond;
  return (high, low) => {
    const upper = (high % unitsPerSecond) * 0x10000 + (low >>> 16);
    const lower = (upper % unitsPerSecond) * 0x10000 + (low & 0xffff);
    const seconds =
      Math.floor(high / unitsPerSecond) * secondsPerHalf +
      Math.floor(upper / unitsPerSecond) * 0x10000 +
      Math.floor(lower / unitsPerSecond);
    return { seconds: seconds + offset, nanoseconds: (lower % unitsPerSecond) * nanosecondsPerUnit };
  };
}

function byBigInt(unitsPerSecond: bigint, offset: bigint): TimestampReader {
  return (high, low) => {
    const units = (BigInt(high) << 32n) | BigInt(low);
    const nanoseconds = ((units % unitsPerSecond) * BigInt(nanosecondsPerSecond)) / unitsPerSecond;
    return { seconds: Number(units / unitsPerSecond + offset), nanoseconds: Number(nanoseconds) };
  };
}
