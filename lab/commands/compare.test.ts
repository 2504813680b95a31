import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { labMain, labOnTerminal, labOnTerminalAs } from "../../testing/chat/terminal.ts";
import { asOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const captures = fileURLToPath(new URL("../../testing/sniffer/captures/", import.meta.url));
const [plain, tls] = [`${captures}compare-plain.pcap`, `${captures}compare-tls13.pcap`];
const folder = lastingFolder();
const compare = (...words: string[]) =>
  spawnSync(process.execPath, [labMain, "compare", ...words], { cwd: folder, encoding: "utf8" });

describe("lab compare", () => {
  it("prints text where it is piped, and reads one of the two from standard input", () => {
    const { status, stdout } = compare(plain, tls);
    expect(status).toBe(0);
    expect(stdout).toContain("ana → server  │ TEXT hola");
    const command = `"${process.execPath}" "${labMain}" compare - "${tls}" < "${plain}"`;
    const piped = spawnSync("sh", ["-c", command], { encoding: "utf8" });
    expect(piped.stdout.split("\n").length).toBe(stdout.split("\n").length);
  });

  it("writes the HTML page to its file, and says so beside standard output", () => {
    const { status, stdout, stderr } = compare(plain, tls, "--html", "report.html");
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "written: report.html\n" });
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("</html>");
    const again = compare(plain, tls, "--html", "report.html");
    expect(again).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("--html report.html --force\n"),
    });
    expect(compare(plain, tls, "--html", "report.html", "--force").status).toBe(0);
  });

  it("fails where a file is no capture with one error, and where neither holds a packet", () => {
    const { status, stdout, stderr } = compare(plain, `${captures}bad-text.pcap`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^lab: .*bad-text\.pcap: .*6573746f.*\n.*\n$/);
    const empty = compare(`${captures}bad-header-only.pcap`, `${captures}bad-header-only.pcap`);
    expect(empty.status).toBe(1);
    expect(empty.stdout).toContain("bad-header-only.pcap contains no packets.");
    expect(empty.stdout).not.toContain("What it costs");
  });

  it("opens no screen where neither file holds a packet", async () => {
    const empty = `${captures}bad-header-only.pcap`;
    const terminal = labOnTerminal(folder, "compare", empty, empty);
    await terminal.shows("contains no packets");
    expect(await terminal.ended()).toBe(1);
  });

  it("puts three wires beside each other, in every form", () => {
    const { status, stdout } = compare(plain, tls, tls);
    expect(status).toBe(0);
    expect(stdout).toMatch(/ana → server {2}│ TEXT hola[^\n]*[│≠] TLS [^\n]*│ TLS /);
    const { kind, second, third } = JSON.parse(compare(plain, tls, tls, "--json").stdout);
    expect([kind, second.kind, third.second.name]).toEqual(["three-wires", "comparison", "compare-tls13.pcap"]);
    expect(compare(plain, tls, tls, "--markdown").stdout).toContain("# The same words on three wires");
    const page = join(folder, "three.html");
    expect(compare(plain, tls, tls, "--html", page)).toMatchObject({ status: 0, stderr: `written: ${page}\n` });
    expect(compare(plain, tls, tls, "--html", page)).toMatchObject({ status: 1 });
  });

  it("says in two lines what is wrong with its arguments", () => {
    expect(compare(plain, "missing.pcap")).toMatchObject({ status: 1, stdout: "" });
    expect(compare("-", "-")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^lab: .*standard input\nlab compare FILE -\n$/),
    });
    expect(compare(plain).status).toBe(2);
  });

  it("is a screen on a terminal: both wires move together, and each key shows its pane", async () => {
    const screen = labOnTerminal(folder, "compare", plain, tls);
    try {
      await screen.shows("> ana → server");
      screen.type("jjjj");
      await screen.shows("> server → luis");
      await screen.shows("message 5 of 15");
      screen.type(" ");
      await screen.shows("header 5 + text and");
      screen.type("x");
      await screen.shows("packet 15                              │ packet 22");
      screen.type("e");
      await screen.shows("READABLE 17 lines");
      screen.type("c");
      await screen.shows("TLS handshakes and alerts");
      screen.type("p");
      await screen.shows("bytes of each message, in order");
      screen.type("?");
      await screen.shows("what an eavesdropper knows");
      screen.type("\x1b");
      await screen.shows("lines 1 to 20");
      screen.type("\x1b");
      await screen.shows("message 5 of 15");
      screen.type("2");
      await screen.shows("▌   22");
      screen.type("q");
      await screen.shows("message 5 of 15");
      await screen.shows("↵ inspect  Tab side  Space full  e");
      await screen.shows("> compare-plain.pcap");
      screen.type("\r");
      await screen.shows("▌   15");
      screen.type("q");
      await screen.shows("message 5 of 15");
      screen.type("\t");
      await screen.shows("> compare-tls13.pcap");
      screen.type("\x1b[D\x1b[C\r");
      await screen.shows("▌   22");
      screen.type("q");
      await screen.shows("> compare-tls13.pcap");
      screen.type("q");
      expect(await screen.ended()).toBe(0);
    } finally {
      screen.stop();
    }
  });

  it("tells on a terminal of each capture as soon as it is read, under a progress bar, and then section by section", () => {
    const command = `stty rows 24 cols 80; exec "${process.execPath}" "${labMain}" compare "${plain}" "${tls}" --text`;
    const { stdout } = spawnSync("script", ["-qfec", command, "/dev/null"], {
      encoding: "utf8",
      env: { ...process.env, TERM: "xterm", LC_ALL: "C.UTF-8" },
      timeout: 30_000,
    });
    const order = [
      /plain\.pcap \[[#.]+\]/,
      /compare-plain\.pcap: 36 packets, 2,799 bytes, .*; 17 readable lines/,
      /tls13\.pcap \[[#.]+\]/,
      /compare-tls13\.pcap: 44 packets, 7,574 bytes, .*; 15 encrypted records/,
      /Message by message/,
      /What an eavesdropper knows/,
    ].map((sign) => stdout.search(sign));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  // In a root shell both files are opened first, so that root decodes nothing.
  it("has told an ordinary user of the first capture before the second has come at all", async ({ skip }) => {
    const runs = [...asOrdinaryUser, process.execPath, labMain, "--help"];
    if (spawnSync(runs[0]!, runs.slice(1)).status !== 0) return skip("the program is out of their reach");
    chmodSync(folder, 0o755);
    const late = join(folder, "late.pcap");
    spawnSync("sh", ["-c", 'mkfifo "$0"', late]);
    const screen = labOnTerminalAs(asOrdinaryUser, folder, "compare", plain, late, "--text");
    try {
      await screen.shows("compare-plain.pcap: 36 packets");
      writeFileSync(late, readFileSync(tls));
      await screen.shows("bytes of each message, in order");
      expect(await screen.ended()).toBe(0);
    } finally {
      screen.stop();
    }
  });

  it("shows text on a terminal too where it is asked for", async () => {
    const screen = labOnTerminal(folder, "compare", plain, tls, "--text");
    expect(await screen.ended()).toBe(0);
    expect(screen.rows().join("\n")).toContain("bytes of each message, in order");
  });
});
