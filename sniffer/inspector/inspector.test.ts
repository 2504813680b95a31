import stringWidth from "string-width";
import { expect, test } from "vitest";
import { ConversationItems } from "../../testing/inspector/conversation-items.ts";
import { chat, opened, overTls, showing } from "../../testing/inspector/showing.ts";
import { ethernet, frames, hexBytes, ipv4, ipv6, udp } from "../../testing/sniffer/frame-parts.ts";
import { clientHello, tlsRecord } from "../../testing/sniffer/packets.ts";

test("selecting a field marks its bytes, and selecting a byte marks its field", async () => {
  const shown = await showing(chat());
  await shown.type("G", "\t", "j", "j");
  expect(shown.text()).toMatch(/▌\s+Line end: LF/);
  expect(shown.text()).toContain("[0a]");
  await shown.type("\t", "g");
  expect(shown.text()).toMatch(/▌▸ Ethernet: carries IPv4/);
  await shown.type("\t", "\t", "l", "\t", "g", "l", "l", "l", "l", "l", "l");
  expect(shown.text()).toMatch(/▌\s+Source MAC address: 02:00:/);
});

test("each character is above its first byte, also where a row ends inside it", async () => {
  const shown = await showing(new ConversationItems().open().say("client", "la contraseña es Pingüino 日本 👍\n"));
  await shown.type("G");
  const text = shown
    .lines()
    .slice(14, 21)
    .map((line) => line.slice(72))
    .join("|");
  // ñ and ü have two bytes, 日 and 本 three, the picture four: a space for each byte without a column of its own.
  expect(text).toContain("la| contras|eñ a es|Pingü in|o 日 本| 👍   ↵");
});

test("packets that only acknowledge are hidden, but not from captures that are written, until a shows them", async () => {
  const shown = await showing(chat());
  expect(shown.text()).not.toContain("ACK: has received");
  expect(shown.lines()[1]).toContain("acks hidden: a");
  await shown.type("a", "j", "j");
  expect(shown.text()).toMatch(/▌ +3 .* ACK: has received everything up to here/);
  expect(shown.lines()[1]).toContain("acks shown: a");
  await shown.type("a");
  expect(shown.text()).toMatch(/▌ +4 /);
});

test("a record that spans packets is put together, and says from which", async () => {
  const shown = await showing(overTls(), 100, 30);
  await shown.type("j", "j", "j", "j");
  expect(shown.text()).toContain("part of TLS record application_data ");
  expect(shown.text()).toContain("TLS record application_data, joined");
  await shown.type("j", "j", "j");
  expect(shown.text()).toMatch(/▌ +9 .* TLS +····&·{8,} +application_data 38 B/);
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
  const whole = "Handshake message client_hello in 2 TLS records, joined";
  await shown.type("j", "j");
  expect(shown.text()).toMatch(/▌ +4 /);
  expect(shown.text()).toContain(whole);
  await shown.type("j");
  expect(shown.text()).toMatch(/▌ +5 /);
  expect(shown.text()).toContain(whole);
  await shown.type("\t", "G");
  expect(shown.text()).toContain("Legacy version: 0x0303 (TLS 1.2)");
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
      "▌    1   0.000  …719d → ff02::2     ICM6   ICMPv6, 62 bytes",
      "     2   0.001  192.…5 → 224.…251   UDP    UDP, port 5353 → 5353, 54 bytes",
      "     3   0.002  192.…5 → 192.…254   ARP    ARP, 42 bytes",
    ],
  ],
  [
    100,
    [
      "▌    1   0.000  fe80::…fe2b:719d → ff02::2    ICM6   ICMPv6, 62 bytes",
      "     2   0.001  192.168.1.5 → 224.0.0.251     UDP    UDP, port 5353 → 5353, 54 bytes",
      "     3   0.002  192.168.1.5 → 192.168.1.254   ARP    ARP, 42 bytes",
    ],
  ],
  [
    200,
    [
      "▌    1  0.000000  fe80::c03b:ccff:fe2b:719d → ff02::2   ICM6   ICMPv6, 62 bytes",
      "     2  0.001000  192.168.1.5:5353 → 224.0.0.251:5353   UDP    UDP, port 5353 → 5353, 54 bytes",
      "     3  0.002000  192.168.1.5 → 192.168.1.254           ARP    ARP, 42 bytes",
    ],
  ],
])("in %i columns a packet without a connection has both its ends", async (columns, lines) => {
  const inspector = opened(columns, 24);
  inspector.take([...new ConversationItems().items, ...withoutConnection()]);
  inspector.end();
  await inspector.settled();
  expect(inspector.lines().slice(2, 5)).toEqual(lines);
});

test("before the first packet a narrow screen shows the whole advice; then the panes are back", async () => {
  const inspector = opened(40, 12, { kind: "device", name: "lo" });
  await inspector.settled();
  expect(inspector.text().replaceAll(/\s+/g, " ")).toContain("in other terminals, and write something.");
  inspector.take(new ConversationItems().open().items);
  await inspector.settled();
  expect(inspector.text()).toContain("─ explanation ─");
});

test("a live capture stays on the newest packet that carries something, until the user moves; pause stops the list", async () => {
  const inspector = opened(80, 24, { kind: "device", name: "lo", filter: "tcp port 12345" });
  await inspector.settled();
  expect(inspector.text()).toContain("Capturing tcp port 12345 on lo. No packets yet.");
  expect(inspector.text()).toContain("lab server --plain");
  const items = new ConversationItems()
    .open()
    .say("client", "ana\n")
    .acknowledge("server")
    .say("server", "# welcome ana\n");
  items.acknowledge("client").finish("client").say("server", "adiós\n");
  inspector.take(items.items.slice(0, 6));
  await inspector.settled();
  // The newest packet is an acknowledgement.
  expect(inspector.text()).toMatch(/▌ +4 .*ana/);
  inspector.take(items.items.slice(6, 9));
  await inspector.settled();
  // A FIN is shown, and carries nothing.
  expect(inspector.text()).toMatch(/ +8 .*FIN/);
  expect(inspector.text()).toMatch(/▌ +6 .*# welcome ana/);
  await inspector.type("k");
  expect(inspector.text()).toMatch(/▌ +4 .*ana/);
  inspector.take(items.items.slice(9));
  await inspector.settled();
  expect(inspector.text()).toMatch(/▌ +4 .*ana/);
  expect(inspector.lines()[1]).toContain("1 new: G");
  await inspector.type("G");
  expect(inspector.text()).toMatch(/▌ +9 .*adiós/);
  await inspector.type(" ");
  inspector.take(new ConversationItems(40_001, 10).open().say("client", "tarde\n").items.slice(1));
  await inspector.settled();
  expect(inspector.text()).toContain("PAUSED");
  expect(inspector.text()).not.toContain("tarde");
  await inspector.type(" ", "G");
  expect(inspector.text()).toMatch(/▌ +13 .*tarde/);
});

test("bytes that were lost are said in the status line and before the packet", async () => {
  const shown = await showing(chat().lose("client", 100).say("client", "fin\n"));
  await shown.type("G");
  expect(shown.lines()[0]).toContain("LOST 100 bytes in 1 gap");
});

test("the status says what was seen: lines in the clear and TLS records, by their number", async () => {
  const shown = await showing(chat());
  expect(shown.lines()[0]).toMatch(/^ test\.pcap +4 lines in the clear {2}7 packets$/);
  expect((await showing(overTls())).lines()[0]).toContain("3 TLS records  9 packets");
});

test("the mouse: the wheel moves, a click chooses a row, a field, a byte, and presses a key of the footer", async () => {
  const shown = await showing(chat());
  const click = (row: number, column: number) => `\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`;
  const rowOf = (words: string) => shown.lines().findIndex((line) => line.includes(words));
  await shown.type(click(rowOf("# welcome ana"), 30));
  expect(shown.text()).toMatch(/▌ +5 /);
  await shown.type(click(rowOf("▸ IPv4"), 5));
  expect(shown.text()).toContain("▌▾ IPv4");
  expect(shown.text()).toContain("▶ explanation");
  await shown.type(click(rowOf("─ bytes") + 1, 40 + 7));
  expect(shown.text()).toContain("▶ bytes");
  expect(shown.text()).toMatch(/▌▸ Ethernet/);
  await shown.type(`\x1b[<64;10;4M`);
  expect(shown.text()).toMatch(/▌ +1 /);
  await shown.type(click(23, shown.lines()[23]!.indexOf("conversation")));
  expect(shown.text()).toContain("Conversation of connection 0");
  await shown.type(click(3, 20));
  expect(shown.text()).toMatch(/▌ +3 +-- established/);
});

test("nothing from the wire acts on the terminal, and columns stay straight", async () => {
  const nasty =
    "\x1b[2J\x1b]0;owned\x07 \u202eabc \u200b 日本語 e\u0301\u0301\u0301\u0301\u0301\u0301 👩‍💻 \u034f \u0601 fin\n";
  const shown = await showing(new ConversationItems().open().say("client", "ana\n").say("server", nasty));
  await shown.type("G", "\t", "j", "c", "e", "e", "C");
  for (const control of ["\x1b[2Jx", "\x1b]0;", "\u202e", "\u200b", "\u034f", "\u0601"])
    expect(shown.output.slice(40)).not.toContain(control);
  const known = /\x1b\[(?:\d+(?:;\d+)*)?[HmKGJ]|\x1b\[\?(?:2026|2004|1049|1000|1006|25|7)[hl]|\x1b\]11;\?\x1b\\/g;
  expect(shown.output.replace(known, "")).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  await shown.type("C", "\x1b");
  const offsets = shown
    .lines()
    .map((line) => / (?=[0-9a-f]{4} {3}(?:[0-9a-f]{2} ){8})/.exec(line))
    .filter((match) => match !== null);
  expect(offsets.length).toBeGreaterThan(3);
  for (const { index, input } of offsets) expect(stringWidth(input.slice(0, index))).toBe(39);
});
