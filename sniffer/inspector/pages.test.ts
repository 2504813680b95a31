import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConversationItems } from "../../testing/inspector/conversation-items.ts";
import { chat, opened, overTls, showing } from "../../testing/inspector/showing.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

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
    "▌      7 server       ← luis > adiós",
  ]);
  await shown.type("d", "v");
  expect(shown.lines()[1]).toBe("▶ Conversation of connection 0: 127.0.0.1:40000 → 127.0.0.1:12345 ─ hex, client");
  expect(shown.text()).toContain("6 → c2 a1 68 6f 6c 61 2c 20 4c 75 69 73 21 0a");
  expect(shown.text()).not.toContain("welcome");
  await shown.type("k", "\r");
  expect(shown.text()).toMatch(/▌ +4 .* ana/);
});

test("the chosen line of a conversation stays chosen in another form, or the next one where it is not shown", async () => {
  const shown = await showing(chat());
  const chosen = () => shown.lines().find((line) => line.startsWith("▌"));
  await shown.type("G", "c", "k");
  expect(chosen()).toContain("¡hola, Luis!");
  await shown.type("v");
  expect(chosen()).toContain("6 → c2 a1 68");
  await shown.type("v");
  expect(chosen()).toBe("▌      6 → ··hola, Luis!·");
  await shown.type("d", "d");
  expect(chosen()).toBe("▌      7 ← luis > adi··s·");
  await shown.type("d", "v");
  expect(chosen()).toContain("7 server       ← luis > adiós");
});

test("an inspector that is full says so, keeps what it has, and names what reads any number", async () => {
  const shown = opened(120, 24, undefined, undefined, undefined, 5);
  shown.take(chat().items);
  shown.end();
  await shown.settled();
  expect(shown.session.store.packets.length).toBe(5);
  expect(shown.text()).toContain("FULL");
  expect(shown.text()).toContain("full, with 5 packets. lab sniff --text");
  await shown.type("G", "c");
  expect(shown.text()).toContain("# welcome ana");
  expect(shown.text()).not.toContain("hola, Luis");
});

test("what cannot be read is in the conversation, marked with a letter", async () => {
  const shown = await showing(overTls());
  await shown.type("G", "c");
  expect(shown.text()).toContain("9 client       → E application_data 38 B");
  expect(shown.text()).toContain("7 server       ← E application_data 1,200 B (probably encrypted");
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
  expect(shown.text()).toContain("what an eavesdropper knows about this connection");
  await shown.type("?");
  expect(shown.text()).toContain("what it says");
});

test("the connections are a list: Enter leads to the conversation of one, and back to it", async () => {
  const second = new ConversationItems(40_001, 8).open().say("client", "luis\n").say("server", "* hola luis\n");
  const items = chat();
  items.items.push(...second.items.slice(1));
  const shown = await showing(items);
  await shown.type("C");
  expect(shown.lines()[2]).toMatch(/^▌ {3}0 {2}ana:40000 → server:12345 +7 +\d+ +TEXT +established$/);
  await shown.type("j", "\r");
  expect(shown.text()).toContain("Conversation of connection 1");
  expect(shown.text()).toContain("* hola luis");
  await shown.type("C");
  expect(shown.lines()[3]).toMatch(/^▌ {3}1 /);
});

test("a filter is checked while it is typed, and the page says what it hides", async () => {
  const shown = await showing(chat());
  await shown.type("f", "txt");
  expect(shown.lines().at(-1)).toBe("filter: txt");
  // The reason is above the line, whole.
  expect(shown.text()).toMatch(/^ ! "txt" is not a word of [^!]* before, in\nfilter: txt/m);
  await shown.type("\r");
  expect(shown.lines().at(-1)).toContain("filter: txt");
  await shown.type("\x7f", "\x7f", "ext and from ana", "\r");
  expect(shown.lines()[0]).toContain("2 of 7 packets");
  await shown.type("f", "\x15", "tls", "\r");
  expect(shown.text()).toContain("none matches the filter: tls");
  await shown.type("\x1b");
  expect(shown.lines()[0]).toMatch(/ 7 packets$/);
  expect(shown.text()).not.toContain("none matches");
});

test("a typed line is edited as in the chat, and earlier lines of its kind come back", async () => {
  const shown = await showing(chat());
  const footer = () => shown.lines().at(-1);
  await shown.type("f", "text and from ana", "\r", "f");
  expect(footer()).toBe("filter: text and from ana");
  await shown.type("\x1b[1;5D", "\x1b[D", "\x1b[3~", "\x1bb", "\x17", "\x1b[H", "not ");
  expect(footer()).toBe("filter: not text fromana");
  expect(shown.text()).toContain(' ! "fromana" ');
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
  expect(shown.text()).toMatch(/▌ +5 /);
});

test("search goes to words and to bytes, says which of how many, and marks them; n and N lead on and back", async () => {
  const shown = await showing(chat());
  const notice = () => shown.lines().at(-2);
  await shown.type("/", "ana", "\r");
  expect(shown.text()).toMatch(/▌ +4 /);
  expect(notice()).toContain('"ana": 1 of 2');
  expect(shown.lines().at(-1)).toContain("? keys");
  const hits = shown.cells().filter(({ behind }) => behind === 226);
  expect(hits.map(({ letter }) => letter).join("")).toContain("anaana");
  await shown.type("N");
  expect(notice()).toContain('"ana": 2 of 2, from the other end');
  await shown.type("n", "n");
  expect(shown.text()).toMatch(/▌ +5 /);
  await shown.type("N");
  expect(shown.text()).toMatch(/▌ +4 /);
  await shown.type("/", "hex:c3b3", "\r");
  expect(shown.text()).toMatch(/▌ +7 /);
  await shown.type("/", "nowhere", "\r");
  expect(notice()).toContain('"nowhere" is not in the packets of the list');
  await shown.type("/", "hex:xyz", "\r");
  expect(notice()).toContain("not hexadecimal");
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
  expect(shown.lines().at(-2)).toContain('"pingüino": 1 of 1');
  expect(shown.text()).toMatch(/▌ +7 ana +→ he visto el pingüino/);
  await shown.type("v", "g", "n");
  expect(shown.text()).toMatch(/▌ +7 → 68 65 20 76 .*he visto el ping/);
  await shown.type("/", "hex:6e6f0a", "\r");
  expect(shown.text()).toMatch(/▌ +c3 bc 69 6e 6f 0a/);
  await shown.type("G", "/", "welcome", "\r");
  expect(shown.lines().at(-2)).toContain("from the other end");
  expect(shown.text()).toMatch(/▌\s+5 ←/);
  await shown.type("/", "nada", "\r");
  expect(shown.lines().at(-2)).toContain('"nada" is not in this conversation');
});

test("marks, copies and writes what is shown", async () => {
  const folder = temporaryFolder();
  const shown = await showing(chat());
  await shown.type("G", "m", "y");
  expect(shown.text()).toMatch(/▌\* +7 /);
  expect(shown.copied).toContain("luis > adiós");
  await shown.type("f", "marked", "\r", "w", "\x15", join(folder, "one.pcap"), "\r");
  await shown.settled();
  expect(shown.lines().at(-2)).toContain("wrote 1 packet to");
  const frames = (await itemsOf(openCaptureFile(join(folder, "one.pcap")))).filter(({ kind }) => kind === "frame");
  expect(frames).toHaveLength(1);
  await shown.type("w", "\x15", join(folder, "one.pcap"), "\r");
  expect(shown.lines().at(-2)).toContain("there is already a file");
  await shown.type("\x1b", "\x1b", "w", "\x15", join(folder, "all.pcap"), "\r");
  await shown.settled();
  // Packets that only acknowledge are hidden, but written.
  expect(shown.lines().at(-2)).toContain("wrote 7 packets to");
  await shown.type("c", "s", "\x15", join(folder, "talk.txt"), "\r");
  expect(readFileSync(join(folder, "talk.txt"), "utf8")).toContain("6 ana          → ¡hola, Luis!\n");
});

test.each(["afile/x.pcap", `${"n".repeat(300)}.pcap`, "afile/deeper/x.pcap"])(
  "a path that cannot be written is refused, and the inspector goes on: %.12s",
  async (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "afile"), "");
    const shown = await showing(chat());
    await shown.type("w", "\x15", join(folder, path), "\r");
    await shown.settled();
    expect(shown.text()).toContain("cannot write");
    await shown.type("c", "s", "\x15", join(folder, path), "\r");
    expect(shown.text()).toContain("cannot write");
    expect(shown.text()).toContain("Conversation of connection 0");
  },
);
