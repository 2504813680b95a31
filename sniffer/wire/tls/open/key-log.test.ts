import { describe, expect, test } from "vitest";
import { hex } from "../../decode/reader.ts";
import { type KeyLogLine, KeyLogReader, MAX_KEY_LOG_LINE, readKeyLogLine } from "./key-log.ts";

const random = "ab".repeat(32);
const secret = "cd".repeat(32);
const master = "ef".repeat(48);
const log = [
  "# SSL/TLS secrets log file",
  "",
  `CLIENT_HANDSHAKE_TRAFFIC_SECRET ${random} ${secret}`,
  `CLIENT_RANDOM ${random} ${master}`,
  `CLIENT_RANDOM ${random} ${master}`,
  `RSA 0011223344556677 ${master}`,
  `QUIC_SERVER_TRAFFIC_SECRET ${random} ${secret}`,
  "this is no line of a key log",
  `SERVER_TRAFFIC_SECRET_0 ${random} ${secret}`,
].join("\n");

function read(chunks: readonly string[]): { line: KeyLogLine; number: number }[] {
  const lines: { line: KeyLogLine; number: number }[] = [];
  const take = (line: KeyLogLine, number: number) => lines.push({ line, number });
  const reader = new KeyLogReader();
  for (const chunk of chunks) reader.push(Buffer.from(chunk), take);
  reader.end(take);
  return lines;
}

const kinds = (lines: readonly { line: KeyLogLine }[]) => lines.map(({ line }) => line.kind);

describe("a key log", () => {
  test("is read line by line; comments and other protocols are passed over, a bad line costs only itself", () => {
    const lines = read([log]);
    expect(kinds(lines)).toEqual([
      "other",
      "other",
      "secret",
      "secret",
      "secret",
      "premaster",
      "other",
      "bad",
      "secret",
    ]);
    expect(lines[7]!.number).toBe(8);
    const { line } = lines[2]!;
    expect(line.kind === "secret" && [line.label, hex(line.random), hex(line.secret)]).toEqual([
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
      random,
      secret,
    ]);
  });

  test("reads the same however it comes in pieces, with CR LF, capitals and blanks too", () => {
    expect(read([...log])).toEqual(read([log]));
    expect(kinds(read([log.replaceAll("\n", "\r\n")]))).toEqual(kinds(read([log])));
    expect(readKeyLogLine(`\0\0\ufeffCLIENT_RANDOM ${random} ${master}`).kind).toBe("secret");
    expect(readKeyLogLine(`  CLIENT_RANDOM\t${random.toUpperCase()} ${master.toUpperCase()} `).kind).toBe("secret");
  });

  test.each([
    ["a random that is too short", `CLIENT_RANDOM ${random.slice(2)} ${master}`],
    ["a secret that is cut", `CLIENT_RANDOM ${random} ${master.slice(0, 50)}`],
    ["half a digit", `SERVER_TRAFFIC_SECRET_0 ${random} ${secret}a`],
    ["something behind the secret", `CLIENT_RANDOM ${random} ${master} x`],
    ["a private key", "-----BEGIN PRIVATE KEY-----"],
    ["an RSA line of the wrong length", `RSA 0011 ${master}`],
  ])("says that a line is bad: %s", (_, line) => {
    expect(readKeyLogLine(line).kind).toBe("bad");
  });

  test("a last line without its end counts where it is whole, and is unfinished where it is not", () => {
    expect(kinds(read([`CLIENT_RANDOM ${random} ${master}`]))).toEqual(["secret"]);
    const [last] = read([`CLIENT_RANDOM ${random} ${master.slice(0, 20)}`]);
    expect(last?.line).toEqual({ kind: "bad", random, isUnfinished: true });
  });

  test("a line without end is not kept", () => {
    const long = "A".repeat(MAX_KEY_LOG_LINE);
    expect(kinds(read([long, long, `${long}\nCLIENT_RANDOM ${random} ${master}\n`]))).toEqual(["bad", "secret"]);
    expect(kinds(read([`${long}${long}\n`]))).toEqual(["bad"]);
  });

  test("the old form of OpenSSL's tools gives the master secret of a session", () => {
    const line = readKeyLogLine(`RSA Session-ID:${"01".repeat(32)} Master-Key:${master}`);
    expect(line.kind === "session" && hex(line.secret)).toBe(master);
  });
});
