/** The names of numbers, and the way back. */
export interface Names {
  /** The name of a number, or hexadecimal for a number without a name: "0x21". */
  nameOf(value: number): string;
  /** The number of a name, in small or capital letters, or of a hexadecimal number. Undefined for anything else. */
  numberOf(name: string): number | undefined;
  isKnown(value: number): boolean;
}

/**
 * Names that a standard gives to numbers, from one table. Its numbers are in hexadecimal, as on the wire, with `bytes`
 * bytes each. Then `type.handshake` is 0x16, and `type.nameOf(0x16)` is "handshake". Inside the lab, code compares the
 * number; the name is for people and for JSON.
 */
export function registry<const Numbers extends Readonly<Record<string, number>>>(
  bytes: 1 | 2 | 3,
  numbers: Numbers,
): Numbers & Names {
  const names = new Map<number, string>();
  const byName = new Map<string, number>();
  for (const [name, value] of Object.entries(numbers)) {
    names.set(value, name);
    byName.set(name.toLowerCase(), value);
  }
  const hexadecimal = new RegExp(`^0x[0-9a-f]{1,${bytes * 2}}$`);
  return {
    ...numbers,
    nameOf: (value) => names.get(value) ?? hexNumber(value, bytes),
    numberOf(name) {
      const wanted = name.toLowerCase();
      return byName.get(wanted) ?? (hexadecimal.test(wanted) ? Number(wanted) : undefined);
    },
    isKnown: (value) => names.has(value),
  };
}

/** A number as on the wire, with this many bytes: "0x0a". */
export function hexNumber(value: number, bytes: number): string {
  return `0x${value.toString(16).padStart(bytes * 2, "0")}`;
}
