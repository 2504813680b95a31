import tls from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { testWith } from "../../testing/chat/needs.ts";
import { type Peer, startPeer } from "../../testing/chat/peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { NotTls } from "../client/client-errors.ts";
import { hasHybridGroup } from "../transport/tls-profile.ts";
import type { ServerEvent } from "./rules.ts";
import type { RunningServer, ServerOptions } from "./server.ts";
import { startServer } from "./server.ts";

async function serve(
  options: Partial<ServerOptions> & Pick<ServerOptions, "mode">,
): Promise<RunningServer & { events: ServerEvent[] }> {
  const events: ServerEvent[] = [];
  const server = await startServer({
    hosts: ["127.0.0.1", "::1"],
    port: 0,
    tls: options.mode === "plain" ? undefined : testCertificates(),
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => server.close());
  return { ...server, events };
}

function peer(command: string, ...args: string[]): Peer {
  const started = startPeer(command, args);
  onTestFinished(() => started.stop());
  return started;
}

const ca = () => ({ ca: testCertificates().ca });

test.each(["plain", "tls"] as const)(
  "two clients talk, %s, and a message does not come back to its sender",
  async (mode) => {
    const { port } = await serve({ mode });
    const tls = mode === "tls" ? ca() : undefined;
    const ana = await joinAs("ana", { port, tls });
    const luis = await joinAs("luis", { port, tls });
    await ana.hears("* luis joined");
    ana.say("¿mañana? 🐧");
    await luis.hears("ana > ¿mañana? 🐧");
    luis.say("sí");
    await ana.hears("luis > sí");
    expect(luis.lines).toEqual(["# welcome luis", "# users: ana luis", "ana > ¿mañana? 🐧"]);
    expect(ana.protection.kind).toBe(mode);
    await luis.close();
    await ana.hears("* luis left");
    await ana.close();
  },
);

testWith(
  "nc",
  "ncat",
  "socat",
)("nc, ncat, socat and openssl s_client talk on one port with a client of ours", async () => {
  const { port, hosts } = await serve({ mode: "both" });
  const ana = await joinAs("ana", { port, tls: ca() });
  const peers = {
    nc: peer("nc", "127.0.0.1", String(port)),
    ncat: peer("ncat", "127.0.0.1", String(port)),
    socat: peer("socat", "-", hosts.includes("::1") ? `TCP6:[::1]:${port}` : `TCP:127.0.0.1:${port}`),
    openssl: peer(
      "openssl",
      "s_client",
      "-quiet",
      "-verify_quiet",
      "-CAfile",
      testCertificates().caFile,
      "-connect",
      `localhost:${port}`,
    ),
    crlf: peer("openssl", "s_client", "-quiet", "-crlf", "-tls1_2", "-connect", `127.0.0.1:${port}`),
  };
  for (const [name, { type, shows }] of Object.entries(peers)) {
    type(`${name}\n`);
    await shows(`# welcome ${name}`);
  }
  ana.say("hola a todos");
  for (const { shows } of Object.values(peers)) await shows("ana > hola a todos\n");
  for (const [name, { type }] of Object.entries(peers)) {
    type(`soy ${name}\n`);
    await ana.hears(`${name} > soy ${name}`);
  }
  peers.nc.type("!usuarios\n");
  await peers.nc.shows("# users: ana nc ncat socat openssl crlf");
  peers.openssl.type("/tls\n");
  await peers.openssl.shows("# you are speaking over TLS 1.3, TLS_");
  peers.nc.type("/salir\n");
  await ana.hears("* nc left");
});

testWith("python3")(
  "a Python client that sends its name and 'name > text' chunks without line ends is heard as it means it",
  async () => {
    const { port } = await serve({ mode: "plain", rules: { pause: 100 } });
    const ana = await joinAs("ana", { port });
    const python = peer(
      "python3",
      "-uc",
      `
import socket, sys, threading
s = socket.create_connection(("127.0.0.1", ${port}))
def listen():
    while True:
        data = s.recv(1024)
        if not data: break
        print(data.decode())
threading.Thread(target=listen, daemon=True).start()
s.send("zoe".encode())
for line in sys.stdin:
    s.send(("zoe > " + line.rstrip("\\n")).encode())
`,
    );
    await ana.hears("* zoe joined");
    python.type("buenos días\n");
    await ana.hears("zoe > buenos días");
    python.type("uno\ndos\n");
    await ana.hears("zoe > uno");
    await ana.hears("zoe > dos");
    ana.say("hola, zoe");
    await python.shows("ana > hola, zoe");
    python.type("!usuarios\n");
    await python.shows("# users: ana zoe");
  },
);

testWith("python3")(
  "a name and a first message that arrive glued together, without line ends, are read as two",
  async () => {
    const { port } = await serve({ mode: "plain", rules: { pause: 50 } });
    const ana = await joinAs("ana", { port });
    peer(
      "python3",
      "-c",
      `import socket, time
s = socket.create_connection(("127.0.0.1", ${port})); s.send(b"zoe"); s.send(b"zoe > hola"); time.sleep(60)`,
    );
    await ana.hears("zoe > hola");
  },
);

testWith("nc")("each wrong mode is a clear line for the one who came in it, and nobody else notices", async () => {
  const plain = await serve({ mode: "plain" });
  const secure = await serve({ mode: "tls" });
  const ana = await joinAs("ana", { port: plain.port });
  const openssl = peer("openssl", "s_client", "-quiet", "-connect", `127.0.0.1:${plain.port}`);
  await openssl.shows("wrong version number");
  const nc = peer("nc", "127.0.0.1", String(secure.port));
  nc.type("ana\n");
  await nc.shows("! tls-only ");
  await expect(joinAs("eva", { port: plain.port, tls: ca() })).rejects.toBeInstanceOf(NotTls);
  await expect(joinAs("eva", { port: secure.port })).rejects.toMatchObject({
    code: "tls-only",
    hint: `Run: lab chat --tls --port ${secure.port}`,
  });
  expect(ana.lines).toEqual(["# welcome ana", "# users: ana"]);
  expect(plain.events).toContainEqual(
    expect.objectContaining({ kind: "failed", why: { kind: "wrong-mode", wanted: "plain" } }),
  );
});

test("a client that is not shown the certificate it expects sends nothing, and says which check failed", async () => {
  const server = await serve({ mode: "tls" });
  const { port } = server;
  await expect(joinAs("ana", { port, tls: {} })).rejects.toThrow("failed a check (issuer)");
  await expect(joinAs("ana", { port, tls: { ...ca(), servername: "chat.example" } })).rejects.toThrow(
    "it is for localhost, 127.0.0.1, ::1, and you asked for chat.example",
  );
  const pin = `sha256:${"0".repeat(64)}`;
  await expect(joinAs("ana", { port, tls: { ...ca(), pin } })).rejects.toThrow("failed a check (pin)");
  expect(server.events.filter(({ kind }) => kind === "joined")).toEqual([]);
  const eva = await joinAs("eva", { port, tls: { insecure: true } });
  expect(eva.peer?.checks.map(({ ok }) => ok)).toEqual([false, true, true]);
  const zoe = await joinAs("zoe", { port, tls: { pin: eva.peer!.fingerprint } });
  expect(zoe.peer?.checks.map(({ check, ok }) => [check, ok])).toEqual([
    ["pin", true],
    ["dates", true],
  ]);
});

test("a client moves to TLS without leaving, comes back in the clear, and all hear how it speaks", async () => {
  const { port } = await serve({ mode: "both" });
  const luis = await joinAs("luis", { port });
  const ana = await joinAs("ana", { port });
  const secured = await joinAs("ana", { port, tls: ca(), onMoveWord: (word) => ana.say(`/move ${word}`) });
  await luis.hears("* ana is now speaking over TLS 1.3");
  expect(await ana.over).toBeUndefined();
  expect(ana.lines.at(-1)).toBe("# moved");
  secured.say("ahora nadie lo lee");
  await luis.hears("ana > ahora nadie lo lee");
  await secured.close();
  await luis.hears("* ana left");
  await joinAs("ana", { port });
  await luis.hears("* ana is now speaking in the clear");
  expect(luis.lines.filter((line) => line === "* ana left")).toHaveLength(1);
});

test("a full room is no obstacle to a change of the mode", async () => {
  const { port } = await serve({ mode: "both", rules: { maxClients: 2 } });
  const luis = await joinAs("luis", { port });
  const ana = await joinAs("ana", { port });
  await joinAs("ana", { port, tls: ca(), onMoveWord: (word) => ana.say(`/move ${word}`) });
  await luis.hears("* ana is now speaking over TLS 1.3");
});

test("the key agreement is the hybrid one where this Node's OpenSSL has it, and X25519 elsewhere", async () => {
  const { port } = await serve({ mode: "tls" });
  // A client that offers only this gets in only if the server has it too.
  const ecdhCurve = hasHybridGroup ? "X25519MLKEM768" : "X25519";
  const socket = tls.connect({ host: "127.0.0.1", port, ca: testCertificates().ca, ecdhCurve });
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once("secureConnect", resolve));
  expect(socket.authorized).toBe(true);
});

test("closing the server says goodbye to everybody and frees the port", async () => {
  const server = await serve({ mode: "both" });
  const ana = await joinAs("ana", { port: server.port, tls: ca() });
  await server.close();
  expect(await ana.over).toBeUndefined();
  expect(ana.lines.at(-1)).toBe("* the server is closing. Goodbye");
  const again = await serve({ mode: "plain", port: server.port });
  expect(again.port).toBe(server.port);
});
