import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mayCapture } from "../../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../../testing/test-folders.ts";

const lab = new URL("../../../dist/lab/main.js", import.meta.url).pathname;
const captures = new URL("../../../testing/sniffer/captures/", import.meta.url).pathname;
const folder = lastingFolder();

const find = (...words: string[]) => spawnSync(process.execPath, [lab, "find", ...words], { encoding: "utf8" });

it("tells packet, connection, direction, offset and form of each hit, and exits with 0", () => {
  const { status, stdout } = find("pingüino", `${captures}chat-es-lf.pcap`);
  expect(stdout).toBe(
    'packet 8, connection 0, client → server, offset 28, as UTF-8: "El pingüino Wenceslao hizo kilómetros ba"\n' +
      "found once in 210 bytes of 1 connection (16 packets).\n",
  );
  expect(status).toBe(0);
});

it("says where it looked when it found nothing, and exits with 1", () => {
  const { status, stdout } = find("Quijote", `${captures}chat-es-lf.pcap`);
  expect(stdout).toBe("not found in 210 bytes of 1 connection (16 packets).\n");
  expect(status).toBe(1);
});

it("reads from standard input, and prints JSON", () => {
  const { stdout } = spawnSync(
    "sh",
    ["-c", `cat ${captures}chat-es-lf.pcap | ${process.execPath} ${lab} find --json hola -`],
    {
      encoding: "utf8",
    },
  );
  const [hit, searched] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(hit).toMatchObject({
    kind: "hit",
    file: "-",
    packet: 4,
    offset: 0,
    form: "UTF-8 with a capital letter first",
  });
  expect(searched).toMatchObject({ kind: "searched", hits: 1, packets: 16 });
});

it("says in one line what is wrong with a file, and a usage error is 2", () => {
  const text = join(folder, "text.pcap");
  writeFileSync(text, "no capture at all\n");
  const wrong = find("hola", text);
  expect(wrong).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("this is not a capture") });
  expect(find("hola", text, text).stdout.match(/this is not a capture/g)).toHaveLength(2);
  expect(find("hola").status).toBe(2);
  expect(find("", text).status).toBe(2);
  const missing = find("hola", join(folder, "missing.pcap"));
  expect(missing).toMatchObject({ status: 1, stdout: "" });
  expect(missing.stderr.split("\n").length).toBeLessThanOrEqual(3);
});

it.skipIf(!mayCapture)("watches a device for words while they are typed (needs the right to capture)", async () => {
  const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const words = ["--live", "lo", "--filter", `tcp port ${port}`, "palabras mías"];
  const child = spawn(process.execPath, [lab, "find", ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let output = "";
  child.stdout.on("data", (bytes) => {
    if (output === "") child.kill("SIGINT");
    output += bytes;
  });
  await once(child.stderr, "data");
  // Root does not decode what strangers send.
  if (process.getuid?.() === 0) expect(readFileSync(`/proc/${child.pid}/status`, "utf8")).toMatch(/^Uid:\t65534\t/m);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("unas palabras ");
  await setTimeout(20); // So that it goes out in a separate segment.
  socket.write("mías, sin fin de línea");
  const [status] = await ended;
  expect(output).toMatch(
    /connection 0, client → server, offset 5, as UTF-8: "unas palabras mías, sin fin de línea"\nfound once/,
  );
  expect(status).toBe(0);
  socket.destroy();
  server.close();
});

describe("with a key log", () => {
  const keyed = [`${captures}opened-chat.pcap`, "--keylog", `${captures}opened-chat.keylog`];

  it("finds words in opened records apart from what is on the wire: for an eavesdropper they are not found", () => {
    const { status, stdout } = find("Pingüino-42", ...keyed);
    expect(stdout.split("\n").slice(0, -1)).toEqual([
      'opened with the key: packet 36, connection 0, client → server, offset 52, as UTF-8: "la contraseña es Pingüino-42"',
      'opened with the key: packet 38, connection 1, server → client, offset 93, as UTF-8: "ana > la contraseña es Pingüino-42"',
      "not found in 4,646 bytes of 2 connections (59 packets). 3,474 of these bytes are TLS application_data. " +
        "Opened with the key: found 2 times. Without the key, nobody finds it.",
    ]);
    expect(status).toBe(1);
    expect(find("Quijote", ...keyed).stdout).toContain("Also not found in the text that the key opened.");
  });

  it("marks such hits in JSON", () => {
    const [hit, , searched] = find("Pingüino-42", "--json", ...keyed)
      .stdout.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(hit).toMatchObject({ kind: "hit", packet: 36, opened: true });
    expect(searched).toMatchObject({ kind: "searched", hits: 0, openedHits: 2 });
  });
});
