import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { clientHello, serverHello, tlsRecord } from "../../bench/sniffer/packets.ts";
import { ConversationItems } from "../../testing/inspector/conversation-items.ts";
import { InspectorOnScreen } from "../../testing/inspector/inspector-on-screen.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { ethernet, frames, hexBytes, ipv4, ipv6, udp } from "../../testing/sniffer/frame-parts.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

let inspector: InspectorOnScreen | undefined;

afterEach(async () => {
  await inspector?.close();
  inspector = undefined;
});

/** An inspector that has read these items to their end. */
async function showing(items: ConversationItems | string, columns = 80, rows = 24): Promise<InspectorOnScreen> {
  inspector = new InspectorOnScreen(columns, rows);
  inspector.take(typeof items === "string" ? await itemsOf(openCaptureFile(join(fixturesFolder, items))) : items.items);
  inspector.end();
  await inspector.settled();
  return inspector;
}

const chat = () =>
  new ConversationItems()
    .open()
    .say("client", "ana\n")
    .say("server", "# welcome ana\n")
    .say("client", "¡hola, Luis!\n")
    .say("server", "luis > adiós\n");

const overTls = () =>
  new ConversationItems()
    .open()
    .say("client", tlsRecord(22, clientHello(Buffer.alloc(32, 7)), 0x0301))
    .say("server", Buffer.concat([tlsRecord(22, serverHello(Buffer.alloc(32, 9))), tlsRecord(20, Buffer.from([1]))]))
    .say("server", tlsRecord(23, Buffer.alloc(1200, 0xaa)).subarray(0, 700))
    .say("server", tlsRecord(23, Buffer.alloc(1200, 0xaa)).subarray(700))
    .say("client", tlsRecord(23, Buffer.alloc(53, 0xbb)))
    .say("client", tlsRecord(23, Buffer.alloc(38, 0xcc)));

test("at 80x24 the three panes stand side by side, linked", async () => {
  const shown = await showing(chat());
  await shown.type("G", "k");
  expect(shown.lines()).toEqual([
    "test.pcap  7 packets  1 conn.  PLAINTEXT  no gaps",
    "▶ Packets ──────────────────────────────────────────────────────────────────────",
    "       1    0.000 ana → server      TCP  SYN: asks for a connection",
    "       2    0.001 server → ana      TCP  SYN ACK: accepts the connection",
    "       3    0.002 ana → server      TCP  ACK: has received all up to here",
    '       4    0.003 ana → server      TEXT "ana"',
    '       5    0.004 server → ana      TEXT "# welcome ana"',
    '>      6    0.005 ana → server      TEXT "¡hola, Luis!"',
    '       7    0.006 server → ana      TEXT "luis > adiós"',
    "",
    "",
    "─ Explanation ────────────────────────── ─ Bytes ───────────────────────────────",
    " ▾ Packet 6, 68 bytes                    00000  02 00 00 00 00 01 02 00 ········",
    "  ▸ Ethernet: carries IPv4               00008  00 00 00 02 08 00 45 00 ······E·",
    "  ▸ IPv4: 127.0.0.1 → 127.0.0.1          00010  00 36 00 00 00 00 40 06 ·6····@·",
    "  ▸ TCP: 40000 → 12345, PSH ACK          00018  00 00 7f 00 00 01 7f 00 ········",
    "> ▾ Line: ¡hola, Luis!                   00020  00 01 9c 40 30 39 00 00 ···@09··",
    "     Text: ¡hola, Luis!                  00028  03 ec 00 00 13 96 50 18 ······P·",
    "     Line end: LF                        00030  02 00 00 00 00 00[c2 a1 ········",
    "                                         00038  68 6f 6c 61 2c 20 4c 75 hola, Lu",
    " One line that somebody wrote, readable by everyone on the way. Nothing encrypts",
    " it: this is the plain text of the lesson.",
    "",
    "G newest  Tab pane  c conversation  e eavesdropper  f filter  ? keys  q quit",
  ]);
});

test("selecting a field marks its bytes, and selecting a byte marks its field", async () => {
  const shown = await showing(chat());
  await shown.type("G", "\t", "j", "j");
  expect(shown.text()).toMatch(/>\s+Line end: LF/);
  expect(shown.text()).toContain("[0a]");
  await shown.type("\t", "g");
  expect(shown.text()).toMatch(/>\s+▸ Ethernet: carries IPv4/);
  await shown.type("\t", "\t", "l", "\t", "g", "l", "l", "l", "l", "l", "l");
  expect(shown.text()).toMatch(/>\s+Source MAC address: 02:00:/);
});

test("a record that spans packets is put together, and says from which", async () => {
  const shown = await showing(overTls(), 100, 30);
  await shown.type("j", "j", "j", "j", "j");
  expect(shown.text()).toContain("part of TLS record application_data ");
  expect(shown.text()).toContain("TLS record application_data, put together from packets 6…");
  await shown.type("j", "j", "j");
  expect(shown.text()).toMatch(/> +9 .* TLS +application_data, 38 bytes, unreadable/);
});

test("a handshake message that spans records is put together, in each of its packets", async () => {
  const hello = clientHello(Buffer.alloc(32, 7));
  const shown = await showing(
    new ConversationItems()
      .open()
      .say("client", tlsRecord(22, hello.subarray(0, 60), 0x0301))
      .say("client", tlsRecord(22, hello.subarray(60), 0x0301)),
    100,
    40,
  );
  const whole = "Handshake message client_hello in 2 TLS records, put tog";
  await shown.type("j", "j", "j");
  expect(shown.text()).toMatch(/> +4 /);
  expect(shown.text()).toContain(whole);
  await shown.type("j");
  expect(shown.text()).toMatch(/> +5 /);
  expect(shown.text()).toContain(whole);
  expect(shown.text()).toContain("Legacy version: 0x0303 (TLS 1.2)");
});

test("the conversation shows both sides in order, and Enter leads to the packet", async () => {
  const shown = await showing(chat());
  await shown.type("G", "c");
  expect(shown.lines().slice(1, 8)).toEqual([
    "▶ Conversation of connection 0: 127.0.0.1:40000 → 127.0.0.1:12345 ── text, both",
    "       1                -- opened --",
    "       3                -- established --",
    "       4 ana          → ana",
    "       5 server       ← # welcome ana",
    "       6 ana          → ¡hola, Luis!",
    ">      7 server       ← luis > adiós",
  ]);
  expect(shown.lines().at(-1)).toBe("G newest  e eavesdropper  v text/hex  d sides  s save  Esc back  ? keys  q quit");
  await shown.type("d", "v");
  expect(shown.lines()[1]).toBe("▶ Conversation of connection 0: 127.0.0.1:40000 → 127.0.0.1:12345 ─ hex, client");
  expect(shown.text()).toContain("6 → c2 a1 68 6f 6c 61 2c 20 4c 75 69 73 21 0a");
  expect(shown.text()).not.toContain("welcome");
  await shown.type("k", "\r");
  expect(shown.text()).toMatch(/> +4 .* "ana"/);
});

test("the chosen line of a conversation stays chosen in another form, or the next one where it is not shown", async () => {
  const shown = await showing(chat());
  const chosen = () => shown.lines().find((line) => line.startsWith(">"));
  await shown.type("G", "c", "k");
  expect(chosen()).toContain("¡hola, Luis!");
  await shown.type("v");
  expect(chosen()).toContain("6 → c2 a1 68");
  await shown.type("v");
  expect(chosen()).toBe(">      6 → ··hola, Luis!·");
  await shown.type("d", "d");
  expect(chosen()).toBe(">      7 ← luis > adi··s·");
  await shown.type("d", "v");
  expect(chosen()).toContain("7 server       ← luis > adiós");
});

test("what cannot be read stands in the conversation marked with a letter", async () => {
  const shown = await showing(overTls());
  await shown.type("G", "c");
  expect(shown.text()).toContain("9 client       → E application_data, 38 bytes, unreadable");
  expect(shown.text()).toContain("7 server       ← E application_data, 1,200 bytes, unreadable (probably e…");
});

test("the eavesdropper's page says what is known, read and hidden", async () => {
  const shown = await showing(overTls(), 100, 30);
  await shown.type("G", "e");
  const text = shown.text();
  expect(text).toMatch(/HIDDEN +the words/);
  expect(text).toMatch(/READABLE +TLS version +TLS 1\.3/);
  expect(text).toMatch(/READABLE +server name \(SNI\) +localhost/);
  expect(text).toMatch(/HIDDEN +certificate +probably in the hidden 1,200 bytes/);
  expect(text).toMatch(/READABLE +who opened it +127\.0\.0\.1:40000/);
  await shown.type("e", "?");
  expect(shown.text()).toContain("what an eavesdropper knows of this connection");
  await shown.type("?");
  expect(shown.text()).toContain("Packets");
});

test("a filter is checked while it is typed, and what it hides is said", async () => {
  const shown = await showing(chat());
  await shown.type("f", "txt");
  expect(shown.lines().at(-1)).toMatch(/^filter: txt ! "txt" is not a word of a query/);
  await shown.type("\r");
  expect(shown.lines().at(-1)).toContain("filter: txt");
  await shown.type("\x7f", "\x7f", "ext and from ana", "\r");
  expect(shown.lines()[0]).toContain("2 of 7 packets");
  await shown.type("f", "\x15", "tls", "\r");
  expect(shown.text()).toContain("7 packets have come, and the filter hides them all: tls");
  await shown.type("\x1b");
  expect(shown.lines()[0]).toContain("7 packets");
});

test("a typed line is edited as in the chat, and earlier lines of its kind come back", async () => {
  const shown = await showing(chat());
  const footer = () => shown.lines().at(-1);
  await shown.type("f", "text and from ana", "\r", "f");
  expect(footer()).toBe("filter: text and from ana");
  await shown.type("\x1b[1;5D", "\x1b[D", "\x1b[3~", "\x1bb", "\x17", "\x1b[H", "not ");
  expect(footer()).toContain('filter: not text fromana ! "fromana" is not');
  await shown.type("\x05", "\x7f", "\x1bb", "\x1b[C");
  await shown.type("\x0b", "\x7f", "\x7f", "\r");
  expect(shown.lines()[0]).toContain("filter: not text");
  await shown.type("f", "\x1b[A");
  expect(footer()).toBe("filter: text and from ana");
  await shown.type("\x1b[B", "\x1b[B");
  expect(footer()).toBe("filter:");
  await shown.type("\x1b", "/", "\x1b[A");
  expect(footer()).toBe("search (text, or hex:1603):");
});

test("a paste is put in whole and enters nothing; where nothing is typed, it is no keys", async () => {
  const shown = await showing(chat());
  await shown.type("\x1b[200~qqq\x1b[201~");
  expect(shown.hasQuit).toBe(false);
  await shown.type("/", "\x1b[200~welcome\r\n", "ana\r\x1b[201~");
  expect(shown.lines().at(-1)).toBe("search (text, or hex:1603): welcome ana");
  await shown.type("\r");
  expect(shown.text()).toMatch(/> +5 /);
});

/** A ping's announcement over IPv6, mDNS over IPv4, ARP's question and answer. */
const withoutConnection = () => {
  const icmp6 = ipv6(hexBytes("8500 0000 0000 0000"), 58);
  hexBytes("fe80 0000 0000 0000 c03b ccff fe2b 719d ff02 0000 0000 0000 0000 0000 0000 0002").copy(icmp6, 8);
  const mdns = ipv4(udp(Buffer.alloc(12), 5353, 5353), {
    protocol: 17,
    source: [192, 168, 1, 5],
    destination: [224, 0, 0, 251],
  });
  const arp = hexBytes("0001 0800 06 04 0001 020000000002 c0a80105 000000000000 c0a801fe");
  return frames([ethernet(icmp6, 0x86dd), ethernet(mdns), ethernet(arp, 0x0806)]);
};

test.each([
  [
    80,
    [
      ">      1    0.000 …719d → ff02::2   ICM6 ICMPv6, 62 bytes",
      "       2    0.001 192.…5 → 224.…251 UDP  UDP, port 5353 → 5353, 54 bytes",
      "       3    0.002 192.…5 → 192.…254 ARP  ARP, 42 bytes",
    ],
  ],
  [
    100,
    [
      ">       1    0.000000 fe80::…fe2b:719d → ff02::2   ICM6 ICMPv6, 62 bytes",
      "        2    0.001000 192.168.1.5 → 224.0.0.251    UDP  UDP, port 5353 → 5353, 54 bytes",
      "        3    0.002000 192.168.1.5 → 192.168.1.254  ARP  ARP, 42 bytes",
    ],
  ],
  [
    200,
    [
      ">        1     0.000000 fe80::c03b:ccff:fe2b:719d → ff02::2          ICM6 ICMPv6, 62 bytes",
      "         2     0.001000 192.168.1.5:5353 → 224.0.0.251:5353          UDP  UDP, port 5353 → 5353, 54 bytes",
      "         3     0.002000 192.168.1.5 → 192.168.1.254                  ARP  ARP, 42 bytes",
    ],
  ],
])("in %i columns a packet without a connection has both its ends", async (columns, lines) => {
  inspector = new InspectorOnScreen(columns, 24);
  inspector.take([...new ConversationItems().items, ...withoutConnection()]);
  inspector.end();
  await inspector.settled();
  expect(inspector.lines().slice(2, 5)).toEqual(lines);
});

test("search goes to words and to bytes, n and N on and back", async () => {
  const shown = await showing(chat());
  await shown.type("/", "ana", "\r");
  expect(shown.text()).toMatch(/> +4 /);
  expect(shown.lines().at(-1)).toBe("found in packet 4");
  await shown.type("N");
  expect(shown.lines().at(-1)).toBe("found in packet 5, around from the other end");
  await shown.type("n", "n");
  expect(shown.text()).toMatch(/> +5 /);
  await shown.type("N");
  expect(shown.text()).toMatch(/> +4 /);
  await shown.type("/", "hex:c3b3", "\r");
  expect(shown.text()).toMatch(/> +7 /);
  await shown.type("/", "nowhere", "\r");
  expect(shown.lines().at(-1)).toBe('"nowhere" is in none of the packets shown');
});

test("in the conversation the search finds what was said there, also over the border of two packets", async () => {
  const items = new ConversationItems()
    .open()
    .say("client", "ana\n")
    .say("server", "# welcome ana\n")
    .say("client", "he visto el pin")
    .say("client", "güino\n");
  const shown = await showing(items);
  await shown.type("c", "/", "pingüino", "\r");
  expect(shown.lines().at(-1)).toBe("found in packet 7");
  expect(shown.text()).toMatch(/> +7 ana +→ he visto el pingüino/);
  await shown.type("v", "g", "n");
  expect(shown.text()).toMatch(/> +7 → 68 65 20 76 .*he visto el ping/);
  await shown.type("/", "hex:6e6f0a", "\r");
  expect(shown.text()).toMatch(/> +c3 bc 69 6e 6f 0a/);
  await shown.type("G", "/", "welcome", "\r");
  expect(shown.lines().at(-1)).toBe("found in packet 5, around from the other end");
  expect(shown.text()).toMatch(/>\s+5 ←/);
  await shown.type("/", "nada", "\r");
  expect(shown.lines().at(-1)).toBe('"nada" is nowhere in this conversation');
});

test("marks, copies and writes what is shown", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-"));
  try {
    const shown = await showing(chat());
    await shown.type("G", "m", "y");
    expect(shown.text()).toMatch(/>\* +7 /);
    expect(shown.copied).toContain('"luis > adiós"');
    await shown.type("f", "marked", "\r", "w", "\x15", join(folder, "one.pcap"), "\r");
    await shown.settled();
    expect(shown.lines().at(-1)).toContain("wrote 1 packet to");
    const frames = (await itemsOf(openCaptureFile(join(folder, "one.pcap")))).filter(({ kind }) => kind === "frame");
    expect(frames).toHaveLength(1);
    await shown.type("w", "\x15", join(folder, "one.pcap"), "\r");
    expect(shown.lines().at(-1)).toContain("there is already a file");
    await shown.type("c", "s", "\x15", join(folder, "talk.txt"), "\r");
    expect(readFileSync(join(folder, "talk.txt"), "utf8")).toContain("6 ana          → ¡hola, Luis!\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a live capture follows the newest until the user moves, then counts what waits; pause holds it still", async () => {
  inspector = new InspectorOnScreen(80, 24, { kind: "device", name: "lo", filter: "tcp port 12345" });
  await inspector.settled();
  expect(inspector.text()).toContain("Capturing tcp port 12345 on lo. Nothing has come yet.");
  expect(inspector.text()).toContain("lab server --plain");
  const items = chat().items;
  inspector.take(items.slice(0, 5));
  await inspector.settled();
  expect(inspector.text()).toMatch(/> +4 .*"ana"/);
  await inspector.type("k");
  inspector.take(items.slice(5, 6));
  await inspector.settled();
  expect(inspector.text()).toMatch(/> +3 /);
  expect(inspector.text()).toContain("1 new below (G)");
  await inspector.type(" ");
  inspector.take(items.slice(6));
  await inspector.settled();
  expect(inspector.text()).toContain("PAUSED");
  expect(inspector.text()).not.toContain('"¡hola, Luis!"');
  await inspector.type(" ", "G");
  expect(inspector.text()).toMatch(/> +7 /);
});

test("bytes that were lost are said in the status line and before the packet", async () => {
  const shown = await showing(chat().lose("client", 100).say("client", "fin\n"));
  await shown.type("G");
  expect(shown.lines()[0]).toContain("LOST 100 bytes in 1 gap");
});

test("nothing from the wire acts on the terminal, and columns stay straight", async () => {
  const nasty = "\x1b[2J\x1b]0;owned\x07 \u202eabc \u200b 日本語 e\u0301\u0301\u0301\u0301\u0301\u0301 👩‍💻 fin\n";
  const shown = await showing(new ConversationItems().open().say("client", "ana\n").say("server", nasty));
  await shown.type("G", "\t", "j", "c", "e");
  for (const control of ["\x1b[2Jx", "\x1b]0;", "\u202e", "\u200b"])
    expect(shown.output.slice(40)).not.toContain(control);
  const known = /\x1b\[(?:\d+(?:;\d+)*)?[HmKG]|\x1b\[\?(?:2026|1049|25|7)[hl]/g;
  const afterOpening = shown.output.slice(shown.output.indexOf("\x1b[2J") + 4);
  expect(afterOpening.replace(known, "")).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  await shown.type("e");
  for (const line of shown.lines().slice(12, 20)) expect(line.slice(39, 47)).toMatch(/^.{0,2} ?[0-9a-f]{5} |^$/);
});

test("a page and a conversation that were scrolled stay filled and in sight when the window changes", async () => {
  const conversation = chat();
  for (let line = 0; line < 60; line++) conversation.say("client", `línea ${line}\n`);
  const shown = await showing(conversation);
  await shown.type("?");
  expect(shown.lines()[1]).toMatch(/^▶ Keys ─+ more below \(PgDn\)$/);
  await shown.type("G");
  expect(shown.lines()[1]).toMatch(/^▶ Keys ─+$/);
  shown.resize(80, 40);
  await shown.settled();
  expect(shown.lines().at(-2)).toContain("[ ]");
  expect(shown.lines()[3]).not.toBe("");
  await shown.type("?", "c", "g", "\x1b[6~");
  shown.resize(80, 12);
  await shown.settled();
  expect(shown.lines().filter((line) => line.startsWith(">"))).toHaveLength(1);
});

test("it fits every size, and says so where it cannot", async () => {
  const shown = await showing(overTls());
  for (const [columns, rows] of [
    [200, 60],
    [40, 10],
    [120, 33],
    [80, 24],
  ] as const) {
    shown.resize(columns, rows);
    await shown.settled();
    const lines = shown.lines();
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toContain("test.pcap");
    expect(lines.at(-1)).toMatch(/q quit$/);
    expect(lines.filter((line) => line.includes("─ Explanation")).length).toBe(1);
  }
  shown.resize(30, 8);
  await shown.settled();
  expect(shown.lines().join(" ").replace(/\s+/g, " ")).toBe(
    "make the window larger: at least 40 columns and 10 rows (q ends) ",
  );
  await shown.type("q");
  expect(shown.hasQuit).toBe(true);
});

test("a damaged capture shows what could be read, and says what is wrong", async () => {
  const shown = await showing("bad-truncated-packet.pcap");
  expect(shown.lines().at(-1)).toContain("the capture is cut short");
  expect(shown.lines()[0]).toMatch(/\d+ packets/);
});

test("with 2,000 packets at once no more than 20 frames a second are drawn, and only lines that changed", async () => {
  inspector = new InspectorOnScreen(80, 24, { kind: "device", name: "lo" });
  const conversation = chat();
  for (let line = 0; line < 2000; line++) conversation.say("client", `línea ${line}\n`);
  const start = performance.now();
  for (let at = 0; at < conversation.items.length; at += 20) {
    inspector.take(conversation.items.slice(at, at + 20));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await inspector.settled();
  const seconds = (performance.now() - start) / 1000;
  const frames = inspector.output.split("\x1b[?2026h").length - 1;
  expect(frames).toBeLessThanOrEqual(Math.ceil(seconds) * 20 + 20);
  expect(inspector.text()).toContain('"línea 1999"');
  const before = inspector.output.length;
  await inspector.type("m", "m");
  expect(inspector.output.length - before).toBeLessThan(1200);
});
