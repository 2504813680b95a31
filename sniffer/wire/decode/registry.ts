/** What a registry tells of its numbers. */
export interface Names {
  /** The name of a number; of one without a name, the number in hexadecimal: "0x21". */
  nameOf(value: number): string;
  /** The number of a name, in small or capital letters, or of a number in hexadecimal. Undefined for anything else. */
  numberOf(name: string): number | undefined;
  /** Whether the number has a name. */
  isKnown(value: number): boolean;
}

/**
 * The names that a standard gives to numbers, made of one table in which the numbers are written as on the wire, in hexadecimal;
 * each has `bytes` bytes there. `type.handshake` is then 0x16, and `type.nameOf(0x16)` is "handshake". Inside the lab a fact is
 * the number; its name is for people and for JSON.
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

/** A number of so many bytes as it is on the wire: "0x0a". */
export function hexNumber(value: number, bytes: number): string {
  return `0x${value.toString(16).padStart(bytes * 2, "0")}`;
}
