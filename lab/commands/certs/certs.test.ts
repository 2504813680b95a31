import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { galleryCases } from "../../../certs/gallery/cases.ts";
import { serveExhibit, writeExhibit } from "../../../certs/gallery/serve.ts";
import { issueCertificate } from "../../../certs/issue.ts";
import { makeKey } from "../../../certs/keys.ts";
import { fetchPeer } from "../../../certs/remote/peer.ts";
import { validity } from "../../../certs/validity.ts";
import * as x509 from "../../../certs/x509.ts";
import { labWithinReach, runLab } from "../../../testing/certs/run.ts";
import { pcapHeader, pcapRecord, tcpFrame } from "../../../testing/sniffer/packets.ts";
import { temporaryFolder } from "../../../testing/test-folders.ts";

test("lab certs init shows openssl lines with the very name that its CA has", () => {
  const folder = temporaryFolder();
  const { stdout } = runLab(folder, "certs", "init");
  const shown = /-subj '\/O=([^/']+)\/CN=(Class CA[^']*)'/.exec(stdout)!;
  const { subject } = new X509Certificate(readFileSync(join(folder, "work/certs/ca.pem")));
  expect(subject).toBe(`O=${shown[1]}\nCN=${shown[2]}`);
});

test.each([
  ["key", "--kind", "rsa-3072"],
  ["key", "--passphrase"],
  ["unlock"],
  ["request"],
  ["self-sign"],
  ["self-sign", "--new"],
  ["ca"],
  ["sign"],
  ["verify", "missing.pem"],
])("lab certs %s --dry-run only shows the openssl line", (...args) => {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = runLab(folder, "certs", ...args, "--dry-run");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^The same with openssl:\n {2}(openssl|printf) .*\n/);
  expect(existsSync(join(folder, "work"))).toBe(false);
});

test.each([
  [["key", "--kind", "rsa-512"], /Allowed choices are rsa-2048/],
  [["key", "--passphrase", "secreto"], /too many arguments/],
  [["self-sign", "--days", "0"], /"0" is not a number of days/],
  [["self-sign", "--san", "localhost"], /go with --new/],
  [["self-sign", "request.pem", "--new"], /With --new there is no request/],
  [["request", "--san", "no host"], /"no host" is not a host name/],
  [["request", "--san", "IP:300.1.1.1"], /"300\.1\.1\.1" is not an IP address/],
  [["request", "--subject", "/XY=1"], /"XY=1" is not part of a subject/],
  [["gallery", "nonsense"], /The gallery has no case "nonsense"/],
  [["show", "localhost:99999"], /"99999" is not a port/],
  [["nonsense"], /./],
])("usage errors end with 2: lab certs %j", (args, message) => {
  const { code, stderr } = runLab(temporaryFolder(), "certs", ...args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("names, SANs and text from a hostile certificate or request reach the terminal cleaned, in show and in verify", async () => {
  const folder = temporaryFolder();
  const evil = "\x1b[2J\x1b]0;owned\x07\u202eevil\u0000\r\n  ok      issuer  trusted";
  const key = await makeKey("p-256");
  const subject = new x509.Name([{ CN: [{ utf8String: evil }] }, { O: [{ utf8String: "x".repeat(5000) }] }]);
  const names = [{ type: "dns" as const, value: "evil\x1b[31m.example, DNS:localhost" }];
  const content = { subject, names, publicKey: key, profile: { kind: "server" }, ...validity(new Date(), 9) } as const;
  writeFileSync(join(folder, "evil.pem"), await issueCertificate(content, { key }));
  const outputs = [
    runLab(folder, "certs", "show", "evil.pem", "--bytes"),
    runLab(folder, "certs", "verify", "evil.pem", "--ca", "evil.pem", "--name", "localhost"),
    runLab(folder, "certs", "verify", "evil.pem", "--ca", "evil.pem", "--name", "\x1b[2Jx"),
    runLab(folder, "certs", "show", "\x1b[2J.pem"),
  ];
  for (const { stdout, stderr } of outputs) {
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    expect(stdout + stderr).not.toMatch(/^ {2}ok {6}issuer {2}trusted/m);
  }
  expect(outputs[0]!.stdout).toContain("\\x1b[2J");
  expect(outputs[1]!.stdout).toMatch(/FAILED {2}name/);
});

test("lab certs self-sign --new makes a pair that is good for its names, and never half of one", () => {
  const folder = temporaryFolder();
  const make = (...args: readonly string[]) => runLab(folder, "certs", "self-sign", "--new", ...args);
  expect(make("--san", "chat.example.org", "192.0.2.7").code).toBe(0);
  const file = "work/certs/certificate.pem";
  for (const name of ["chat.example.org", "192.0.2.7"])
    expect(runLab(folder, "certs", "verify", file, "--ca", file, "--name", name).code).toBe(0);
  const again = make("--key", "other-key.pem");
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("certificate.pem exists already")]);
  expect(existsSync(join(folder, "other-key.pem"))).toBe(false);
});

test("--json prints JSON alone, and nothing in it that a terminal obeys", async () => {
  const folder = temporaryFolder();
  const key = await makeKey("p-256");
  const subject = new x509.Name([{ CN: [{ utf8String: "\u009b2J\u202e" }] }]);
  const content = {
    subject,
    names: [],
    publicKey: key,
    profile: { kind: "server" },
    ...validity(new Date(), 9),
  } as const;
  writeFileSync(join(folder, "evil.pem"), await issueCertificate(content, { key }));
  const shown = runLab(folder, "certs", "show", "evil.pem", "--json");
  expect(JSON.parse(shown.stdout)).toEqual(expect.objectContaining({ subject: "CN=\u009b2J\u202e" }));
  const verified = runLab(folder, "certs", "verify", "evil.pem", "--ca", "evil.pem", "--name", "a.org", "--json");
  const { ok, checks } = JSON.parse(verified.stdout);
  expect([verified.code, ok]).toEqual([1, false]);
  expect(checks.find(({ check }: { check: string }) => check === "name")).toEqual(
    expect.objectContaining({ ok: false, fix: "lab certs self-sign --new --san a.org" }),
  );
  expect(shown.stdout + verified.stdout).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
});

/** Starts a server of the gallery in this process. */
async function serve(folder: string, name: string) {
  const exhibit = await galleryCases.find((one) => one.name === name)!.make();
  const files = writeExhibit(join(folder, name), exhibit);
  const server = await serveExhibit(exhibit, files);
  onTestFinished(server.close);
  return { ...files, port: server.port };
}

/** Runs the built `lab` while this process keeps serving. */
function lab(folder: string, ...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const env = labWithinReach(folder);
  return new Promise((resolve) => {
    const child = spawn("lab", args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("close", (code) => resolve({ code, output }));
  });
}

test("show and verify take a server's certificates from the handshake; the exit code is the verdict", async () => {
  const folder = temporaryFolder();
  const good = await serve(folder, "good");
  const expired = await serve(folder, "expired");
  const shown = await lab(folder, "certs", "show", `127.0.0.1:${good.port}`);
  expect([shown.code, shown.output]).toEqual([
    0,
    expect.stringMatching(/The handshake succeeded: TLSv1\.2.*CN=localhost/s),
  ]);
  const verify = (server: typeof good) =>
    lab(folder, "certs", "verify", `127.0.0.1:${server.port}`, "--ca", server.caFile, "--name", "localhost");
  expect(await verify(good)).toEqual({ code: 0, output: expect.stringContaining("All checks passed") });
  expect(await verify(expired)).toEqual({
    code: 1,
    output: expect.stringMatching(/FAILED {2}dates .*1 of 10 checks failed/s),
  });
});

test("a server in the clear and none at all each give one clear line", async () => {
  const folder = temporaryFolder();
  const plain = await serve(folder, "plain-server");
  const closed = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => closed.once("listening", resolve));
  const free = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));
  expect((await lab(folder, "certs", "show", `127.0.0.1:${plain.port}`)).output).toMatch(/it speaks in the clear/);
  expect((await lab(folder, "certs", "show", `127.0.0.1:${free}`)).output).toMatch(/no server listens there/);
  expect((await lab(folder, "certs", "show", "nowhere.invalid:443")).output).toMatch(
    /no such host|could not be looked up/,
  );
});

/** A capture of a real handshake with a server, in small segments, so that each message needs several packets. */
async function captureHandshake(port: number): Promise<Buffer> {
  const kept = { client: [] as Buffer[], server: [] as Buffer[] };
  const relay = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    client.on("data", (bytes) => kept.client.push(bytes)).pipe(server);
    server.on("data", (bytes) => kept.server.push(bytes)).pipe(client);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void relay.close());
  await new Promise((resolve) => relay.once("listening", resolve));
  await fetchPeer("127.0.0.1", (relay.address() as AddressInfo).port);
  const [client, server] = [
    { address: [127, 0, 0, 1], port: 40000 },
    { address: [127, 0, 0, 1], port: 443 },
  ];
  const hello = Buffer.concat(kept.client).subarray(0, 400);
  const answer = Buffer.concat(kept.server);
  const frames = [
    tcpFrame({ from: client, to: server, sequence: 0, flags: "SYN" }),
    tcpFrame({ from: server, to: client, sequence: 0, acknowledgment: 1, flags: "SYN ACK" }),
    tcpFrame({ from: client, to: server, sequence: 1, acknowledgment: 1, data: hello }),
  ];
  for (let at = 0; at < answer.length; at += 300) {
    frames.push(tcpFrame({ from: server, to: client, sequence: 1 + at, data: answer.subarray(at, at + 300) }));
  }
  return Buffer.concat([pcapHeader(), ...frames.map((frame, at) => pcapRecord(frame, at))]);
}

test("show --capture shows the certificates of TLS 1.2 as they went over the wire, and says why there are none of TLS 1.3", async () => {
  const folder = temporaryFolder();
  const [withTls12, withTls13] = [await serve(folder, "unknown-ca"), await serve(folder, "tls-version")];
  writeFileSync(join(folder, "tls12.pcap"), await captureHandshake(withTls12.port));
  writeFileSync(join(folder, "tls13.pcap"), await captureHandshake(withTls13.port));
  const { code, stdout } = runLab(folder, "certs", "show", "--capture", "tls12.pcap");
  expect([code, stdout]).toEqual([0, expect.stringContaining("the server sent these certificates in the clear")]);
  expect(stdout).toMatch(/Certificate 1 of 2.*subject +CN=localhost.*Certificate 2 of 2.*subject +CN=Another CA/s);
  expect(runLab(folder, "certs", "show", "--capture", "tls13.pcap").stderr).toContain("TLS 1.3 sends them encrypted");
  expect(runLab(folder, "certs", "show", "--capture", "unknown-ca/ca.pem").code).toBe(1);
});

test("fetch keeps a server's CA only with the right fingerprint", async () => {
  const folder = temporaryFolder();
  const server = await serve(folder, "unknown-ca"); // The one that sends its CA too.
  const [, ca] = readFileSync(server.certFile, "utf8").match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----/g)!;
  const { fingerprint256 } = new X509Certificate(ca!);
  const target = `127.0.0.1:${server.port}`;
  const kept = join(folder, "work/certs/ca.pem");
  const unasked = await lab(folder, "certs", "fetch", target);
  expect(unasked).toEqual({ code: 1, output: expect.stringContaining("Nothing was written") });
  expect(unasked.output).toContain(fingerprint256.slice(0, 47));
  const wrong = await lab(folder, "certs", "fetch", target, "--fingerprint", `sha256:${"ab".repeat(32)}`);
  expect(wrong).toEqual({ code: 1, output: expect.stringContaining("not the expected one") });
  expect(existsSync(kept)).toBe(false);
  const right = await lab(
    folder,
    "certs",
    "fetch",
    target,
    "--fingerprint",
    fingerprint256.replaceAll(":", "").toLowerCase(),
  );
  expect(right).toEqual({ code: 0, output: expect.stringMatching(/you\s+trust\s+what\s+it\s+signs/) });
  expect(new X509Certificate(readFileSync(kept)).fingerprint256).toBe(fingerprint256);
  const leafOnly = await serve(folder, "good");
  expect((await lab(folder, "certs", "fetch", `127.0.0.1:${leafOnly.port}`)).output).toContain(
    "does not send its CA's certificate",
  );
});

test("lab certs gallery NAME serves until a signal ends it", async () => {
  const folder = temporaryFolder();
  const child = spawn("lab", ["certs", "gallery", "expired"], { cwd: folder, env: labWithinReach(folder) });
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  const port = await new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      const found = /listens on 127\.0\.0\.1 port (\d+)/.exec(shown)?.[1];
      if (found !== undefined && shown.includes("Ctrl-C")) resolve(found);
    });
  });
  const tried = runLab(
    folder,
    "certs",
    "verify",
    `127.0.0.1:${port}`,
    "--ca",
    "work/certs/gallery/expired/ca.pem",
    "--name",
    "localhost",
  );
  expect(tried.stdout).toMatch(/FAILED {2}dates/);
  expect(statSync(join(folder, "work/certs/gallery/expired/server-key.pem")).mode & 0o777).toBe(0o600);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});
