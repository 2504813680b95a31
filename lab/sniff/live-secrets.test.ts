import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { connect, createServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { rsaCertificate } from "../../testing/sniffer/opened.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const hasTshark = spawnSync("tshark", ["--version"]).error === undefined;

/** Waits for a condition; a minute is more than any machine needs. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3000 && !isSo(); tries++) await setTimeout(20);
  expect(isSo()).toBe(true);
}

test.skipIf(!mayCapture)(
  "a live pcapng file has the secrets while the conversation goes on, and tshark reads it without options (needs the right to capture)",
  async () => {
    const folder = temporaryFolder();
    const [keys, file] = [join(folder, "keys.log"), join(folder, "live.pcapng")];
    writeFileSync(keys, "", { mode: 0o600 });
    const server = createServer(rsaCertificate(), (socket) => socket.on("data", (data) => socket.write(data)));
    server.on("keylog", (line: Buffer) => appendFileSync(keys, line));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const args = ["sniff", "lo", "--filter", `tcp port ${port}`, "--keylog", keys, "-w", file, "--text"];
    const sniffer = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    sniffer.stdout.on("data", (data: Buffer) => {
      printed += data.toString();
    });
    try {
      await once(sniffer.stderr, "data");
      const client = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
      await once(client, "secureConnect");
      // No line was sent yet: the handshake alone brings its secrets.
      const secret = () => readFileSync(keys, "latin1").match(/^CLIENT_TRAFFIC_SECRET_0 .*$/m)?.[0];
      await until(() => existsSync(file) && secret() !== undefined && readFileSync(file, "latin1").includes(secret()!));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      client.write("¡hola, servidor!\n");
      await once(client, "data");
      client.write("adiós\n");
      await once(client, "data");
      client.end();
      await until(() => printed.includes("connection closed"));
      expect(printed.match(/opened: "¡hola, servidor!"/g)).toHaveLength(2);
    } finally {
      sniffer.kill("SIGINT");
      server.close();
    }
    await once(sniffer, "close");
    if (hasTshark) {
      const { stdout, stderr } = spawnSync("tshark", ["-r", file, "-q", "-z", "follow,tls,raw,0"]);
      const said = (stdout.toString().match(/^\t?[0-9a-f]+$/gm) ?? []).map((line) =>
        Buffer.from(line.trim(), "hex").toString(),
      );
      const lines = ["¡hola, servidor!\n", "¡hola, servidor!\n", "adiós\n", "adiós\n"];
      expect(said, `port ${port}, tshark printed:\n${stdout}${stderr}`).toEqual(lines);
    }
  },
  60_000,
);
