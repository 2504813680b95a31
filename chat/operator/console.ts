import { printable } from "../../terminal/printable.ts";
import { endpointText } from "../endpoint.ts";
import type { Member } from "../room.ts";
import type { RunningServer } from "../server.ts";
import { texts } from "./texts.ts";

/** What came of a line typed at the operator's console: what to show, and whether the server is to be closed. */
export interface ConsoleAnswer {
  readonly lines: readonly string[];
  readonly exit?: true;
}

/** Carries out one line of the operator's. Never throws; nonsense gives a line that says what is wrong. `now` is in milliseconds. */
export function operate(line: string, server: RunningServer, startedAt: number, now: number): ConsoleAnswer {
  const [, command = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/su.exec(line) ?? [];
  switch (command.toLowerCase()) {
    case "":
      return { lines: [] };
    case "help":
    case "?":
      return { lines: texts.help };
    case "list":
      return { lines: memberTable(server.members()) };
    case "count":
      return { lines: [texts.count(server.members().length, server.stats().waiting)] };
    case "say":
      if (rest === "") return { lines: [texts.incomplete("say TEXT")] };
      server.announce(texts.operatorSays(printable(rest)));
      return { lines: [] };
    case "kick":
      if (rest === "") return { lines: [texts.incomplete("kick NAME")] };
      return { lines: server.kick(rest) ? [] : [texts.nobodyCalled(printable(rest))] };
    case "mode":
      return { lines: [changeMode(rest.toLowerCase(), server)] };
    case "stats": {
      const mebibytes = Math.round(process.memoryUsage.rss() / 1024 / 1024);
      return { lines: texts.stats(server.stats(), Math.floor((now - startedAt) / 60_000), mebibytes) };
    }
    case "exit":
    case "quit":
      return { lines: [], exit: true };
    default:
      return { lines: [texts.unknownCommand(printable(command))] };
  }
}

function changeMode(mode: string, server: RunningServer): string {
  if (mode === "plain" || mode === "tls" || mode === "both") {
    if (!server.setMode(mode)) return texts.modeNeedsCertificate;
  } else if (mode !== "") return texts.incomplete("mode plain, mode tls or mode both");
  return texts.modeNow(server.mode);
}

/** Name, address, protection, since when, messages: one line each. */
function memberTable(members: readonly Member[]): readonly string[] {
  if (members.length === 0) return [texts.nobodyHere];
  const rows = members.map(({ name, endpoint, protection, since, messages }) => [
    name,
    endpointText(endpoint),
    texts.protectionShort(protection),
    new Date(since).toTimeString().slice(0, 8),
    texts.messages(messages),
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
