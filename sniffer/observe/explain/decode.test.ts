import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { widthOf } from "../../../terminal/columns.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { entropy } from "../byte-statistics.ts";
import { explainBytes } from "./explain-bytes.ts";
import { explainedText } from "./explained-text.ts";
import { readHex } from "./read-hex.ts";
import { recogniseBytes } from "./recognise-bytes.ts";
import { randomEntropy } from "./remarks-on-bytes.ts";

const lab = new URL("../../../dist/lab/main.js", import.meta.url).pathname;
const captures = new URL("../../../testing/sniffer/captures/", import.meta.url).pathname;
const decode = (input: string, ...words: string[]) =>
  spawnSync(process.execPath, [lab, "decode", ...words], { encoding: "utf8", input });

async function framesOf(name: string): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for await (const batch of openCaptureFile(`${captures}${name}`)) {
    for (const item of batch) if (item.kind === "frame") frames.push(item.bytes);
  }
  return frames;
}
const [xxd, tshark] = ["xxd", "tshark"] as const;
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

describe("hexadecimal as people paste it", () => {
  const bytes = Uint8Array.of(
    0x17,
    0x03,
    0x03,
    0x00,
    0x13,
    0xab,
    0xcd,
    0xef,
    0x61,
    0x62,
    0x63,
    0x64,
    0xbe,
    0xef,
    0x00,
    0xff,
    0x0a,
    0xca,
  );
  const hex = Buffer.from(bytes).toString("hex");
  const pairs = hex.match(/../g)!;
  it.each([
    ["one number", hex],
    ["capitals", hex.toUpperCase()],
    ["colons", pairs.join(":")],
    ["spaces", pairs.join(" ")],
    ["0x before each byte", pairs.map((pair) => `0x${pair}`).join(", ")],
    ["0x before all", `0x${hex}`],
    ["a C array", `{ ${pairs.map((pair) => `0x${pair}`).join(", ")} };`],
    ["a string of Python", `"${pairs.map((pair) => `\\x${pair}`).join("")}"`],
    [
      "groups of four on several lines",
      `${hex.match(/..../g)!.slice(0, 4).join(" ")}\n${hex.match(/..../g)!.slice(4).join(" ")}\n`,
    ],
    [
      "xxd",
      "00000000: 1703 0300 13ab cdef 6162 6364 beef 00ff  ........abcd....\n00000010: 0aca                                     ..",
    ],
    [
      "hexdump -C",
      "00000000  17 03 03 00 13 ab cd ef  61 62 63 64 be ef 00 ff  |........abcd....|\n00000010  0a ca                                             |..|\n00000012\n",
    ],
    [
      "tcpdump -x",
      "03:53:00.0 IP 127.0.0.1.1 > 127.0.0.1.2: tcp\n\t0x0000:  1703 0300 13ab cdef 6162 6364 beef 00ff\n\t0x0010:  0aca",
    ],
    [
      "tshark -x",
      "0000  17 03 03 00 13 ab cd ef 61 62 63 64 be ef 00 ff   ........abcd....\n0010  0a ca                                             ..\n",
    ],
    ["Wireshark", "0000   17 03 03 00 13 ab cd ef 61 62 63 64 be ef 00 ff\n0010   0a ca"],
  ])("is read: %s", (_, pasted) => {
    expect(readHex(pasted)).toEqual([bytes]);
  });

  it.skipIf(!has(xxd))("is read as xxd prints it, whatever the text on the right looks like (needs xxd)", () => {
    for (const text of ["abcdef", "be", "12 34", "deadbeef  cafe", "0123456789abcdef0", "a  b  c  d"]) {
      const { stdout } = spawnSync(xxd, { input: text, encoding: "utf8" });
      expect(Buffer.from(readHex(stdout)[0]!).toString()).toBe(text);
    }
  });

  it.skipIf(!has(tshark))("is read as tshark -x prints it, packet by packet (needs tshark)", async () => {
    const { stdout } = spawnSync(tshark, ["-r", `${captures}chat-es-lf.pcap`, "-x"], { encoding: "utf8" });
    expect(readHex(stdout).map((frame) => Buffer.from(frame).toString("hex"))).toEqual(
      (await framesOf("chat-es-lf.pcap")).map((frame) => Buffer.from(frame).toString("hex")),
    );
  });

  it.each(["hola", "17 03 0", "", "   \n", "0x", "17:03:zz", "\x1b[2J"])(
    "that is none is refused in one line: %j",
    (pasted) => {
      expect(() => readHex(pasted)).toThrowError(/hexadecimal|no bytes/);
    },
  );
});

describe("bytes", () => {
  it("of every frame of a capture are recognised as a frame, and without the link layer as a packet and a segment", async () => {
    for (const name of ["compare-plain.pcap", "compare-tls13.pcap"]) {
      for (const frame of await framesOf(name)) {
        expect(recogniseBytes(frame)).toBe("frame");
        expect(recogniseBytes(frame.subarray(14))).toBe("packet");
        expect(recogniseBytes(frame.subarray(34))).toBe("segment");
      }
    }
  });

  it("of a frame are explained with the records, or the text, that it carries", async () => {
    const kinds = async (name: string, packet: number) =>
      explainBytes((await framesOf(name))[packet - 1]!).map(({ kind }) => kind);
    expect(await kinds("compare-plain.pcap", 17)).toEqual(["frame", "text"]);
    expect(await kinds("compare-tls13.pcap", 6)).toEqual([
      "frame",
      "record",
      "record",
      "record",
      "record",
      "record",
      "record",
    ]);
  });

  it("of a ClientHello are explained to the last field", async () => {
    const hello = (await framesOf("compare-tls13.pcap"))[3]!.subarray(66);
    const text = explainedText(explainBytes(hello), hello).join("\n");
    expect(text).toContain("a TLS record");
    expect(text).toContain("localhost");
    expect(text).not.toContain("Not decoded");
    expect(explainBytes(hello.subarray(5))[0]!.kind).toBe("message");
  });

  it("fit in every width", async () => {
    const frame = (await framesOf("compare-tls13.pcap"))[3]!;
    const parts = explainBytes(frame);
    for (let width = 40; width <= 80; width++)
      for (const line of explainedText(parts, frame, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  it("cut off anywhere, or at random, never end in an exception, and what is explained covers them all", async () => {
    const frame = (await framesOf("compare-tls13.pcap"))[5]!;
    for (let end = 1; end < frame.length; end += 7) {
      const cut = frame.subarray(0, end);
      expect(explainedText(explainBytes(cut), cut).length).toBeGreaterThan(0);
    }
    for (let round = 0; round < 300; round++) {
      const bytes = randomBytes(1 + round);
      if (round % 3 === 0) bytes.set([0x16, 3, 3, 0, round & 255].slice(0, bytes.length));
      const parts = explainBytes(bytes);
      expect(parts[0]!.start).toBe(0);
      expect(parts.at(-1)!.end).toBe(bytes.length);
    }
  });

  it("that hold escape sequences do not reach the terminal as such", () => {
    const bytes = Buffer.from("hola \x1b[2J\u202e\n");
    expect(explainedText(explainBytes(bytes), bytes).join("\n")).not.toMatch(/[\x1b\u202e]/);
  });
});

describe("entropy", () => {
  it("of random bytes is on average what is said of them", () => {
    for (const length of [16, 38, 256, 1000]) {
      let sum = 0;
      for (let round = 0; round < 400; round++) sum += entropy(randomBytes(length));
      expect(sum / 400).toBeCloseTo(randomEntropy(length), 1);
    }
    expect(randomEntropy(50_000)).toBeCloseTo(8, 2);
  });

  it("of a record is shown with the most that so few bytes can have", () => {
    const { stdout } = decode(
      "",
      "17030300264d2e91a07b3cf86521d94e0f83b6c25a17e89d340b72fc61d80a95ce472b18f6a35c0e7d92b14f",
    );
    const [, bits, average, most] =
      /Entropy: ([\d.]+) bits per byte\. 38 random bytes have ([\d.]+) on average, and never more than (\d\.\d+)/.exec(
        stdout.replace(/\s+/g, " "),
      )!;
    expect(Number(most)).toBe(5.25);
    expect(Number(bits)).toBeLessThanOrEqual(5.25);
    expect(Number(average)).toBeLessThan(5.25);
    expect(stdout.replace(/\s+/g, " ")).toContain("at most 21 bytes with TLS 1.3");
  });
});

it("lab decode reads arguments and standard input, and a usage error is 2", () => {
  expect(decode("", "15:03:03:00:02:02:30").stdout).toContain("unknown_ca");
  expect(decode("15 03 03 00 02\n02 30\n").stdout).toBe(decode("", "15030300020230").stdout);
  expect(JSON.parse(decode("", "--json", "15030300020230").stdout)).toMatchObject({
    kind: "decoded",
    bytes: 7,
    parts: [{ kind: "record" }],
  });
  const wrong = decode("", "hola");
  expect(wrong).toMatchObject({ status: 2, stdout: "" });
  expect(wrong.stderr).toContain('"h" in line 1');
  expect(decode("", "--as", "cake", "17").status).toBe(2);
});
