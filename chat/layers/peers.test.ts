import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { layersConversation, testLayers } from "../../testing/chat/layers-conversation.ts";
import { testWith } from "../../testing/chat/needs.ts";
import { startPeer } from "../../testing/chat/peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { startServer } from "../server/server.ts";
import { rc4 } from "./broken/rc4.ts";
import { clientLayers } from "./client-layers.ts";
import { Transcript } from "./fixed/transcript.ts";

const page = readFileSync(new URL("../../docs/layers.md", import.meta.url), "utf8");
const [python = ""] = [...page.matchAll(/```python\n(.*?)```/gs)].map((match) => match[1]!);
const byHand = [...page.matchAll(/```sh\n(.*?)```/gs)]
  .map((match) => match[1]!)
  .find((code) => /sha512sum/.test(code))!;
/** Debian's own Python, which has Debian's modules. */
const debianPython = "/usr/bin/python3";
const modules = spawnSync(debianPython, ["-c", "import Cryptodome, cryptography"]);
const testWithPython =
  modules.status === 0
    ? test
    : (name: string, run: () => Promise<void>) =>
        test.skip(`${name} (skipped: needs python3-pycryptodome and python3-cryptography)`, run);

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
const said = [["ana", "nos vemos a las ocho"]] as const;

/** The value of the first line that begins with this. */
async function valuesOf(recipe: "chain" | "reversed" | "fixed"): Promise<(start: string) => string> {
  const lines = await layersConversation({ layers: testLayers(recipe), said });
  return (start) =>
    lines
      .find(({ line }) => line.startsWith(start))!
      .line.slice(start.length)
      .trim();
}

testWithPython("the Python of the page speaks and listens under chain", async () => {
  const layers = testLayers("chain", "hola1234");
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain", layers });
  onTestFinished(() => server.close());
  const ana = await joinAs("ana", {
    host: "127.0.0.1",
    port: server.port,
    layers: () => clientLayers({ accessKey: async () => "hola1234", judge: async () => {} }),
  });
  const eva = startPeer(debianPython, ["-c", python.replace("12345", String(server.port))]);
  onTestFinished(() => eva.stop());
  await ana.hears("eva > hola desde Python");
  ana.say("¡hola, Eva! ñ");
  await eva.shows("[ana] ¡hola, Eva! ñ");
});

testWith(
  "openssl",
  "base64",
  "sha512sum",
)("the commands of the page give the hash of the wire, and the key of reversed", async () => {
  const value = await valuesOf("reversed");
  const environment = { ...process.env, PUBLIC_KEY: value("~ public-key"), SESSION_KEY: value("~ session-key") };
  const printed = String(execFileSync("bash", ["-ec", byHand], { cwd: folder, env: environment, stdio: "pipe" }));
  const [hash, key] = printed.split("\n");
  expect(hash).toBe(`${value("~ access")}  -`);
  expect(key).toMatch(/^[A-Za-z0-9_-]{43}=$/);
});

testWith("openssl")("OpenSSL takes the session key of chain out of RSA-OAEP", async () => {
  const value = await valuesOf("chain");
  writeFileSync(join(folder, "private.pem"), rc4(Buffer.from("hola1234"), Buffer.from(value("~ private-key"), "hex")));
  const decrypt = ["pkeyutl", "-decrypt", "-inkey", "private.pem", "-pkeyopt", "rsa_padding_mode:oaep"];
  const input = Buffer.from(value("~ session-key"), "base64");
  const key = execFileSync("openssl", decrypt, { cwd: folder, input, stdio: "pipe" });
  expect(String(key)).toMatch(/^[A-Za-z0-9_-]{43}=$/);
});

testWith("openssl")("OpenSSL verifies the signature of fixed", async () => {
  const lines = (await layersConversation({ layers: testLayers("fixed"), said })).map(({ line }) => line);
  const at = lines.findIndex((line) => line.startsWith("~ signature "));
  const transcript = new Transcript();
  for (const line of lines.slice(0, at)) transcript.add(line);
  const purpose = Buffer.from("wire lab layers fixed: signature of the server over\n");
  writeFileSync(join(folder, "signed"), Buffer.concat([purpose, transcript.hash()]));
  writeFileSync(join(folder, "signature"), Buffer.from(lines[at]!.slice("~ signature ".length), "base64"));
  writeFileSync(join(folder, "cert.pem"), testCertificates().cert);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  writeFileSync(join(folder, "public.pem"), openssl("x509", "-in", "cert.pem", "-noout", "-pubkey"));
  const verified = openssl("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "signed");
  expect(String(verified)).toContain("Verified OK");
});
