import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../../../testing/sniffer/corpus.ts";
import { Reader } from "../../decode/reader.ts";
import { ja4, ja4AsPrinted } from "./ja4.ts";
import type { ClientHello } from "./message.ts";
import { readMessage } from "./read-message.ts";

/** The specification's own example, in the order of the wire: cipher suites, extensions, signature algorithms. */
const suites = "1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035";
const types = "001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015";
const schemes = "0403,0804,0401,0503,0805,0501,0806,0601";

/** What an extension holds, in hexadecimal, where JA4 looks into it. */
interface Contents {
  readonly alpn?: string;
  readonly versions?: string;
  readonly schemes?: string;
}

function hello(
  suiteList: string,
  typeList: string,
  { alpn = "026832", versions, schemes: list = schemes }: Contents,
): ClientHello {
  const bytes = (text: string) => Buffer.from(text.replaceAll(",", ""), "hex");
  const vector = (size: number, contents: Buffer) => {
    const length = Buffer.alloc(size);
    length.writeUIntBE(contents.length, 0, size);
    return Buffer.concat([length, contents]);
  };
  const contentsOf: Record<string, Buffer> = {
    "0000": vector(2, Buffer.concat([Buffer.from([0]), vector(2, Buffer.from("example.org"))])),
    "0010": vector(2, bytes(alpn)),
    "000d": vector(2, bytes(list)),
    "002b": vector(1, bytes(versions ?? "0a0a,0304,0303")),
  };
  const extensions = typeList
    .split(",")
    .filter(Boolean)
    .map((type) => {
      const contents = contentsOf[type] ?? Buffer.alloc(0);
      return Buffer.concat([bytes(type), vector(2, contents)]);
    });
  const body = Buffer.concat([
    ...[bytes("0303"), Buffer.alloc(32), vector(1, Buffer.alloc(0)), vector(2, bytes(suiteList))],
    ...[vector(1, Buffer.from([0])), ...(extensions.length > 0 ? [vector(2, Buffer.concat(extensions))] : [])],
  ]);
  return readMessage(new Reader(Buffer.concat([Buffer.from([1]), vector(3, body)])), {}) as ClientHello;
}

test("the specification's example has its published fingerprint", () => {
  expect(ja4(hello(suites, types, {}))).toBe("t13d1516h2_8daaf6152771_e5627efa2ab1");
});

test("GREASE counts for nothing, and the order of suites and extensions neither", () => {
  const reversed = (list: string) => list.split(",").reverse().join(",");
  const greased = hello(`1a1a,${reversed(suites)}`, `2a2a,${reversed(types)},3a3a`, {});
  expect(ja4(greased)).toBe("t13d1516h2_8daaf6152771_e5627efa2ab1");
});

test("without signature algorithms the extensions end the string, and what is empty is zeros", () => {
  // The list of the example as it is without them is published, too.
  const none = hello(suites, types, { schemes: "" });
  expect(ja4(none)).toBe("t13d1516h2_8daaf6152771_6d807ffa2a79");
  expect(ja4(hello("", "", {}))).toBe("t12i000000_000000000000_000000000000");
});

test("the application protocol is the first and last of its letters, or of its hexadecimal digits", () => {
  const protocol = (alpn: string) => ja4(hello(suites, types, { alpn }))!.slice(8, 10);
  // As published: "h1" of http/1.1, and the table of bytes that are no letters.
  expect(protocol("08687474702f312e31")).toBe("h1");
  const published = {
    ab: "ab",
    "20": "20",
    abcd: "ad",
    "2061": "21",
    "30ab": "3b",
    "6120": "60",
    "3031abcd": "3d",
    "30abcd31": "01",
  };
  for (const [bytes, wanted] of Object.entries(published)) {
    expect(protocol(`${(bytes.length / 2).toString(16).padStart(2, "0")}${bytes}`), bytes).toBe(wanted);
  }
});

test("the version is the highest that is offered", () => {
  const version = (versions: string) => ja4(hello(suites, types, { versions }))!.slice(1, 3);
  expect(version("0303,0304")).toBe("13");
  expect(version("0302,0301")).toBe("11");
  expect(version("fafa")).toBe("00");
});

interface Published {
  readonly capture: string;
  /** What FoxIO's own tools print. */
  readonly ja4: string;
  /** The ClientHello, in base64. */
  readonly hello: string;
}

const published = JSON.parse(readFileSync(join(fixturesFolder, "ja4-published.json"), "utf8")) as readonly Published[];

/**
 * The one that the specification has another value for. The first protocol that this client offers is the bytes BA AD:
 * of bytes that are no letters, the specification takes the first and last hexadecimal digit, "bd", and so does
 * Wireshark. FoxIO's programs print "9" for each, and that was published; its author says that the specification is
 * right (issues 178 and 326 of FoxIO-LLC/ja4). The lab shows both.
 */
const bySpecification: Readonly<Record<string, string>> = {
  t13d151699_8daaf6152771_e5627efa2ab1: "t13d1516bd_8daaf6152771_e5627efa2ab1",
};

test.each([...new Set(published.map(({ capture }) => capture))])("the published values of %s are shown", (wanted) => {
  for (const { ja4: value, hello: bytes } of published.filter(({ capture }) => capture === wanted)) {
    const read = readMessage(new Reader(Buffer.from(bytes, "base64")), {}) as ClientHello;
    expect([ja4(read), ja4AsPrinted(read)]).toContain(value);
    expect(ja4(read)).toBe(bySpecification[value] ?? value);
    // The explanation of a ClientHello, in the inspector and `lab decode`.
    const noted = Reader.noting(Buffer.from(bytes, "base64"));
    readMessage(noted, {});
    expect(JSON.stringify(noted.fields)).toContain(value);
  }
});

test("what FoxIO's program prints is there only where it is something else", () => {
  const letters = (alpn: string) => {
    const bytes = `${(alpn.length / 2).toString(16).padStart(2, "0")}${alpn}`;
    return ja4AsPrinted(hello(suites, types, { alpn: bytes }))?.slice(8, 10);
  };
  // Its own test has 9, 99, 9x, x9 and the first alone; the others are characters that it keeps as they are.
  const printed = { ba: "90", baad: "99", baba78ad: "99", "78ad": "x9", ad78: "9x", "61": "a0", "2061": " a" };
  for (const [bytes, wanted] of Object.entries(printed)) expect(letters(bytes), bytes).toBe(wanted);
  for (const bytes of ["6832", "687474702f312e31", "61ad62", "", "0a0a", "617f"]) {
    expect(letters(bytes), bytes).toBeUndefined();
  }
});

test("every capture with a published value over TCP is here", () => {
  expect(new Set(published.map(({ capture }) => capture)).size).toBe(17);
});
