import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { type RunningServer, type ServerOptions, startServer } from "./server.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
async function serve(options: Partial<ServerOptions>): Promise<RunningServer> {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "tls", tls: testCertificates(), ...options });
  onTestFinished(() => server.close());
  return server;
}

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function makeCa(name: string): string {
  openssl("req", "-x509", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.pem`, "-subj", `/CN=${name}`);
  return readFileSync(join(folder, `${name}.pem`), "utf8");
}

/** A client's certificate and key, signed by a CA of this folder. */
function clientOf(ca: string, name: string, ...extensions: string[]) {
  const subject = ["-subj", `/O=class/CN=${name}`, "-days", "1"];
  const more = extensions.flatMap((extension) => ["-addext", extension]);
  openssl(
    ...["req", "-x509", ...newKey, "-keyout", "c.key", "-out", "c.pem", ...subject, "-CA", `${ca}.pem`],
    ...["-CAkey", `${ca}.key`, "-addext", "basicConstraints=critical,CA:FALSE", ...more],
  );
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return { ca: testCertificates().ca, cert: read("c.pem"), key: read("c.key") };
}

test("with client certificates the name is the certificate's, and no other can be had", async () => {
  const { port } = await serve({ clientCa: makeCa("class") });
  const join = (name: string, tls: object) => joinAs(name, { port, host: "localhost", tls });
  const anas = clientOf("class", "ana", "extendedKeyUsage=clientAuth");
  const ana = await join("ana", anas);
  ana.say("/nick eva");
  await ana.hears("! name-not-certified your name here is the name in your certificate: ana");
  await expect(join("luis", clientOf("class", "eva"))).rejects.toMatchObject({ code: "name-not-certified" });
  await expect(join("luis", { ca: testCertificates().ca })).rejects.toMatchObject({ code: "certificate-needed" });
  makeCa("other");
  for (const refused of [clientOf("other", "luis"), clientOf("class", "luis", "extendedKeyUsage=serverAuth")]) {
    await expect(join("luis", refused)).rejects.toMatchObject({ code: "certificate-refused" });
  }
});

test("a CA of the same name whose key is another is not believed", async () => {
  const { port } = await serve({ clientCa: makeCa("class") });
  makeCa("class");
  const impostor = clientOf("class", "ana");
  await expect(joinAs("ana", { port, tls: impostor })).rejects.toMatchObject({ code: "certificate-refused" });
});

test("with an access key nobody gets in without it, and it is never passed on", async () => {
  const events: string[] = [];
  const server = await serve({ accessKey: "open-sesame", onEvent: (event) => events.push(JSON.stringify(event)) });
  const { port } = server;
  const { ca } = testCertificates();
  const ana = await joinAs("ana", { port, tls: { ca, accessKey: "open-sesame" } });
  await expect(joinAs("luis", { port, tls: { ca } })).rejects.toMatchObject({ code: "key-needed" });
  await expect(joinAs("luis", { port, tls: { ca, accessKey: "open" } })).rejects.toMatchObject({ code: "wrong-key" });
  expect(server.members()).toHaveLength(1);
  expect([...ana.lines, ...events].join()).not.toContain("sesame");
  expect(server.setMode("both")).toBe(false);
});

test("the key file and the certificates of the command line", async () => {
  writeFileSync(join(folder, "short"), "abc\n");
  const { startPeer } = await import("../../testing/chat/peer.ts");
  const { labMain } = await import("../../testing/chat/terminal.ts");
  const lab = (...args: string[]) => {
    const peer = startPeer(process.execPath, [labMain, ...args], folder);
    onTestFinished(() => peer.stop());
    return peer;
  };
  const short = lab("server", "--tls", "--port", "0", "--access-key-file", "short");
  expect([await short.ended(), short.printed()]).toEqual([1, expect.stringContaining("has no access key")]);
  const both = lab("server", "--both", "--port", "0", "--access-key-file", "short");
  expect(await both.ended()).toBe(2);
  writeFileSync(join(folder, "key"), "open-sesame\n");
  makeCa("class");
  const { cert, key } = clientOf("class", "ana");
  writeFileSync(join(folder, "ana.pem"), cert);
  writeFileSync(join(folder, "ana.key"), key);
  const server = lab("server", "--tls", "--port", "0", "--client-ca", "class.pem", "--access-key-file", "key");
  const port = /127\.0\.0\.1:(\d+)/.exec(await server.shows("To join"))![1]!;
  const proof = ["--cert", "ana.pem", "--key", "ana.key", "--access-key-file", "key"];
  const ana = lab("chat", `localhost:${port}`, "--tls", "--name", "ana", ...proof);
  await ana.shows("# welcome ana");
  const stranger = lab("chat", `localhost:${port}`, "--tls", "--name", "luis");
  expect(await stranger.ended()).toBe(1);
  expect(stranger.printed()).toContain("lab chat --tls --cert FILE --key FILE");
});
