import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Classroom } from "../classroom.ts";

const [beforeFile, afterFile] = ["work/captures/21-before.pcap", "work/captures/21-after.pcap"];

/** Exercise 21: audit, prove, fix, audit again. */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("lab certs init");
  await classroom.succeed("lab audit example > work/server.py");
  const first = classroom.open("python3 work/server.py");
  await first.shows("listening");
  const fragile = await classroom.run("lab audit localhost:12345");
  if (!fragile.shown.includes("stops")) throw new Error(`the server did not end:\n${fragile.shown}`);
  await first.ended();
  edit(classroom, [
    ["server = context.wrap_socket(server, server_side=True)\n", ""],
    [
      "def serve(client):\n    clients.append(client)\n",
      "def serve(plain):\n    try:\n        client = context.wrap_socket(plain, server_side=True)\n    except OSError:\n        plain.close()\n        return\n    clients.append(client)\n",
    ],
  ]);
  await captureAudit(classroom, beforeFile, 1);
  await classroom.run(`lab audit -r ${beforeFile}`);
  const lines = await classroom.json(`lab sniff -r ${beforeFile} --json`);
  const proof = lines.find(({ message, version }) => message === "server_hello" && version === "TLS 1.0");
  await classroom.run(`lab check 21 packet=${proof?.packet}`);
  edit(classroom, [
    ["ssl.TLSVersion.TLSv1\n", "ssl.TLSVersion.TLSv1_2\ncontext.options |= ssl.OP_NO_RENEGOTIATION\n"],
    ["ALL:@SECLEVEL=0", "ECDHE+AESGCM:ECDHE+CHACHA20"],
    ["context.load_cert_chain", 'context.set_ecdh_curve("prime256v1")\ncontext.load_cert_chain'],
  ]);
  await captureAudit(classroom, afterFile, 0);
}

/** Audits the server in its present state, and captures the audit. */
async function captureAudit(classroom: Classroom, file: string, expected: 0 | 1): Promise<void> {
  const server = classroom.open("python3 work/server.py");
  await server.shows("listening");
  const end = await classroom.startSniffer(file);
  const { code, shown } = await classroom.run("lab audit localhost:12345");
  if (code !== expected) throw new Error(`the audit ended with ${code}:\n${shown}`);
  await end();
  await server.interrupt();
}

function edit({ folder }: Classroom, changes: readonly (readonly [string, string])[]): void {
  const path = join(folder, "work", "server.py");
  let text = readFileSync(path, "utf8");
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`the server has no ${JSON.stringify(before)}`);
    text = text.replace(before, after);
  }
  writeFileSync(path, text);
}
