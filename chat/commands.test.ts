import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { testWith } from "../testing/chat/needs.ts";
import { type Peer, startPeer } from "../testing/chat/peer.ts";
import { labMain, labOnTerminal, labOnTerminalAs } from "../testing/chat/terminal.ts";
import { testCertificates } from "../testing/chat/test-certificates.ts";
import { joinAs } from "../testing/chat/test-client.ts";
import { temporaryFolder } from "../testing/test-folders.ts";
import { nameProblem, proposedName } from "./protocol/names.ts";
import { startServer } from "./server/server.ts";

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

function onTerminal(...args: string[]) {
  const terminal = labOnTerminal(folder, ...args);
  onTestFinished(() => terminal.stop());
  return terminal;
}

async function portOf(server: Peer): Promise<string> {
  const shown = await server.shows("To join");
  return /127\.0\.0\.1:(\d+)/.exec(shown)![1]!;
}

test("server and clients as services: certificates made on the spot, lines in and out, SIGTERM closes in order", async () => {
  const server = lab("server", "--both", "--port", "0", "--log", "talk.log", "--keylog", "keys.log");
  const port = await portOf(server);
  await server.shows("WARNING: --keylog is on");
  const luis = lab("chat", "--plain", "--name", "luis", "--port", port);
  await luis.shows("# welcome luis");
  const ana = lab("chat", "--tls", "--name", "ana", "--port", port, "--keylog", "client.log");
  ana.type("hola\n¿qué tal?");
  await ana.shows("you are speaking over TLS 1.3, TLS_AES_256_GCM_SHA384");
  ana.endInput();
  expect(await ana.ended()).toBe(0);
  await luis.shows("* ana joined\nana > hola\nana > ¿qué tal?\n* ana left\n");
  server.terminate();
  await luis.shows("* the server is closing. Goodbye");
  expect(await luis.ended()).toBe(1);
  expect(luis.printed()).toContain("lab: the server has closed the connection");
  expect(await server.ended()).toBe(0);
  for (const file of ["talk.log", "keys.log", "client.log"])
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, "talk.log"), "utf8")).toMatch(/Z ana > hola\n/);
  const secrets = (file: string) => readFileSync(join(folder, file), "utf8").split("\n").sort();
  expect(secrets("keys.log").join("\n")).toMatch(/^SERVER_HANDSHAKE_TRAFFIC_SECRET /m);
  expect(secrets("client.log")).toEqual(secrets("keys.log"));
});

test.skipIf(process.platform !== "linux")("a full disk stops the logs, once, and not the chat", async () => {
  const server = lab("server", "--both", "--port", "0", "--log", "/dev/full", "--keylog", "/dev/full");
  const port = await portOf(server);
  const luis = lab("chat", "--plain", "--name", "luis", "--port", port);
  await luis.shows("# welcome luis");
  const ana = lab("chat", "--tls", "--name", "ana", "--port", port);
  ana.type("hola\n");
  await luis.shows("ana > hola");
  expect(server.printed().match(/the disk is full/g)).toHaveLength(2);
});

test.each([
  [["chat", "--name", "ana"], 2, "--plain, --tls or --layers"],
  [["chat", "--plain"], 2, "required option '--name <name>'"],
  [["chat", "--plain", "--name", "ana", "--port", "1"], 1, "no server is listening at localhost:1"],
  [["chat", "localhost:1", "--plain", "--name", "ana"], 1, "no server is listening at localhost:1"],
  [["chat", "[::1]:1", "--plain", "--name", "ana"], 1, "no server is listening at [::1]:1"],
  [["chat", "localhost:70000", "--plain", "--name", "ana"], 2, "from 1 to 65535"],
  [["chat", "localhost:1", "--plain", "--name", "ana", "--port", "2"], 2, "once, as HOST or HOST:PORT"],
  [["chat", "--tls", "--name", "ana", "--pin", "sha256:12"], 2, "sha256: and 64 hexadecimal digits"],
  [["chat", "--tls", "--name", "ana", "--ca", "nowhere.pem"], 1, "there is no file nowhere.pem"],
  [["server"], 2, "--plain, --tls, --both or --layers"],
  [["server", "--plain", "--tls"], 2, "--plain, --tls, --both or --layers"],
  [["server", "--tls", "--cert", "x.pem"], 2, "--cert and --key go together"],
  [["server", "--plain", "--port", "70000"], 2, "a whole number from 0 to 65535"],
  [["server", "--plain", "--host", "192.0.2.77", "--port", "0"], 1, "192.0.2.77 is not an address of this machine"],
  [["server", "--plain", "--host", "a\x1bb", "--port", "0"], 1, "a\\x1bb is not an address of this machine"],
  [["server", "--plain", "--host", "", "--port", "0"], 2, "--host needs an address"],
  [["chat", "--tls", "--name", "ana", "--ca", "a\x1bb"], 1, "there is no file a\\x1bb"],
  [["server", "--tls", "--cert", "a\x1bb", "--key", "k.pem"], 1, "There is no file a\\x1bb"],
  [["server", "--tls", "--tls-min", "1.3", "--tls-max", "1.2"], 2, "--tls-min 1.3 is higher"],
  [["server", "--tls", "--port", "0", "--ciphers", "bogus"], 1, "these TLS options do not go together"],
])("lab %j ends with %i and says what is wrong", async (args, code, message) => {
  const peer = lab(...args);
  expect(await peer.ended()).toBe(code);
  expect(peer.printed()).toContain(message);
  expect(peer.printed()).not.toContain("    at ");
});

test("a port in use is named, with another one to take", async () => {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
  onTestFinished(() => server.close());
  const peer = lab("server", "--plain", "--port", String(server.port));
  expect(await peer.ended()).toBe(1);
  expect(peer.printed()).toContain(`lab: port ${server.port} is in use`);
  expect(peer.printed()).toContain(`lab server --plain --port ${server.port + 1}`);
});

testWith("script")(
  "an encrypted key opens with the passphrase from a file or from the keyboard; a wrong one is reported as such",
  async () => {
    const { cert, key } = testCertificates();
    writeFileSync(join(folder, "cert.pem"), cert);
    execFileSync("openssl", ["pkey", "-aes256", "-passout", "pass:sésamo", "-out", join(folder, "key.pem")], {
      input: key,
    });
    const args = ["server", "--tls", "--port", "0", "--cert", "cert.pem", "--key", "key.pem"];
    writeFileSync(join(folder, "right"), "sésamo\n");
    writeFileSync(join(folder, "wrong"), "abracadabra\n");
    await portOf(lab(...args, "--passphrase-file", "right"));
    const refused = lab(...args, "--passphrase-file", "wrong");
    expect(await refused.ended()).toBe(1);
    expect(refused.printed()).toContain("passphrase");
    const terminal = onTerminal(...args);
    await terminal.shows("Passphrase for key.pem");
    terminal.type("sésamo\r");
    const rows = await terminal.shows("chat server, TLS only");
    expect(rows.join()).not.toContain("sésamo");
  },
);

test("a refused certificate is reported check by check, with what fixes it, and never with the switch that turns checking off", async () => {
  const server = await startServer({ hosts: ["127.0.0.1", "::1"], port: 0, mode: "tls", tls: testCertificates() });
  onTestFinished(() => server.close());
  const at = ["--port", String(server.port), "--name", "ana"];
  const stranger = lab("chat", "--tls", ...at);
  expect(await stranger.ended()).toBe(1);
  expect(stranger.printed()).toMatch(/FAIL {2}issuer: .*\n/);
  expect(stranger.printed()).toContain("lab certs fetch localhost");
  const misnamed = lab("chat", "--tls", ...at, "--ca", testCertificates().caFile, "--servername", "chat.example");
  expect(await misnamed.ended()).toBe(1);
  expect(misnamed.printed()).toMatch(/FAIL {2}name: .*chat\.example/);
  for (const peer of [stranger, misnamed]) expect(peer.printed()).not.toMatch(/insecure|--servername/);
  const reckless = lab("chat", "--tls", ...at, "--insecure");
  await reckless.shows("NOT VERIFIED (--insecure)");
  await reckless.shows("# welcome ana");
  expect(server.members()).toHaveLength(1);
});

testWith("script")(
  "the screen: banner, conversation, completion, Ctrl-T to TLS and back, /wire, and the conversation goes on",
  async () => {
    const certificates = testCertificates();
    const server = await startServer({ hosts: ["127.0.0.1", "::1"], port: 0, mode: "both", tls: certificates });
    onTestFinished(() => server.close());
    const luis = await joinAs("luis", { port: server.port });
    const ana = onTerminal(
      "chat",
      "--plain",
      "--name",
      "ana",
      "--port",
      String(server.port),
      "--ca",
      certificates.caFile,
    );
    await ana.shows("here: luis, ana");
    expect(ana.rows()[0]).toBe(" PLAINTEXT: anyone on the path can read this");
    luis.say("¡hola, ana! 🐧");
    await ana.shows("luis > ¡hola, ana! 🐧");
    ana.type("mi contraseña es sésamo\r");
    await luis.hears("ana > mi contraseña es sésamo");
    ana.type("a medio escribir");
    ana.type("\x14");
    await luis.hears("* ana is now speaking over TLS 1.3");
    await ana.shows('TLS 1.3 · TLS_AES_256_GCM_SHA384 · server "localhost" verified');
    await ana.shows("> a medio escribir");
    ana.type(" llega entero\r");
    await luis.hears("ana > a medio escribir llega entero");
    ana.type("/wire again\r");
    await ana.shows("TLS record (17 = application_data): 17 03 03 00");
    ana.type("/cert\r");
    await ana.shows("the server showed a certificate of CN=localhost");
    ana.type("/encrypt\r");
    await ana.shows("this connection is encrypted already");
    ana.type("/msg lu\t¿solo tú?\r");
    await luis.hears("ana >> ¿solo tú?");
    ana.type("/plain\r");
    await luis.hears("* ana is now speaking in the clear");
    await ana.shows("PLAINTEXT: anyone on the path can read this");
    ana.type("\x1bOQ");
    await expect.poll(() => luis.lines.filter((line) => line === "* ana is now speaking over TLS 1.3")).toHaveLength(2);
    await ana.shows('TLS 1.3 · TLS_AES_256_GCM_SHA384 · server "localhost" verified');
    ana.type("\x14");
    await expect.poll(() => luis.lines.filter((line) => line === "* ana is now speaking in the clear")).toHaveLength(2);
    await ana.shows("PLAINTEXT: anyone on the path can read this");
    ana.type("/salir\r");
    await luis.hears("* ana left");
    expect(await ana.ended()).toBe(0);
    await ana.shows("You have left the chat.");
  },
);

testWith("script")(
  "the screen says when the connection is lost, keeps what was typed, and comes back by itself",
  async () => {
    const first = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
    const ana = onTerminal("chat", "--plain", "--name", "ana", "--host", "127.0.0.1", "--port", String(first.port));
    await ana.shows("here: ana");
    ana.type("sin enviar");
    await first.close();
    await ana.shows("the connection is lost");
    await ana.shows("NOT CONNECTED");
    ana.type("\r");
    await ana.shows("your line is kept");
    const again = await startServer({ hosts: ["127.0.0.1"], port: first.port, mode: "plain" });
    onTestFinished(() => again.close());
    await ana.shows("PLAINTEXT");
    const luis = await joinAs("luis", { port: again.port, host: "127.0.0.1" });
    await ana.shows("luis joined");
    ana.type("\r");
    await luis.hears("ana > sin enviar");
  },
);

testWith("script")("a client that could not move to TLS says why and stays where it was", async () => {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
  onTestFinished(() => server.close());
  const luis = await joinAs("luis", { port: server.port, host: "127.0.0.1" });
  const ana = onTerminal("chat", "--plain", "--name", "ana", "--host", "127.0.0.1", "--port", String(server.port));
  await ana.shows("here: luis, ana");
  ana.type("\x14");
  await ana.shows("nothing was changed: the server at");
  ana.type("aquí sigo\r");
  await luis.hears("ana > aquí sigo");
  expect(ana.rows()[0]).toBe(" PLAINTEXT: anyone on the path can read this");
});

testWith("script")(
  "the operator's console: who is here, what they speak, saying, kicking, changing the mode, closing",
  async () => {
    const server = onTerminal("server", "--both", "--port", "0", "--host", "127.0.0.1");
    const port = Number(/127\.0\.0\.1:(\d+)/.exec((await server.shows("chat server")).join("\n"))![1]);
    await server.shows("server>");
    const ana = await joinAs("ana", { port, host: "127.0.0.1" });
    await server.shows("ana joined from 127.0.0.1:");
    server.type("list\r");
    await server.shows("PLAIN ana");
    server.type("say hola, clase\r");
    await ana.hears("* operator: hola, clase");
    server.type("mode tls\r");
    await server.shows("new connections speak: TLS only");
    await expect(joinAs("eva", { port, host: "127.0.0.1" })).rejects.toMatchObject({ code: "tls-only" });
    server.type("kick ana\r");
    await ana.hears("! kicked the operator has closed your connection");
    await ana.over;
    server.type("count\r");
    await server.shows("0 here");
    server.type("\x1b[200~say \u009b2J\rexit\r\x1b[201~");
    await server.shows("server> say  2J exit");
    server.type("\x15sudo\r");
    await server.shows("sudo is not a command here");
    server.type("exit\r");
    expect(await server.ended()).toBe(0);
  },
);

testWith("script")("a client that the system ends leaves the room in order, and gives the terminal back", async () => {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
  onTestFinished(() => server.close());
  const luis = await joinAs("luis", { port: server.port });
  const ana = onTerminal("chat", "--plain", "--name", "ana", "--host", "127.0.0.1", "--port", String(server.port));
  await ana.shows("PLAINTEXT");
  ana.signal("SIGTERM");
  expect(await ana.ended()).toBe(0);
  expect(ana.rows().join()).not.toContain("PLAINTEXT");
  await luis.hears("* ana left");
});

for (const [how, typed] of [
  ["exit", "exit\r"],
  ["Ctrl-C", "\x03"],
] as const) {
  testWith("script")(`the server ends with ${how} also while someone is in the room`, async () => {
    const server = onTerminal("server", "--plain", "--port", "0", "--host", "127.0.0.1");
    const port = Number(/127\.0\.0\.1:(\d+)/.exec((await server.shows("chat server")).join("\n"))![1]);
    await server.shows("server>");
    const ana = await joinAs("ana", { port, host: "127.0.0.1" });
    await server.shows("ana joined from 127.0.0.1:");
    server.type(typed);
    await ana.over;
    expect(await server.ended()).toBe(0);
  });
}

test.each(["ana maria", "\u0430na", "ana", "аня", "-", "a-very-long-name-for-a-chat-room-of-a-class", "", "ana\u202e"])(
  "for the name %j another is proposed that can be had",
  (name) => {
    const proposed = proposedName(name);
    expect(proposed).not.toBe(name);
    expect(nameProblem(proposed)).toBeUndefined();
  },
);

test("a terminal without UTF-8 gets ASCII alone, from the chat's screen and from the server's console", async () => {
  const [server, ana] = [
    ["server", "--plain", "--port", "0"],
    ["chat", "--plain", "--name", "ana", "--port", "PORT"],
  ].map((words) => (port: string) => {
    const started = words.map((word) => (word === "PORT" ? port : word));
    const terminal = labOnTerminalAs(["env", "LC_ALL=C"], folder, ...started);
    onTestFinished(() => terminal.stop());
    return terminal;
  });
  const console = server!("");
  const rows = await console.shows("To join");
  const chat = ana!(/127\.0\.0\.1:(\d+)/.exec(rows.join("\n"))![1]!);
  await chat.shows("ana . 1 here");
  chat.type("¡hola, ñandú! →\r");
  await chat.shows("ana > !hola, nandu! >");
  console.type("say ¿qué tal?\r");
  await chat.shows("?que tal?");
  chat.type("\x1bOP");
  await chat.shows("+ Keys -");
  expect([...chat.rows(), ...console.rows()].join("")).not.toMatch(/[^ -~]/);
});

test("on a terminal: help over the conversation, the mouse, and every size", async () => {
  const server = lab("server", "--both", "--port", "0");
  const shown = onTerminal("chat", "--plain", "--name", "ana", "--port", await portOf(server));
  await shown.shows("ana · 1 here");
  for (let line = 1; line <= 30; line++) shown.type(`línea ${line}\r`);
  await shown.shows("ana > línea 30");
  shown.type("\x1bOP");
  await shown.shows("┌ Keys ─");
  shown.type("\x1b[6~");
  await shown.shows("/msg NAME TEXT");
  shown.type("\x1b");
  await shown.shows("ana > línea 30");
  shown.type("\x1b[<64;10;10M");
  await shown.shows("Esc goes to the newest");
  expect(shown.rows().join("\n")).not.toContain("línea 30");
  shown.type("\x1b");
  const rows = await shown.shows("ana · 1 here");
  shown.type(`\x1b[<0;${rows[22]!.indexOf("keys") + 1};23M`);
  await shown.shows("┌ Keys ─");
  shown.type(" ");
  for (const [columns, height] of [
    [200, 60],
    [40, 12],
    [120, 40],
  ] as const) {
    shown.resize(columns, height);
    await shown.shows("ana > línea 30");
    await expect.poll(() => shown.rows().slice(-2)).toEqual([expect.stringMatching(/F1 keys {2}Ctrl-C quit$/), ">"]);
  }
  shown.type("\x03");
  expect(await shown.ended()).toBe(0);
});
