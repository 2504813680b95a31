import net from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test } from "vitest";
import { startPeer } from "../testing/chat/peer.ts";
import { testCertificates } from "../testing/chat/test-certificates.ts";
import { joinAs } from "../testing/chat/test-client.ts";
import { MAX_DISCARDED_BYTES, MAX_LINE_BYTES } from "./protocol/lines.ts";
import type { ServerEvent, ServerRules } from "./server/rules.ts";
import { type RunningServer, startServer } from "./server/server.ts";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

type Serving = RunningServer & {
  readonly events: ServerEvent[];
  happens(kind: ServerEvent["kind"]): Promise<ServerEvent>;
};

async function serve(mode: "plain" | "both", rules: Partial<ServerRules> = {}): Promise<Serving> {
  const events: ServerEvent[] = [];
  const waiting = new Map<string, (event: ServerEvent) => void>();
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port: 0,
    mode,
    tls: mode === "both" ? testCertificates() : undefined,
    rules,
    onEvent: (event) => {
      events.push(event);
      waiting.get(event.kind)?.(event);
    },
  });
  open.push(() => server.close());
  const happens = (kind: ServerEvent["kind"]) =>
    new Promise<ServerEvent>((resolve) => {
      const before = events.find((event) => event.kind === kind);
      if (before) resolve(before);
      else waiting.set(kind, resolve);
    });
  return { ...server, events, happens };
}

interface Raw {
  send(bytes: string | Uint8Array): void;
  heard(): string;
  hears(text: string): Promise<void>;
  readonly closed: Promise<void>;
  readonly socket: net.Socket;
}

/** A bare socket: may send anything. */
function raw(port: number): Promise<Raw> {
  return new Promise((resolve) => {
    let text = "";
    let check = () => {};
    const socket = net.connect(port, "127.0.0.1", () => {
      resolve({
        socket,
        send: (bytes) => void socket.write(bytes),
        heard: () => text,
        hears: (wanted) =>
          new Promise((done) => {
            check = () => text.includes(wanted) && done();
            check();
          }),
        closed: new Promise((done) => socket.once("close", () => done())),
      });
    });
    socket.on("data", (bytes) => {
      text += bytes;
      check();
    });
    socket.on("error", () => {});
    open.push(() => socket.destroy());
  });
}

const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

test.each([
  ["a line over 4 KiB", bytes("a".repeat(MAX_LINE_BYTES + 1), "\n"), "! line-too-long "],
  ["a NUL byte", bytes("a\0b\n"), ": \\0"],
  ["an escape sequence", bytes("\x1b[2Jgone\n"), ": \\x1b"],
  ["an 8-bit control character", bytes("\u009b2J\n"), ": \\x9b"],
  ["a direction override", bytes("abc\u202etxt\n"), ": \\u{202e}"],
  ["a carriage return inside", bytes("mine\rana > yours\n"), ": \\r"],
  ["broken UTF-8", bytes("a", [0xff, 0xfe], "\n"), "from byte 2 on"],
  ["Latin-1", bytes("a", [0xf1], "o\n"), "! line-not-utf8 "],
  ["an unknown command", bytes("/sudo\n"), "! unknown-command /sudo"],
])("%s: a clear error to the sender, nothing to the others, and the next line counts", async (_, line, answer) => {
  const { port } = await serve("plain");
  const ana = await joinAs("ana", { port });
  const peer = await raw(port);
  peer.send("zoe\n");
  await ana.hears("* zoe joined");
  peer.send(line);
  await peer.hears(answer);
  peer.send("y ahora bien\n");
  await ana.hears("zoe > y ahora bien");
  expect(ana.lines).toEqual(["# welcome ana", "# users: ana", "* zoe joined", "zoe > y ahora bien"]);
});

test.each([
  ["an account where there are none", "/register ana ana@clase.example", "! no-accounts "],
  ["files where there are none", "/files ana", "! no-accounts "],
  ["spaces", "ana maría", "try ana_maría"],
  ["an escape sequence", "\x1b[31mana", ": \\x1b[31mana"],
  ["a direction override", "\u202eana", ": \\u{202e}ana"],
  ["an invisible character", "an\u200ba", "! name-unprintable "],
  ["Cyrillic letters that look like the name of another", "ѕеvа", "! name-mixed "],
  ["only Cyrillic letters that look like it", "сосо", "! name-similar сосо looks too much like coco"],
  ["fullwidth letters", "ｃｏｃｏ", "! name-shape "],
  ["a separator that nobody notices", "coco.", "! name-similar "],
  ["digits for letters", "c0c0", "! name-similar "],
  ["the sign of a notice", "*", "! name-shape "],
  ["a whole sentence", "x".repeat(21), "! name-too-long "],
  ["the very name of another", "coco", "! name-taken "],
])("a name with %s is refused with the reason, and another may be tried", async (_, name, answer) => {
  const { port } = await serve("plain");
  await joinAs("coco", { port });
  const peer = await raw(port);
  peer.send(`${name}\n`);
  await peer.hears(answer);
  peer.send("eva\n");
  await peer.hears("# welcome eva");
});

test("bytes without a line end are refused once and thrown away, and in the end the sender is dropped", async () => {
  const server = await serve("plain");
  const ana = await joinAs("ana", { port: server.port });
  const peer = await raw(server.port);
  peer.send("zoe\n");
  await ana.hears("* zoe joined");
  for (let sent = 0; sent <= MAX_DISCARDED_BYTES + 65_536; sent += 65_536) peer.send(Buffer.alloc(65_536, "x"));
  await peer.closed;
  expect(peer.heard().match(/! line-too-long/g)).toHaveLength(1);
  expect(peer.heard()).toContain("! line-endless ");
  await ana.hears("* zoe left");
  expect(await server.happens("evicted")).toMatchObject({ who: "zoe", why: "endless-line" });
});

test("connections that say nothing, stop in the handshake or never say a name are dropped after the deadline", async () => {
  const server = await serve("both", { handshakeDeadline: 300, nameDeadline: 600 });
  const ana = await joinAs("ana", { port: server.port });
  const began = [
    "", // nothing at all
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]), // the beginning of a ClientHello
    "!!\n", // a refused name, and no other
  ];
  const peers = await Promise.all(Array.from({ length: 500 }, () => raw(server.port)));
  peers.forEach(({ send }, index) => {
    const first = began[index % began.length]!;
    if (first.length > 0) send(first);
  });
  await Promise.all(peers.map(({ closed }) => closed));
  await expect.poll(() => server.stats().waiting).toBe(0);
  ana.say("sigo aquí");
  expect(server.members().map(({ name }) => name)).toEqual(["ana"]);
  expect(ana.lines).toEqual(["# welcome ana", "# users: ana"]);
});

test("of too many connections without a name the oldest goes, whatever stage it is at", async () => {
  const server = await serve("both", { maxWaiting: 3 });
  const certificates = testCertificates();
  const silent = await raw(server.port);
  const inHandshake = await raw(server.port);
  inHandshake.send(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]));
  const overTls = startPeer("openssl", [
    "s_client",
    "-quiet",
    "-CAfile",
    certificates.caFile,
    "-connect",
    `127.0.0.1:${server.port}`,
  ]);
  open.push(() => overTls.stop());
  await overTls.shows("verify return");
  await raw(server.port);
  await silent.closed;
  expect(silent.heard()).toMatch(/^! too-many-waiting /);
  await raw(server.port);
  await inHandshake.closed;
  await raw(server.port);
  await overTls.ended();
  expect(server.stats().waiting).toBe(3);
  await joinAs("ana", { port: server.port });
});

test("someone who says nothing for too long is closed, with a word, and others stay", async () => {
  const server = await serve("plain", { idleLimit: 400 });
  const ana = await joinAs("ana", { port: server.port });
  const quiet = await raw(server.port);
  quiet.send("zoe\n");
  const talking = setInterval(() => ana.say("sigo aquí"), 50);
  open.push(() => clearInterval(talking));
  await quiet.closed;
  expect(quiet.heard()).toContain("! idle ");
  await ana.hears("* zoe left");
  expect(server.members().map(({ name }) => name)).toEqual(["ana"]);
});

test("a ban closes the address for good, until it is lifted", async () => {
  const server = await serve("both");
  const ana = await joinAs("ana", { port: server.port, host: "127.0.0.1" });
  const nameless = await raw(server.port);
  expect(server.ban("127.0.0.1")).toBe("127.0.0.1");
  await ana.hears("! banned the operator has banned your address");
  expect(await ana.over).toBeUndefined();
  await nameless.hears("! banned ");
  await nameless.closed;
  await expect(joinAs("ana", { port: server.port, host: "127.0.0.1" })).rejects.toMatchObject({ code: "banned" });
  expect(server.unban("127.0.0.1")).toBe(true);
  await joinAs("ana", { port: server.port, host: "127.0.0.1" });
});

test("a flood is slowed down for its sender alone, and every line of it arrives in the end", async () => {
  const server = await serve("plain", { linesPerSecond: 500 });
  const ana = await joinAs("ana", { port: server.port });
  const luis = await joinAs("luis", { port: server.port });
  const peer = await raw(server.port);
  peer.send("zoe\n");
  await ana.hears("* zoe joined");
  peer.send(Array.from({ length: 600 }, (_, index) => `${index}\n`).join(""));
  await server.happens("slowed");
  // Long before the flood is over, others' lines arrive.
  luis.say("y yo?");
  await ana.hears("luis > y yo?");
  expect(ana.lines).not.toContain("zoe > 599");
  await peer.hears("! too-fast ");
  await ana.hears("zoe > 599");
  expect(ana.lines.filter((line) => line.startsWith("zoe >"))).toEqual(
    Array.from({ length: 600 }, (_, index) => `zoe > ${index}`),
  );
});

test("a client that stops reading is dropped when too much waits for it, and the others hear everything", async () => {
  const server = await serve("plain", { linesPerSecond: Number.POSITIVE_INFINITY, maxUnsentBytes: 256 * 1024 });
  const { port } = server;
  const ana = await joinAs("ana", { port });
  const luis = await joinAs("luis", { port });
  const stalled = await raw(port);
  stalled.send("zoe\n");
  await ana.hears("* zoe joined");
  stalled.socket.pause();
  const text = "ñ".repeat(1500);
  // The system's own buffers hold some megabytes first.
  for (let sent = 0; sent < 8000 && !server.events.some(({ kind }) => kind === "evicted"); sent += 1) {
    ana.say(`${sent} ${text}`);
    if (sent % 50 === 49) await luis.hears(`ana > ${sent} ${text}`);
  }
  expect(await server.happens("evicted")).toEqual({ kind: "evicted", who: "zoe", why: "stopped-reading" });
  await ana.hears("* zoe left");
  expect(server.members()).toHaveLength(2);
});

test("a full server says so, and takes others again when someone leaves", async () => {
  const { port } = await serve("plain", { maxClients: 2 });
  const ana = await joinAs("ana", { port });
  const luis = await joinAs("luis", { port });
  await expect(joinAs("zoe", { port })).rejects.toMatchObject({ code: "server-full" });
  await luis.close();
  await ana.hears("* luis left");
  await joinAs("zoe", { port });
  await ana.hears("* zoe joined");
});

test("10,000 joins and leaves leave nothing behind", async () => {
  const server = await serve("plain");
  const ana = await joinAs("ana", { port: server.port });
  const rounds = async (count: number, from: number) => {
    for (let index = from; index < from + count; index += 50) {
      const peers = await Promise.all(Array.from({ length: 50 }, () => raw(server.port)));
      for (const [number, { send }] of peers.entries()) send(`u${index + number}\n/quit\n`);
      await Promise.all(peers.map(({ closed }) => closed));
      open.splice(2); // These are closed; they are not kept.
      (ana.lines as string[]).splice(0);
    }
    server.events.splice(0);
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await rounds(2_000, 0);
  const after = await rounds(8_000, 2_000);
  console.log(`heap after 2,000 joins and leaves ${mib(before)} MiB, after 10,000 ${mib(after)} MiB`);
  expect(server.members().map(({ name }) => name)).toEqual(["ana"]);
  await expect.poll(() => server.stats().waiting).toBe(0);
  expect(after - before).toBeLessThan(16 * 1024 * 1024);
});

/** Vitest's workers run without --expose-gc. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

function mib(size: number): string {
  return (size / 1024 / 1024).toFixed(1);
}
