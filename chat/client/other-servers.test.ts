import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { testWith } from "../../testing/chat/needs.ts";
import { type Peer, startPeer } from "../../testing/chat/peer.ts";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { connectClient } from "./client.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
/** The real `lab`, without a terminal, in the test's folder. */
function lab(...args: string[]): Peer {
  const peer = startPeer(process.execPath, [labMain, ...args], folder);
  onTestFinished(() => peer.stop());
  return peer;
}

async function portOf(server: Peer): Promise<string> {
  return /127\.0\.0\.1:(\d+)/.exec(await server.shows("To join"))![1]!;
}

/** A chat server like a student's: no welcome, no line ends, every message to all others. */
const studentServer = `
import socket, threading
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True)
clients = []
def serve(c):
    name = c.recv(1024).decode().strip()
    while data := c.recv(1024):
        for other in clients:
            if other is not c: other.send((name + " > " + data.decode().strip()).encode())
while True:
    c, _ = s.accept(); clients.append(c); threading.Thread(target=serve, args=[c], daemon=True).start()
`;

testWith("python3")("lab chat talks with a server that students wrote, and says what it is", async () => {
  const server = startPeer("python3", ["-uc", studentServer], folder);
  onTestFinished(() => server.stop());
  const port = /\d+/.exec(await server.shows("\n"))![0];
  const [ana, luis] = ["ana", "luis"].map((name) => lab("chat", `127.0.0.1:${port}`, "--plain", "--name", name));
  for (const client of [ana!, luis!]) await client.shows("not a server of the lab");
  ana!.type("hola\n");
  await luis!.shows("ana > hola\n");
  luis!.type("¿qué tal?\n");
  await ana!.shows("luis > ¿qué tal?\n");
});

test("a server that never answers is named after the patience of a lab's client, with the program to use", async () => {
  const closing = net.createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  onTestFinished(() => void closing.close());
  await new Promise((resolve) => closing.once("listening", resolve));
  const { port } = closing.address() as net.AddressInfo;
  const peer = lab("chat", `127.0.0.1:${port}`, "--plain", "--name", "ana");
  expect(await peer.ended()).toBe(1);
  expect(peer.printed()).toContain(`nc 127.0.0.1 ${port}`);
});

/** A server that answers the first bytes of each client with this, and then waits. */
async function answering(answer: string): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.write(Buffer.from(answer, "hex")));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
}

test.each([
  ["TLS", "15030100020246", /TLS record.*\nRun: lab chat --tls --port/],
  ["no text", "00ff10803fd1a2b3c4", /00 ff 10 80 3f d1 a2 b3 …\n.*nc 127\.0\.0\.1 \d+ \| xxd/],
])(
  "in the clear, a server that sends %s is an error that names what it sent, also when the input has ended",
  async (_, answer, said) => {
    const port = await answering(answer);
    const peer = lab("chat", `127.0.0.1:${port}`, "--plain", "--name", "ana");
    peer.type("hola\n");
    peer.endInput();
    expect(await peer.ended()).toBe(1);
    expect(peer.printed()).toMatch(said);
  },
);

test("openssl s_server, which hangs up after a line in the clear, is an error, too", async () => {
  const { cert, key } = testCertificates();
  writeFileSync(join(folder, "both.pem"), cert + key);
  const openssl = startPeer("openssl", ["s_server", "-accept", "127.0.0.1:0", "-cert", "both.pem"], folder);
  onTestFinished(() => openssl.stop());
  const [, port] = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(await openssl.shows("ACCEPT 127.0.0.1:"))!;
  const peer = lab("chat", `127.0.0.1:${port}`, "--plain", "--name", "ana");
  await peer.shows("not a server of the lab");
  peer.type("hola\n");
  peer.endInput();
  expect(await peer.ended()).toBe(1);
  expect(peer.printed()).toContain("lab chat --tls");
});

test("over TLS, a local server that takes the connection and is silent is not looked for with ping", async () => {
  const server = net.createServer((socket) => void socket.on("error", () => {})).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  const options = { host: "127.0.0.1", port, name: "ana", tls: {}, deadline: 200 };
  const refused = await connectClient(options).catch((error: unknown) => error);
  expect(refused).toMatchObject({ hint: expect.stringMatching(/lab server --tls.*openssl s_client/) });
});

test("a certificate without a subjectAltName is explained on both sides, and --pin asks for no name", async () => {
  const openssl = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", [...openssl, "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost"], {
    cwd: folder,
    stdio: "pipe",
  });
  const server = lab("server", "--tls", "--port", "0", "--cert", "cert.pem", "--key", "key.pem");
  const port = await portOf(server);
  await server.shows("no subjectAltName");
  const shown = await server.shows("lab certs self-sign --new --san localhost");
  const refused = lab("chat", "--tls", "--name", "ana", "--port", port, "--ca", "cert.pem");
  expect(await refused.ended()).toBe(1);
  expect(refused.printed()).toContain("lab certs self-sign --new --san localhost");
  expect(refused.printed()).not.toContain("--servername");
  const [pin] = /sha256:[0-9a-f]{64}/.exec(shown)!;
  const pinned = lab("chat", "--tls", "--name", "ana", "--port", port, "--pin", pin!);
  await pinned.shows("# welcome ana");
});

testWith("script")("a self-signed certificate that is trusted is not called verified by a CA", async () => {
  const openssl = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const san = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"];
  execFileSync("openssl", [...openssl, ...san, "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost"], {
    cwd: folder,
    stdio: "pipe",
  });
  const port = await portOf(lab("server", "--tls", "--port", "0", "--cert", "cert.pem", "--key", "key.pem"));
  const ana = labOnTerminal(folder, "chat", `localhost:${port}`, "--tls", "--name", "ana", "--ca", "cert.pem");
  onTestFinished(() => ana.stop());
  const rows = await ana.shows("TLS 1.3 ·");
  expect(rows.slice(0, 2).join(" ")).toContain("self-signed");
  expect(rows.join(" ")).not.toContain("class CA");
});
