import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import xterm from "@xterm/headless";
import { until } from "./peer.ts";

/** The built `lab`, for tests that run it as a person does. */
export const labMain = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));

/** A program on a pseudo-terminal, and what its screen shows. */
export interface TestTerminal {
  type(text: string): void;
  /** The rows of the screen, without trailing spaces. */
  rows(): string[];
  /** Resolves with the rows once one of them holds this text. */
  shows(text: string): Promise<string[]>;
  ended(): Promise<number | null>;
  /** Sends a signal to the program itself, and not to the pseudo-terminal around it. */
  signal(name: NodeJS.Signals): void;
  stop(): void;
}

/** Runs `lab` on a pseudo-terminal of 80 columns and 24 rows, in a folder. Needs `script` of util-linux. */
export function labOnTerminal(folder: string, ...args: readonly string[]): TestTerminal {
  return labOnTerminalAs([], folder, ...args);
}

/** The same through a command that runs another, such as `setpriv` with its options, to be another user. The folder is the home too. */
export function labOnTerminalAs(as: readonly string[], folder: string, ...args: readonly string[]): TestTerminal {
  const quoted = [...as, process.execPath, labMain, ...args]
    .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
    .join(" ");
  const child: ChildProcess = spawn("script", ["-qfec", `stty rows 24 cols 80; exec ${quoted}`, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, ...(as.length > 0 && { HOME: folder }), TERM: "xterm-256color", LC_ALL: "C.UTF-8" },
  });
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const listeners = new Set<() => void>();
  child.stdout!.on("data", (bytes: Buffer) => {
    terminal.write(bytes, () => {
      for (const listener of listeners) listener();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  const rows = () => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: 24 },
      (_, row) =>
        active
          .getLine(active.baseY + row)
          ?.translateToString(true)
          .trimEnd() ?? "",
    );
  };
  return {
    type: (text) => void child.stdin!.write(text),
    rows,
    shows: (text) =>
      until(
        () => (rows().some((row) => row.includes(text)) ? rows() : undefined),
        listeners,
        () => `the screen to show ${JSON.stringify(text)}:\n${rows().join("\n")}`,
      ),
    ended: () => ended,
    signal: (name) => {
      const pids = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
      for (const pid of pids) process.kill(Number(pid), name);
    },
    stop: () => void child.kill("SIGKILL"),
  };
}
