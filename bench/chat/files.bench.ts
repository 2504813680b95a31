import { execFileSync, spawn } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { startPeer } from "../../testing/chat/peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";

/** One file through the whole program: the time, and the peak memory of each process so far. */
export interface FileTransfer {
  readonly what: string;
  readonly seconds: number;
  readonly clientMebibytes: number;
  readonly serverMebibytes: number;
}

/** The built `lab`; this file is built beside it. */
const labMain = fileURLToPath(new URL("../../lab/main.js", import.meta.url));
const secret = "la clave de ana 4711";
const mebibyte = 1024 ** 2;
/** Prints the memory peak of a process at its end, in KiB. */
const peakAtEnd = `data:text/javascript,process.on("exit",()=>console.log("peak "+process.resourceUsage().maxRSS))`;

/** Uploads and downloads files of these sizes, in bytes, with real `lab` processes over TLS. */
export async function measureFiles(sizes: readonly number[]): Promise<readonly FileTransfer[]> {
  const folder = mkdtempSync(join(tmpdir(), "lab-bench-"));
  const { cert, key, ca } = testCertificates();
  for (const [name, text] of Object.entries({ "cert.pem": cert, "key.pem": key, "ca.pem": ca, secret })) {
    writeFileSync(join(folder, name), String(text));
    chmodSync(join(folder, name), 0o600);
  }
  const own = ["--cert", "cert.pem", "--key", "key.pem", "--port", "0", "--mail-port", "2526"];
  const server = startPeer(process.execPath, [labMain, "server", "--tls", "--accounts", ...own], folder);
  const port = /127\.0\.0\.1:(\d+)/.exec(await server.shows("To join"))![1]!;
  const ana = connectByHand(Number(port));
  ana.type("/register ana ana@clase.example", secret, secret);
  await ana.hears("# registered: ana");
  ana.end();
  const login = ["--name", "ana", "--server", `localhost:${port}`, "--ca", "ca.pem", "--password-file", "secret"];
  const files = (...words: readonly string[]) =>
    timed([labMain, "files", ...words, ...login, "--key-passphrase-file", "secret"], folder, server.pid);
  const found: FileTransfer[] = [];
  try {
    await files("list");
    for (const size of sizes) {
      writeRandom(join(folder, "file.bin"), size);
      const name = `${Math.round(size / mebibyte)} MiB`;
      const password = ["--file-password-file", "secret"];
      found.push({ what: `put ${name}`, ...(await files("put", "file.bin", ...password)) });
      found.push({ what: `get ${name}`, ...(await files("get", "file.bin", "-o", "back.bin", ...password)) });
      execFileSync("cmp", ["file.bin", "back.bin"], { cwd: folder });
      await files("rm", "file.bin");
      rmSync(join(folder, "back.bin"));
    }
  } finally {
    server.stop();
    await server.ended();
    rmSync(folder, { recursive: true });
  }
  return found;
}

async function timed(words: readonly string[], cwd: string, server: number): Promise<Omit<FileTransfer, "what">> {
  const begun = performance.now();
  const client = spawn(process.execPath, ["--import", peakAtEnd, ...words], { cwd });
  let printed = "";
  for (const stream of [client.stdout, client.stderr]) stream.on("data", (text) => (printed += text));
  const code = await new Promise((resolve) => client.once("close", resolve));
  if (code !== 0) throw new Error(printed);
  const seconds = (performance.now() - begun) / 1000;
  const [, peak] = /^peak (\d+)$/m.exec(printed)!;
  const [, serverPeak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server}/status`, "utf8"))!;
  return { seconds, clientMebibytes: Number(peak) / 1024, serverMebibytes: Number(serverPeak) / 1024 };
}

/** A file that cannot be compressed, a megabyte at a time. */
function writeRandom(path: string, size: number): void {
  const file = openSync(path, "w");
  const block = crypto.getRandomValues(new Uint8Array(65_536));
  for (let left = size; left > 0; left -= block.length) {
    block[left % block.length]! ^= 1;
    writeSync(file, block.subarray(0, Math.min(left, block.length)));
  }
  closeSync(file);
}
