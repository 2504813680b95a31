import { print } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { Painter } from "../../terminal/screen/paint-line.ts";
import { paint } from "../../terminal/style.ts";
import { isUtf8 } from "../../terminal/utf8.ts";
import { accountEventLine } from "../accounts/account-event.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import type { ServerEvent } from "../server/rules.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server/server.ts";
import { consoleWords, operate } from "./console.ts";
import { joinLines } from "./join-lines.ts";
import { openPrivateLog } from "./private-log.ts";
import { Prompt } from "./prompt.ts";
import { serverError } from "./server-errors.ts";
import { texts } from "./texts.ts";

/** The options of `lab server` beyond the server's own. */
export interface RunOptions extends Omit<ServerOptions, "onEvent"> {
  readonly caFile?: string | undefined;
  /** The file for TLS secrets, if any. */
  readonly keyLogFile?: string | undefined;
  /** The file for the conversation, if any. */
  readonly logFile?: string | undefined;
  /** The first lines to show: warnings, and what was done about certificates. */
  readonly notes?: readonly string[];
}

/**
 * Opens the server and waits until it ends: by `exit` at the console, SIGINT or SIGTERM. On a terminal the operator can
 * type; elsewhere it only prints events. Throws LabError.
 */
export async function runServer(options: RunOptions): Promise<void> {
  let prompt: Prompt | undefined;
  const say = (line: string) => (prompt === undefined ? print(line) : prompt.say(line));
  const warn = (line: string) => say(paint("danger", line));
  const open = (path: string | undefined) => (path === undefined ? undefined : openPrivateLog(path, warn));
  const keyLog = open(options.keyLogFile);
  const log = open(options.logFile);
  // The reader of the output may be gone (`lab server | head`): the chat continues.
  process.stdout.on("error", () => {});
  const tls = options.tls && { ...options.tls, onKeyLog: keyLog && ((line: Buffer) => keyLog.add(line)) };
  const onEvent = (event: ServerEvent) => {
    if (event.kind === "line") log?.add(`${new Date().toISOString()} ${event.line}\n`);
    const line = eventLine(event);
    if (line === undefined) return;
    if (event.kind === "doubted") warn(line);
    else say(line);
    if (event.kind === "evicted" || event.kind === "doubted" || event.kind === "failed")
      log?.add(`${new Date().toISOString()} ${line}\n`);
  };
  let server: RunningServer;
  try {
    server = await startServer({ ...options, tls, onEvent });
  } catch (error) {
    throw serverError(error, options) ?? error;
  }
  const { mode, hosts, port, recipe } = server;
  say(texts.listening(mode, recipe, hosts.map(printable), port));
  if (recipe !== undefined) warn(chatTexts.homeMadeLayers(recipe));
  const chain = options.tls && String(options.tls.cert);
  const joining = joinLines({ mode, recipe, hosts, port, chain, caFile: options.caFile });
  for (const line of [...joining, texts.kept(keptFiles(options)), ...(options.notes ?? [])]) say(line);
  if (options.keyLogFile !== undefined) warn(texts.keyLogWarning(printable(options.keyLogFile)));
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve).once("SIGHUP", resolve);
    if (process.stdin.isTTY && process.stdout.isTTY) prompt = openConsole(server, resolve);
  });
  prompt?.close();
  prompt = undefined;
  say(texts.closing);
  await server.close();
  keyLog?.close();
  log?.close();
}

function keptFiles({ logFile, keyLogFile, accounts }: RunOptions): readonly string[] {
  return [
    ...(accounts === undefined ? [] : [texts.keptAccounts]),
    ...(logFile === undefined ? [] : [texts.keptLog(printable(logFile))]),
    ...(keyLogFile === undefined ? [] : [texts.keptKeyLog(printable(keyLogFile))]),
  ];
}

/** Handles the operator's lines until one of them, or the terminal, ends the server. */
function openConsole(server: RunningServer, end: () => void): Prompt {
  const openedAt = performance.now();
  const painter = new Painter(!isUtf8());
  const words = () => [...consoleWords, ...server.members().map(({ name }) => name)];
  print(texts.consoleHint);
  const prompt = new Prompt({
    ...{ prompt: texts.prompt(server.recipe), isAlarm: server.recipe !== undefined, words, onEnd: end },
    onLine: (line) => {
      const scene = { server, width: process.stdout.columns || 80, openFor: performance.now() - openedAt };
      const { lines, exit } = operate(line, scene);
      for (const each of lines) prompt.say(painter.line(each));
      if (exit) end();
    },
  });
  return prompt;
}

/** The operator's line for an event; undefined if it is not worth one. */
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
    case "account":
      return accountEventLine(event.event);
    case "slowed":
      return texts.slowed(event.name);
    case "evicted":
      return texts.closed(event.who, event.why);
    case "failed": {
      const { address, why } = event;
      if (why.kind === "closed") return undefined;
      if (why.kind === "handshake") return texts.handshakeFailed(address, printable(why.reason));
      return why.kind === "deadline" ? texts.noBeginning(address) : texts.wrongMode(address, why.wanted);
    }
  }
}
