import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { defaultHosts, defaultPort } from "../../chat/protocol.ts";
import { LabError } from "../lab-error.ts";
import { certsFolder } from "../work-folder.ts";

interface Options {
  readonly plain?: true;
  readonly tls?: true;
  readonly both?: true;
  readonly host?: string[];
  readonly port: number;
  readonly cert?: string;
  readonly key?: string;
}

/** `lab server`: opens the chat and says what happens there, until it is told to end. */
export function define(command: Command): void {
  command
    .option("--plain", "speak in the clear: anyone on the path can read it")
    .option("--tls", "speak TLS only")
    .option("--both", "take both on one port; the first byte of a connection decides")
    .option("--host <address...>", "where to listen (default: this machine only, 127.0.0.1 and ::1)")
    .option("--port <number>", "TCP port; 0 takes a free one", portNumber, defaultPort)
    .option("--cert <file>", "certificate, PEM, with its chain (default: the one of lab certs init)")
    .option("--key <file>", "its private key, PEM")
    .action(async (options: Options) => {
      const { runServer } = await import("../../chat/run-server.ts");
      const mode = modeOf(options);
      await runServer({
        mode,
        hosts: options.host ?? defaultHosts,
        port: options.port,
        tls: mode === "plain" ? undefined : await keyPair(options),
      });
    });
}

function modeOf({ plain, tls, both }: Options): "plain" | "tls" | "both" {
  if ([plain, tls, both].filter(Boolean).length !== 1) {
    throw new LabError("say how to speak: one of --plain, --tls and --both", "For example: lab server --both", 2);
  }
  return plain ? "plain" : tls ? "tls" : "both";
}

async function keyPair({ cert, key }: Options): Promise<{ cert: Buffer; key: Buffer }> {
  if (cert !== undefined && key !== undefined) return { cert: read(cert), key: read(key) };
  if (cert !== undefined || key !== undefined) {
    throw new LabError("--cert and --key go together", "lab server --tls --cert FILE --key FILE", 2);
  }
  const { ensureClassCertificates } = await import("../../certs/class-certificates.ts");
  const files = await ensureClassCertificates(certsFolder);
  return { cert: read(files.certFile), key: read(files.keyFile) };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LabError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`, `See: ls -l ${path}`);
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("a port is a number from 0 to 65535");
  return port;
}
