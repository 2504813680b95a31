import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { release, type } from "node:os";
import { fileURLToPath } from "node:url";
import { findProgram } from "../../terminal/files/find-program.ts";
import { isUtf8 } from "../../terminal/utf8.ts";
import type { Check, Finding } from "./finding.ts";
import { installCommand } from "./install-command.ts";
import { texts } from "./texts.ts";

const oldestNode = [20, 19] as const;
const defaultPort = 12345;

/** Node, system, port, clock, terminal, letters, folder, OpenSSL, and useful programs. */
export const systemChecks: readonly Check[] = [
  node,
  system,
  port,
  clock,
  terminal,
  letters,
  folder,
  openssl,
  ...["tshark", "dumpcap", "tcpdump", "nc", "xxd", "python3"].map((program) => () => optional(program)),
];

function node(): Finding {
  const { node: version } = process.versions;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  if (isNewEnough) return { subject: texts.node, state: "works", found: texts.nodeFound(version) };
  const found = texts.nodeOld(version, oldestNode.join("."));
  return { subject: texts.node, state: "broken", found, remedy: texts.nodeRemedy };
}

function system(): Finding {
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(contents("/etc/os-release") ?? "")?.[1] ?? type();
  return { subject: texts.system, state: "works", found: `${name}, ${type()} ${release()}, ${process.arch}` };
}

async function port(): Promise<Finding> {
  const [four, six] = [await listenOn("127.0.0.1"), await listenOn("::1")];
  if (four === "EADDRINUSE" || six === "EADDRINUSE") {
    return { subject: texts.ports, state: "note", found: texts.portTaken, remedy: texts.portRemedy };
  }
  return { subject: texts.ports, state: "works", found: six === undefined ? texts.portFree : texts.portNoIpv6 };
}

/** The system's error code, or undefined if the port is free. */
function listenOn(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(defaultPort, host, () => server.close(() => resolve(undefined)));
  });
}

/** Uses no network: but the present time cannot be before this file was made. */
function clock(): Finding {
  const now = new Date();
  const time = now
    .toISOString()
    .replace(/\.\d+Z/, " UTC")
    .replace("T", " ");
  if (now >= statSync(fileURLToPath(import.meta.url)).mtime) {
    return { subject: texts.clock, state: "works", found: texts.clockFound(time) };
  }
  return { subject: texts.clock, state: "broken", found: texts.clockWrong(time), remedy: texts.clockRemedy };
}

function terminal(): Finding {
  const { isTTY, columns, rows } = process.stdout;
  if (!isTTY) return { subject: texts.terminal, state: "works", found: texts.terminalNone };
  if (columns >= 80 && rows >= 24) {
    return { subject: texts.terminal, state: "works", found: texts.terminalFound(columns, rows) };
  }
  const found = texts.terminalSmall(columns, rows);
  return { subject: texts.terminal, state: "broken", found, remedy: texts.terminalRemedy };
}

function letters(): Finding {
  const setting = lettersSetting();
  if (isUtf8()) return { subject: texts.letters, state: "works", found: texts.lettersUtf8(setting) };
  return { subject: texts.letters, state: "broken", found: texts.lettersOther(setting), remedy: texts.lettersRemedy };
}

function lettersSetting(): string {
  return process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || texts.noLocale;
}

function folder(): Finding {
  try {
    accessSync(process.cwd(), constants.W_OK);
    return { subject: texts.folder, state: "works", found: texts.folderWritable };
  } catch {
    return { subject: texts.folder, state: "broken", found: texts.folderReadOnly, remedy: texts.folderRemedy };
  }
}

function openssl(): Finding {
  const { status, stdout } = spawnSync("openssl", ["version"], { encoding: "utf8" });
  if (status === 0) return { subject: texts.openssl, state: "works", found: shortVersion(stdout.trim()) };
  const remedy = installCommand("openssl");
  return { subject: texts.openssl, state: "note", found: texts.opensslForExercises, remedy };
}

function optional(program: string): Finding {
  const path = findProgram(program);
  if (path === undefined) {
    return { subject: program, state: "note", found: texts.optionalAbsent, remedy: installCommand(program) };
  }
  const { stdout, stderr } = spawnSync(path, [program === "nc" ? "-h" : "--version"], { encoding: "utf8" });
  const firstLine = `${stdout ?? ""}${stderr ?? ""}`.trim().split("\n")[0] ?? "";
  return { subject: program, state: "works", found: shortVersion(firstLine) };
}

/** The version line of a program, without the build and the library in brackets. */
function shortVersion(line: string): string {
  return line.replace(/ \((?:Git|Library)\b.*$/, "");
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
