import { printable } from "../lab/terminal/printable.ts";
import type { ServerEvent } from "./rules.ts";
import { type ServerOptions, startServer } from "./server.ts";
import { serverError } from "./server-errors.ts";
import { words } from "./words.ts";

/** Opens the server, says on standard output what happens, and closes it in order on SIGINT and SIGTERM. Throws LabError. */
export async function runServer(options: ServerOptions): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const server = await startServer({ ...options, onEvent: (event) => eventLines(event).forEach(say) }).catch(
    (error) => {
      throw serverError(error, options.port) ?? error;
    },
  );
  say(words.listening(options.mode, server.hosts, server.port));
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
  say(words.closing);
  await server.close();
}

/** What the operator reads of an event. */
function eventLines(event: ServerEvent): string[] {
  switch (event.kind) {
    case "joined":
      return [words.operatorJoined(event.name, event.address, event.protection)];
    case "left":
      return [words.operatorLeft(event.name)];
    case "line":
      return [];
    case "slowed":
      return [words.operatorSlowed(event.name)];
    case "let-go":
      return [words.operatorLetGo(event.who, event.why)];
    case "failed":
      if (event.why.kind === "closed") return [];
      if (event.why.kind === "handshake") return [words.operatorHandshake(event.address, printable(event.why.reason))];
      if (event.why.kind === "deadline") return [words.operatorDeadline(event.address)];
      return [words.operatorWrongMode(event.address, event.why.wanted)];
  }
}
