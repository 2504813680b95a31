import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";

const lab = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const missing =
  spawnSync("script", ["--version"]).error !== undefined ? " (skipped: no program `script`, of util-linux)" : "";
const inTerminal = test.skipIf(missing !== "");
const chat = join(fixturesFolder, "chat-es-lf.pcap");

let terminal: PseudoTerminal | undefined;

afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

function run(argumentsText: string, environment: Record<string, string> = {}, columns = 80, rows = 24): PseudoTerminal {
  terminal = new PseudoTerminal(`${process.execPath} ${lab} ${argumentsText}`, { columns, rows, environment });
  return terminal;
}

inTerminal(
  `lab sniff on a terminal shows the inspector, takes keys, and leaves the terminal as it was${missing}`,
  async () => {
    const shown = run(`sniff -r ${chat}`);
    await shown.until((text) => text.includes("Hola, ¿qué tal estás?"));
    expect(shown.isAlternate).toBe(true);
    shown.send("jj");
    await shown.until((text) => /▌ +4 /.test(text) && text.includes("▾ Line"));
    shown.send("c");
    await shown.until((text) => text.includes("Conversation of connection 0"));
    shown.send("\x1b");
    await shown.until((text) => text.includes("explanation"));
    shown.send("q");
    expect(await shown.ended).toBe(0);
    expect(shown.isAlternate).toBe(false);
    expect(shown.output).toContain("\x1b[?1006l\x1b[?1000l");
    expect(shown.output.endsWith("\x1b[?25h\x1b[?1049l")).toBe(true);
    expect(shown.text().trim()).toBe("");
  },
);

inTerminal.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(`%s gives the terminal back${missing}`, async (signal) => {
  const shown = run(`sniff -r ${chat}`);
  await shown.until((text) => text.includes("16 packets"));
  for (const pid of childrenOf(shown.process.pid!)) process.kill(pid, signal);
  await shown.ended;
  expect(shown.output).toContain("\x1b[?25h\x1b[?1049l");
  expect(shown.isAlternate).toBe(false);
});

inTerminal(`NO_COLOR leaves out colours and keeps what is chosen visible${missing}`, async () => {
  const shown = run(`sniff -r ${chat}`, { NO_COLOR: "1", FORCE_COLOR: "" });
  await shown.until((text) => text.includes("16 packets"));
  shown.send("q");
  await shown.ended;
  expect(shown.output).toMatch(/\x1b\[(?:1;)?7m/);
  expect(shown.output).not.toMatch(/\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m/);
});

inTerminal(`TERM=dumb gets lines of text${missing}`, async () => {
  const shown = run(`sniff -r ${chat}`, { TERM: "dumb" }, 200, 60);
  await shown.ended;
  expect(shown.output).not.toContain("\x1b");
  expect(shown.output).toContain("conn packet        time      delta  from    what");
  expect(shown.output).toContain('"Hola, ¿qué tal estás?"');
  const narrow = run(`sniff -r ${chat}`, { TERM: "dumb" });
  await narrow.ended;
  expect(narrow.output).toContain("conn packet     time  from    what");
  expect(narrow.output).toContain('   0      6    0.050  server  "¡Muy bien!');
});

inTerminal(`a terminal without UTF-8 gets ASCII${missing}`, async () => {
  const shown = run(`sniff -r ${chat}`, { LC_ALL: "C", LANG: "C" });
  await shown.until((text) => text.includes("16 packets"));
  shown.send("q");
  await shown.ended;
  expect(shown.output).not.toMatch(/[^\x00-\x7f]/);
});

inTerminal(
  `a recording made beside the screen is whole, and an unwritable one is refused before the screen${missing}`,
  async () => {
    const folder = temporaryFolder();
    const copy = join(folder, "copy.pcap");
    const shown = run(`sniff -r ${chat} -w ${copy}`);
    await shown.until((text) => text.includes("REC copy.pcap") && text.includes("16 packets"));
    shown.send("\x03");
    expect(await shown.ended).toBe(0);
    expect(spawnSync(process.execPath, [lab, "sniff", "-r", copy, "--summary"], { encoding: "utf8" }).stdout).toContain(
      "16 packets",
    );
    shown.close();
    writeFileSync(join(folder, "file"), "");
    const refused = run(`sniff -r ${chat} -w ${join(folder, "file", "no.pcap")}`);
    expect(await refused.ended).toBe(1);
    expect(refused.isAlternate).toBe(false);
    expect(refused.output).toMatch(/^lab: .*file exists and is not a folder/);
  },
);

inTerminal(`nothing stays behind in the temporary folder${missing}`, async () => {
  const folder = temporaryFolder();
  const shown = run(`sniff -r ${chat}`, { TMPDIR: folder });
  await shown.until((text) => text.includes("16 packets"));
  expect(readdirSync(folder)).toEqual([]);
  shown.send("q");
  await shown.ended;
  const refused = run(`sniff -r ${chat}`, { TMPDIR: join(folder, "none") });
  expect(await refused.ended).toBe(1);
  expect(refused.output).toContain("lab: the inspector cannot keep packets in");
});

const cannot = mayCapture ? missing : " (skipped: this user may not capture on lo)";

test.skipIf(cannot !== "")(
  `live: a line that someone writes appears, the dialogue grows, and a dumper that dies is reported${cannot}`,
  async () => {
    const server = createServer((socket) =>
      socket.on("data", (data) => socket.write(`# ${data}`)).on("error", () => {}),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const shown = run(`sniff lo --filter 'tcp port ${port}'`);
    await shown.until((text) => text.includes(`Capturing tcp port ${port} on lo. No packets yet.`));
    const client = connect(port, "127.0.0.1");
    client.write("buenos días\n");
    await shown.until((text) => text.includes("TEXT   buenos días") && text.includes("# buenos días"));
    shown.send("c");
    await shown.until((text) => text.includes("→ buenos días"));
    client.write("sin fin de línea");
    await shown.until((text) => text.includes("→ sin fin de línea"));
    client.destroy();
    server.close();
    const [labProcess] = childrenOf(shown.process.pid!);
    for (const dumper of childrenOf(labProcess!)) process.kill(dumper, "SIGKILL");
    await shown.until((text) => text.includes("ended: lo"));
    expect(shown.lines().at(-2)).toContain("the capture on lo ended by itself");
    expect(shown.lines().at(-1)).toContain("? keys");
    shown.send("q");
    expect(await shown.ended).toBe(0);
    expect(shown.output).toMatch(/\x1b\[\?1049llab: captured \d+ packets\r\nlab: the capture on lo ended by itself/);
  },
);

test.skipIf(cannot !== "")(
  `live: under a burst the screen answers keys, and every byte is either read or said to be lost${cannot}`,
  async () => {
    const folder = temporaryFolder();
    const sender = spawn(process.execPath, [
      fileURLToPath(new URL("../../dist/bench/sniffer/run-burst.js", import.meta.url)),
      "50000",
      "2",
    ]);
    let said = "";
    sender.stdout.on("data", (text: Buffer) => {
      said += text;
    });
    try {
      await once(sender.stdout, "data");
      const copy = join(folder, "burst.pcap");
      const shown = run(`sniff lo --filter 'tcp port ${said.trim()}' -w ${copy}`);
      await shown.until((text) => text.includes("No packets yet"));
      sender.stdin.write("go\n");
      await shown.until((text) => text.includes("TEXT"));
      shown.send("?");
      await shown.until((text) => text.includes("┌ Keys"));
      shown.send("?");
      await shown.until((text) => !text.includes("┌ Keys"));
      while (!said.trim().includes("\n")) await once(sender.stdout, "data");
      // On a busy machine the last packets of the burst are lost, and only a later packet shows it: after all is drawn,
      // the FIN.
      for (let before = ""; before !== shown.text(); await wait(1000)) before = shown.text();
      sender.stdin.end("end\n");
      await shown.until((text) => /will send nothing more|aborts the connection/.test(text));
      shown.send("q");
      expect(await shown.ended).toBe(0);
      const [, sent] = said.trim().split("\n").map(Number);
      const json = spawnSync(process.execPath, [lab, "sniff", "-r", copy, "--json"], {
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      });
      let accounted = 0;
      for (const line of json.stdout.split("\n")) {
        if (line.includes('"kind":"text"')) accounted += JSON.parse(line).length;
        if (line.includes('"kind":"gap"')) accounted += JSON.parse(line).bytes;
      }
      expect(accounted).toBe(sent! * 41);
    } finally {
      sender.kill();
    }
  },
);

/** The processes below `script`: the shell has become the lab. */
function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [];
  const { stdout } = spawnSync("cat", [path], { encoding: "utf8" });
  return stdout.trim().split(" ").filter(Boolean).map(Number);
}
