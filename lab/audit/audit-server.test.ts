import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AuditCertificates,
  type AuditedServer,
  auditCertificates,
  opensslServer,
  startProgram,
} from "../../testing/audit/audited-server.ts";
import { testWith } from "../../testing/chat/needs.ts";
import { labMain } from "../../testing/chat/terminal.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { auditServer } from "./audit-server.ts";
import { explanations } from "./explained/explanations.ts";
import { auditCapture } from "./passive/audit-capture.ts";

let certificates: AuditCertificates;
const open: AuditedServer[] = [];
beforeAll(async () => {
  certificates = await auditCertificates();
});
const folder = lastingFolder();
afterAll(() => {
  for (const server of open) server.close();
});

/** On a busy machine too, every answer is in time. */
const patience = 30_000;

async function codesOf(server: AuditedServer): Promise<readonly string[]> {
  open.push(server);
  const anchorsPem = [certificates.ca];
  const report = await auditServer({ host: "localhost", port: server.port, name: "localhost", anchorsPem, patience });
  return report.findings.map(({ code }) => code);
}

test("every finding has its five parts, and the line that fixes it for each system", () => {
  for (const [code, { title, means, attacker, fix, source }] of Object.entries(explanations)) {
    for (const part of [title, means, attacker, fix.lab, fix.node, fix.python, fix.nginx])
      expect(part.length, code).toBeGreaterThan(10);
    expect(source, code).toMatch(/RFC \d+|Mozilla 6\.0: (intermediate|modern)\.\w+/);
  }
});

testWith("openssl")("a server that follows Mozilla's configuration has no finding", async () => {
  const groups = ["-groups", "X25519:P-256:P-384"];
  const suites = ["-cipher", "ECDHE+AESGCM:ECDHE+CHACHA20"];
  expect(await codesOf(await opensslServer(certificates.ec, ...suites, ...groups))).toEqual([]);
});

/** The file of Debian, and that of Docker. */
const bothAddresses = "127.0.0.1 localhost\\n::1 localhost ip6-localhost\\n";

testWith("openssl", "unshare")("a server is found that listens on 127.0.0.1 where localhost is ::1, too", async () => {
  const server = await opensslServer(certificates.ec);
  open.push(server);
  const hosts = `printf '${bothAddresses}' > hosts && mount --bind hosts /etc/hosts`;
  const audit = `${process.execPath} ${labMain} audit localhost:${server.port} --ca ${certificates.folder}/ca.pem --json`;
  const inMounts = ["--user", "--map-root-user", "--mount", "sh", "-c", `${hosts} && { ${audit}; true; }`];
  expect(execFileSync("unshare", inMounts, { cwd: folder }).toString()).toContain(`"localhost:${server.port}"`);
});

testWith("openssl")("an old version is found by its own hello, which OpenSSL here would not offer", async () => {
  const codes = await codesOf(await opensslServer(certificates.rsa, "-cipher", "ALL:@SECLEVEL=0"));
  expect(codes).toContain("tls-1.0");
  expect(codes).toContain("tls-1.1");
  expect(codes).not.toContain("ssl-3.0");
});

/** The stream and the bytes of each packet, from tshark. */
function packetsOf(path: string): ReadonlyMap<number, { readonly stream: number; readonly payload: string }> {
  const fields = ["frame.number", "tcp.stream", "tcp.payload"].flatMap((field) => ["-e", field]);
  const lines = execFileSync("tshark", ["-r", path, "-T", "fields", ...fields], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const rows = lines
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return new Map(rows.map(([number, stream, payload = ""]) => [Number(number), { stream: Number(stream), payload }]));
}

testWith("openssl", "tshark")(
  "each finding names a packet of the capture that the audit keeps, and its bytes are there",
  async () => {
    const weak = ["-cipher", "ECDHE+AES128+SHA1:kRSA+AES128:@SECLEVEL=0", "-client_renegotiation", "-crlf"];
    const server = await opensslServer(certificates.rsa, ...weak);
    open.push(server);
    const keepIn = join(folder, "weak.pcapng");
    const place = { host: "localhost", port: server.port, name: "other.example", anchorsPem: [certificates.ca] };
    const { findings } = await auditServer({ ...place, keepIn, patience });
    expect(findings.length).toBeGreaterThan(6);
    expect(statSync(keepIn).mode & 0o777).toBe(0o600);
    const packets = packetsOf(keepIn);
    for (const { code, seen } of findings) {
      for (const { packet, connection, bytes, message } of seen) {
        expect(packets.get(packet!)?.stream, code).toBe(connection);
        expect(bytes, code).not.toBe("");
        // The bytes of a second handshake inside the first, and of TLS 1.3, are encrypted on the wire; the file has the
        // keys.
        const isHidden = code === "client-renegotiation" || message === "certificate";
        if (!isHidden)
          expect(packets.get(packet!)?.payload, `${code}, ${message}`).toContain(bytes.replace(/[ …]/g, ""));
      }
    }
    // The same capture shows others the same, down to the packets.
    const [passive] = await auditCapture(keepIn, [certificates.ca], "other.example");
    const places = (list: typeof findings) =>
      list.flatMap(({ code, seen }) => seen.map(({ packet, bytes }) => `${code} ${packet} ${bytes}`));
    const known = new Set(places(findings).map((line) => line.split(" ")[0]));
    for (const { code } of passive!.findings) expect(known).toContain(code);
    expect(places(passive!.findings).filter((line) => places(findings).includes(line)).length).toBeGreaterThan(6);
  },
);

testWith("python3")("a server that ends over a strange hello has shown what it could before", async () => {
  const { cert, key } = certificates.ec;
  const program = fileURLToPath(new URL("../../testing/audit/class-server.py", import.meta.url));
  const server = await startProgram("python3", (port) => [program, `${port}`, cert, key]);
  open.push(server);
  const place = { host: "localhost", port: server.port, name: "other.example", anchorsPem: [certificates.ca] };
  const { findings, facts, conforms } = await auditServer({ ...place, patience });
  expect(findings.map(({ code }) => code)).toEqual(["stops", "certificate-name"]);
  expect(facts[0]!.value).toEqual(["TLS 1.3", "TLS 1.2"]);
  expect(conforms).toBeUndefined();
});

testWith("openssl")("a certificate that TLS 1.3 hides has its packet and its bytes, too", async () => {
  const server = await opensslServer(certificates.ec, "-tls1_3");
  open.push(server);
  const keepIn = join(folder, "modern.pcapng");
  const place = { host: "localhost", port: server.port, name: "other.example", anchorsPem: [certificates.ca] };
  const { findings } = await auditServer({ ...place, keepIn, patience });
  const [passive] = await auditCapture(keepIn, [certificates.ca], "other.example");
  const seenOf = (list: typeof findings) => list.find(({ code }) => code === "certificate-name")?.seen;
  expect(seenOf(findings)).toMatchObject([{ message: "certificate", field: "Certificate" }]);
  expect(seenOf(findings)).toEqual(seenOf(passive!.findings));
});
