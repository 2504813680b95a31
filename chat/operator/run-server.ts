import { createInterface } from "node:readline";
import { printable } from "../../terminal/printable.ts";
import type { ServerEvent } from "../rules.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server.ts";
import { operate } from "./console.ts";
import { joinLines } from "./join-lines.ts";
import { openPrivateLog } from "./private-log.ts";
import { serverError } from "./server-errors.ts";
import { texts } from "./texts.ts";

/** What `lab server` can be told beyond the server's own options. */
export interface RunOptions extends Omit<ServerOptions, "onEvent"> {
  readonly caFile?: string | undefined;
  /** Where TLS secrets are written, if anywhere. */
  readonly keyLogFile?: string | undefined;
  /** Where the talk is written, if anywhere. */
  readonly logFile?: string | undefined;
  /** Lines to show first: warnings, and what was done about certificates. */
  readonly notes?: readonly string[];
}

/**
 * Opens the server and stays until it is told to end: by `exit` at the console, SIGINT or SIGTERM. On a terminal the operator can type;
 * elsewhere it only says what happens. Throws LabError.
 */
export async function runServer(options: RunOptions): Promise<void> {
  const open = (path: string | undefined) =>
    path === undefined ? undefined : openPrivateLog(path, (trouble) => say(trouble));
  const keyLog = open(options.keyLogFile);
  const log = open(options.logFile);
  const terminal =
    process.stdin.isTTY && process.stdout.isTTY ? createInterface(process.stdin, process.stdout, completer) : undefined;
  let isClosing = false;
  const say = (line: string) => {
    // The line being typed is taken away, and drawn again below what is said.
    if (terminal) process.stdout.write("\r\x1b[K");
    process.stdout.write(`${line}\n`);
    // A closed terminal that prompts would read again, and the program would never end.
    if (!isClosing) terminal?.prompt(true);
  };
  // Whoever read the output may have gone (`lab server | head`): the chat goes on.
  process.stdout.on("error", () => {});
  const tls = options.tls && { ...options.tls, onKeyLog: keyLog && ((line: Buffer) => keyLog.add(line)) };
  const onEvent = (event: ServerEvent) => {
    if (event.kind === "line") log?.add(`${new Date().toISOString()} ${event.line}\n`);
    const line = eventLine(event);
    if (line === undefined) return;
    say(line);
    if (event.kind === "let-go" || event.kind === "doubted" || event.kind === "failed")
      log?.add(`${new Date().toISOString()} ${line}\n`);
  };
  let server: RunningServer;
  try {
    server = await startServer({ ...options, tls, onEvent });
  } catch (error) {
    terminal?.close();
    throw serverError(error, options.port) ?? error;
  }
  const { mode, hosts, port } = server;
  process.stdout.write(`${texts.listening(mode, hosts, port)}\n`);
  const chain = options.tls && String(options.tls.cert);
  for (const line of [...joinLines({ mode, hosts, port, chain, caFile: options.caFile }), ...(options.notes ?? [])]) {
    process.stdout.write(`${line}\n`);
  }
  if (options.keyLogFile !== undefined) process.stdout.write(`${texts.keyLogWarning(printable(options.keyLogFile))}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve).once("SIGHUP", resolve);
    if (terminal) takeOrders(terminal, server, resolve);
  });
  isClosing = true;
  terminal?.close();
  process.stdout.write(`${texts.closing}\n`);
  await server.close();
  keyLog?.close();
  log?.close();
}

type Terminal = ReturnType<typeof createInterface>;

function takeOrders(terminal: Terminal, server: RunningServer, end: () => void): void {
  const startedAt = Date.now();
  process.stdout.write(`${texts.consoleHint}\n`);
  terminal.setPrompt(texts.prompt);
  terminal.prompt();
  terminal.on("line", (line) => {
    const { lines, exit } = operate(line, server, startedAt, Date.now());
    for (const text of lines) process.stdout.write(`${text}\n`);
    if (exit) end();
    else terminal.prompt();
  });
  terminal.on("SIGINT", end);
  terminal.on("close", end);
}

const commands = ["help", "list", "count", "say ", "kick ", "mode ", "stats", "exit"];

function completer(line: string): [string[], string] {
  return [commands.filter((command) => command.startsWith(line)), line];
}

/** What the operator reads of an event; undefined for what is not worth a line. */
function eventLine(event: ServerEvent): string | undefined {
  switch (event.kind) {
    case "joined":
      return texts.joined(event.name, event.address, event.protection);
    case "moved":
      return texts.moved(event.name, event.protection);
    case "left":
      return texts.left(event.name);
    case "doubted":
      return texts.doubted(event.name, event.address);
    case "line":
      return undefined;
    case "slowed":
      return texts.slowed(event.name);
    case "let-go":
      return texts.closed(event.who, event.why);
    case "failed": {
      const { address, why } = event;
      if (why.kind === "closed") return undefined;
      if (why.kind === "handshake") return texts.handshakeFailed(address, printable(why.reason));
      return why.kind === "deadline" ? texts.noBeginning(address) : texts.wrongMode(address, why.wanted);
    }
  }
}
