import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import { clientHello, serverHello, tlsRecord } from "../../testing/sniffer/packets.ts";
import type { Frame } from "../capture/frame.ts";
import { Observer } from "./observer.ts";
import { MAX_LINE_BYTES } from "./text-reader.ts";

const random = Buffer.alloc(32, 7);
const hello = tlsRecord(22, clientHello(random), 0x0301);
const answer = Buffer.concat([tlsRecord(22, serverHello(random)), tlsRecord(20, Buffer.of(1))]);
/** Application data whose ciphertext is the same in each run. */
const data = (length: number, seed = 1) =>
  tlsRecord(
    23,
    bufferFrom(length, (at) => (at * 167 + seed * 31) ^ (at >> 3)),
  );

function bufferFrom(length: number, value: (at: number) => number): Buffer {
  return Buffer.from(Array.from({ length }, (_, at) => value(at) & 0xff));
}

/** The resulting observations, in order: one line each. */
function contents(frames: readonly Frame[]): string[] {
  return observe(frames).flatMap((observation): string[] => {
    switch (observation.kind) {
      case "text":
        return [
          `${observation.from} text "${observation.text}"${observation.encoding ? ` ${observation.encoding}` : ""}${observation.unfinished ? " unfinished" : ""}`,
        ];
      case "binary":
        return [`${observation.from} binary ${observation.length}${observation.note ? ` (${observation.note})` : ""}`];
      case "tls-record":
        return [
          `${observation.from} record ${observation.contentType} ${observation.length}${observation.guess ? " guessed" : ""}`,
        ];
      case "tls-message":
        return observation.guess ? [] : [`${observation.from} message ${observation.message}`];
      case "gap":
        return [`${observation.from} gap ${observation.bytes}`];
      case "problem":
        return [`problem ${observation.message}`];
      default:
        return [];
    }
  });
}

const said = (text: string | Uint8Array) => contents(new Conversation().open().client(text).frames);

describe("text", () => {
  test.each<[string, Uint8Array | string, string[]]>([
    ["lines that end with LF or CRLF", "uno\ndos\r\n\ntres\n", ['"uno"', '"dos"', '""', '"tres"']],
    ["UTF-8 of all lengths", "¡ñandú! 名前 🐧\n", ['"¡ñandú! 名前 🐧"']],
    ["a line without an end", "sin fin", ['"sin fin" unfinished']],
    ["Latin-1", Buffer.from("¿Qué tal, señor?\n", "latin1"), ['"¿Qué tal, señor?" ISO-8859-1']],
    [
      "UTF-16, little-endian",
      Buffer.from("hola, señor\nadiós\n", "utf16le"),
      ['"hola, señor" UTF-16LE', '"adiós" UTF-16LE'],
    ],
    [
      "UTF-16, big-endian",
      Buffer.from("hola, señor\nadiós\n", "utf16le").swap16(),
      ['"hola, señor" UTF-16BE', '"adiós" UTF-16BE'],
    ],
    ["colours for a terminal", "\u001b[31mrojo\u001b[0m\n", ['"\u001b[31mrojo\u001b[0m"']],
    ["a telnet line end", "hola\r\0\n", ['"hola\r\0"']],
  ])("%s", (_, bytes, expected) => {
    expect(said(bytes)).toEqual(expected.map((line) => `client text ${line}`));
  });

  test("is put together across segments, and belongs to the packet that ends it", () => {
    const { frames } = new Conversation().open().client("ho").client("la, ¿qu").client("é?\n");
    expect(ofKind(observe(frames), "text")).toMatchObject([
      { text: "hola, ¿qué?", firstPacket: 4, packet: 6, length: 14 },
    ]);
  });

  test("without a line end is shown after a pause, with the time and packet of its last byte", () => {
    const { frames } = new Conversation().open().client("¿contraseña? ").server("x\n", { after: 2 });
    const found = ofKind(observe(frames), "text");
    expect(found.map(({ text, packet, unfinished }) => [text, packet, unfinished])).toEqual([
      ["¿contraseña? ", 4, true],
      ["x", 5, undefined],
    ]);
    expect(found[0]!.time).toEqual(frames[3]!.time);
  });

  test("without a line end is shown when a live capture says that time has passed", () => {
    const { frames } = new Conversation().open().client("login: ");
    const observer = new Observer();
    for (const frame of frames) observer.push(frame);
    const { seconds, nanoseconds } = frames.at(-1)!.time;
    expect(observer.idle({ seconds, nanoseconds })).toEqual([]);
    expect(observer.idle({ seconds: seconds + 1, nanoseconds })).toMatchObject([
      { kind: "text", text: "login: ", packet: 4 },
    ]);
    expect(observer.idle({ seconds: seconds + 2, nanoseconds })).toEqual([]);
  });

  test("longer than the bound is reported in pieces, cut between characters, none lost", () => {
    const line = `x${"ñ".repeat(MAX_LINE_BYTES * 2)}`;
    const bytes = Buffer.from(`${line}\n`);
    const conversation = new Conversation().open();
    for (let at = 0; at < bytes.length; at += 1000) conversation.client(bytes.subarray(at, at + 1000));
    const pieces = ofKind(observe(conversation.frames), "text");
    expect(pieces.map(({ text }) => text).join("")).toBe(line);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_LINE_BYTES);
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
  });
});

describe("what is not UTF-16", () => {
  test("telnet's IAC DONT at the start of a stream: the commands are binary, the login prompt is text", async () => {
    const observations = await observeFile(join(fixturesFolder, "telnet-iac-dont.pcap"));
    const server = ofKind(observations, "text").filter(({ from }) => from === "server");
    expect(server.map(({ text, encoding }) => [text, encoding])).toEqual([
      ["Ubuntu 17.10", undefined],
      ["osboxes login: ", undefined],
    ]);
    expect(ofKind(observations, "binary")).toMatchObject([{ offset: 0, length: 6 }]);
  });

  test("machine code that begins with FE FF, after lines of text", async () => {
    const observations = await observeFile(join(fixturesFolder, "machine-code-fe-ff.pcap"));
    expect(ofKind(observations, "text").map(({ text }) => text)).toEqual(["HTTP/1.0 200 OK", ""]);
    expect(ofKind(observations, "binary").reduce((sum, { length }) => sum + length, 0)).toBe(420);
  });

  test("a line of it that a line of UTF-16 without an end came before", () => {
    const { frames } = new Conversation().open().client(Buffer.from("hola, señor", "utf16le")).client("fin, adiós\n");
    expect(contents(frames)).toEqual(['client text "hola, señor" UTF-16LE unfinished', 'client text "fin, adiós"']);
  });

  test("zeros between numbers that are no letters", () => {
    const numbers = Buffer.from([5, 0, 1, 0, 2, 0, 3, 0, 14, 0, 1, 0, 10, 0]);
    expect(said(numbers)).toEqual(["client binary 14"]);
  });
});

test("UTF-16 with its mark, in letters that are not Western, is text where a line ends in it", () => {
  expect(said(Buffer.from("\ufeff名前は何ですか\n私は学生です\n", "utf16le"))).toEqual([
    'client text "名前は何ですか" UTF-16LE',
    'client text "私は学生です" UTF-16LE',
  ]);
});

describe("binary", () => {
  test("is called so, with length, entropy and the strings in it", () => {
    const bytes = Buffer.concat([
      Buffer.from("GIF89a"),
      bufferFrom(250, (at) => at * 167),
      Buffer.from("\0contraseña\0"),
    ]);
    const [binary] = ofKind(observe(new Conversation().open().client(bytes).frames), "binary");
    expect(binary).toMatchObject({ length: bytes.length, offset: 0 });
    expect(binary!.strings).toEqual(expect.arrayContaining(["GIF89a", "contrase"]));
    expect(binary!.entropy).toBeGreaterThan(7);
  });

  test("has no more entropy than its length allows, and none where all bytes are one", () => {
    const entropyOf = (bytes: Buffer) =>
      ofKind(observe(new Conversation().open().client(bytes).frames), "binary")[0]!.entropy;
    expect(entropyOf(Buffer.alloc(100))).toBe(0);
    expect(entropyOf(Buffer.from([0, 1, 2, 3]))).toBe(2);
    expect(entropyOf(bufferFrom(256, (at) => at))).toBe(8);
  });

  test("between lines of text leaves the lines readable", () => {
    const { frames } = new Conversation()
      .open()
      .client("antes\n")
      .client(Buffer.from([0, 1, 2, 255]))
      .client("después\n");
    expect(contents(frames)).toEqual(['client text "antes"', "client binary 4", 'client text "después"']);
  });
});

describe("TLS", () => {
  const secured = () => new Conversation().open().client(hello).server(answer);

  test("is recognised by its content on any port", () => {
    expect(contents(secured().client(data(40)).frames)).toEqual([
      `client record handshake ${hello.length - 5}`,
      "client message client_hello",
      "server record handshake 90".replace("90", String(answer.length - 11)),
      "server message server_hello",
      "server record change_cipher_spec 1",
      "client record application_data 40",
    ]);
  });

  test("may begin after lines in the clear, in the same segment too", () => {
    const { frames } = new Conversation()
      .open()
      .server("220 hola\r\n")
      .client("STARTTLS\r\n")
      .server("220 ya\r\n")
      .client(hello)
      .server(answer);
    expect(contents(frames).slice(0, 5)).toEqual([
      'server text "220 hola"',
      'client text "STARTTLS"',
      'server text "220 ya"',
      `client record handshake ${hello.length - 5}`,
      "client message client_hello",
    ]);
    const joined = new Conversation().open().client(Buffer.concat([Buffer.from("STARTTLS\n"), hello])).frames;
    expect(contents(joined)).toEqual(contents(new Conversation().open().client("STARTTLS\n").client(hello).frames));
  });

  test("joined in the middle is recognised by the chain of its records", () => {
    const { frames } = new Conversation().client(Buffer.concat([data(30), data(50)])).server(data(80));
    expect(contents(frames)).toEqual([
      "client record application_data 30",
      "client record application_data 50",
      "server record application_data 80",
    ]);
  });

  test("a ClientHello shows that client and server were guessed wrongly", () => {
    const { frames } = new Conversation().server(hello).client(answer);
    const found = ofKind(observe(frames), "connection").map(({ state, client, guess }) => [state, client.port, guess]);
    expect(found).toEqual([
      ["midstream", 40000, true],
      ["roles-swapped", 12345, undefined],
    ]);
    expect(ofKind(observe(frames), "tls-message")[1]).toMatchObject({ message: "server_hello", from: "server" });
  });

  test("goes on after a gap inside a record, which is reported as damaged and whole in length", () => {
    const record = data(1000);
    const conversation = secured()
      .client(record.subarray(0, 200))
      .client(record.subarray(200, 700), { isCaptured: false });
    const { frames } = conversation
      .client(Buffer.concat([record.subarray(700), data(60)]))
      .server("")
      .client("", { flags: "FIN ACK" });
    expect(contents(frames).slice(5)).toEqual([
      "client gap 500",
      "client record application_data 1000",
      "client record application_data 60",
    ]);
  });

  test("goes on after a gap between records where the next boundary proves itself", () => {
    const { frames } = secured()
      .client(data(300), { isCaptured: false })
      .client(Buffer.concat([data(60), data(70)]))
      .server("")
      .client("", { flags: "FIN ACK" });
    expect(contents(frames).slice(5)).toEqual([
      "client gap 305",
      "client record application_data 60",
      "client record application_data 70",
    ]);
  });

  test("says that the boundary is unknown until one proves itself, and does not call ciphertext text", () => {
    const middle = bufferFrom(90, (at) => 65 + (at % 20));
    const { frames } = secured()
      .client(data(300), { isCaptured: false })
      .client(middle)
      .client(Buffer.concat([bufferFrom(40, (at) => 200 + at), data(60), data(70), data(80)]))
      .server("")
      .client("", { flags: "FIN ACK" });
    expect(contents(frames).slice(5)).toEqual([
      "client gap 305",
      "client binary 90 (TLS, record boundary unknown after a gap)",
      "client binary 40 (TLS, record boundary unknown after a gap)",
      "client record application_data 60",
      "client record application_data 70",
      "client record application_data 80",
    ]);
  });

  test("marks a record as a guess where its boundary is only likely", () => {
    const long = data(400);
    const { frames } = secured()
      .client(data(300), { isCaptured: false })
      .client(long.subarray(0, 100))
      .client(long.subarray(100))
      .server("")
      .client("", { flags: "FIN ACK" });
    expect(contents(frames).slice(5)).toEqual(["client gap 305", "client record application_data 400 guessed"]);
  });

  test("says what a gap took from a handshake message", () => {
    const { frames } = new Conversation()
      .open()
      .client(hello.subarray(0, 100))
      .client(hello.subarray(100, 120), { isCaptured: false })
      .client(hello.subarray(120))
      .server("")
      .client("", { flags: "FIN ACK" });
    expect(contents(frames)).toContain("problem a handshake message is incomplete: bytes of its record are missing");
  });

  test("ends where no record can begin: the rest is shown as what it is", () => {
    const { frames } = secured().client("ya no cifro\n");
    expect(contents(frames).slice(5)).toEqual([
      "problem the bytes after the last TLS record are not a TLS record",
      'client text "ya no cifro"',
    ]);
  });

  test("cut off by the end of the stream says how much there was", () => {
    const { frames } = secured().client(data(100).subarray(0, 50)).client("", { flags: "FIN ACK" });
    expect(contents(frames).at(-1)).toBe("problem the stream ends inside a TLS record, after 50 of its bytes");
  });

  test("a handshake message longer than the bound is passed over with a word, and the next one read", () => {
    const long = Buffer.concat([Buffer.from([11, 0x05, 0x00, 0x00]), randomBytes(0x50000)]);
    const tls12 = serverHello(random);
    const plain = Buffer.concat([tls12.subarray(0, 2 + 2 + 2 + 32 + 33 + 2 + 1)]);
    plain.writeUIntBE(plain.length - 4, 1, 3);
    const conversation = new Conversation().open().client(hello).server(tlsRecord(22, plain));
    for (let at = 0; at < long.length; at += 16000) conversation.server(tlsRecord(22, long.subarray(at, at + 16000)));
    const found = contents(conversation.server(tlsRecord(22, Buffer.from([14, 0, 0, 0]))).frames);
    expect(found).toContain("problem certificate of 327684 bytes is longer than 262144: the lab did not read it");
    expect(found.at(-1)).toBe("server message server_hello_done");
  });
});
