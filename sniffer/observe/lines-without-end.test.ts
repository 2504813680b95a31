import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { observe } from "../../testing/sniffer/observe.ts";
import type { Frame } from "../capture/frame.ts";
import { startLiveCapture } from "../capture/live-capture.ts";
import { TextPrinter } from "./print-text.ts";

/** The result of each packet with data and of each line, in order. */
function told(frames: readonly Frame[]): string[] {
  return observe(frames).flatMap((one): string[] => {
    if (one.kind === "text") return [`${one.from} ${one.text}`];
    return one.kind === "packet" && one.payload ? [`packet ${one.number}`] : [];
  });
}

test("an unfinished line is over when the other side sends something, and is reported before it", () => {
  const { frames } = new Conversation().open().client("hola").server("¿qué tal?").client("bien").server("adiós");
  expect(told(frames)).toEqual([
    ...["packet 4", "client hola", "packet 5", "server ¿qué tal?", "packet 6", "client bien", "packet 7"],
    "server adiós",
  ]);
});

test("what one side sends in pieces, without an answer in between, is one line", () => {
  const { frames } = new Conversation().open().client("ho").client("la\n").server("hola\n");
  expect(told(frames)).toEqual(["packet 4", "packet 5", "client hola", "packet 6", "server hola"]);
});

test("a line that may fill its segment goes on although the other side speaks", () => {
  const half = "a".repeat(1400);
  const { frames } = new Conversation().open().client(half).server("hola\n").client(`${half}\n`);
  expect(told(frames)).toEqual(["packet 4", "packet 5", "server hola", "packet 6", `client ${half}${half}`]);
});

test("keys of a Telnet client, each with its echo, make lines", () => {
  const conversation = new Conversation().open().server("login: ");
  for (const key of "ana") conversation.client(key).server(key);
  const { frames } = conversation.client("\r\n").server("\r\n").server("Password: ").client("clave\r\n").server("$ ");
  expect(told(frames).filter((line) => !line.startsWith("packet"))).toEqual([
    ...["server login: ", "client ana", "server ana", "server Password: ", "client clave", "server $ "],
  ]);
});

const pythonServer = `
import socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
client, _ = server.accept()
while data := client.recv(1024):
    client.send(b"you said " + data)
`;
const pythonClient = `
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
for word in ("hola", "mi clave", "es Ping\\u00fcino-1987"):
    client.send(word.encode())
    client.recv(1024)
`;

const hasPython = spawnSync("python3", ["--version"]).status === 0;
describe.skipIf(!mayCapture || !hasPython)(
  "Python programs that end no line (needs python3, and root to capture)",
  () => {
    test("are shown message by message, and time never runs backwards", async () => {
      const live = await startLiveCapture({ device: "lo" });
      const server = spawn("python3", ["-c", pythonServer], { stdio: ["ignore", "pipe", "inherit"] });
      const [port] = await once(server.stdout, "data");
      const ended = once(server, "exit");
      expect(spawnSync("python3", ["-c", pythonClient, String(port).trim()]).status).toBe(0);
      await ended;
      live.stop();
      const observations = observe(await itemsOf(live.capture));
      const lines = observations.flatMap((one) => (one.kind === "text" ? [`${one.from} ${one.text}`] : []));
      expect(lines).toEqual([
        ...["client hola", "server you said hola", "client mi clave", "server you said mi clave"],
        ...["client es Pingüino-1987", "server you said es Pingüino-1987"],
      ]);
      const printer = new TextPrinter();
      expect(observations.map((one) => printer.line(one)).join("\n")).not.toMatch(/ -\d/);
    });
  },
);
