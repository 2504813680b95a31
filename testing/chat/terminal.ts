import { fileURLToPath } from "node:url";
import { PseudoTerminal } from "../pseudo-terminal.ts";

/** The built `lab`, for tests that run it as a person does. */
export const labMain = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));

/** A program on a pseudo-terminal, and its screen. */
export interface TestTerminal {
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** The rows of the screen, without trailing spaces. */
  rows(): string[];
  /** Resolves to the rows, as soon as one of them contains this text. */
  shows(text: string): Promise<string[]>;
  ended(): Promise<number | null>;
  /** Sends a signal to the program itself, not to the pseudo-terminal around it. */
  signal(name: NodeJS.Signals): void;
  stop(): void;
}

/** Runs `lab` on a pseudo-terminal of 80 columns and 24 rows, in a folder. Needs `script` of util-linux. */
export function labOnTerminal(folder: string, ...args: readonly string[]): TestTerminal {
  return labOnTerminalAs([], folder, ...args);
}

/**
 * The same through a command that runs another, such as `setpriv` with its options, to be another user. The folder is
 * also the home.
 */
export function labOnTerminalAs(as: readonly string[], folder: string, ...args: readonly string[]): TestTerminal {
  const quoted = [...as, process.execPath, labMain, ...args]
    .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
    .join(" ");
  const home = as.length > 0 ? { HOME: folder } : {};
  const terminal = new PseudoTerminal(quoted, { columns: 80, rows: 24, folder, environment: home });
  return {
    type: (text) => terminal.send(text),
    resize: (columns, rows) => terminal.resize(columns, rows),
    rows: () => terminal.lines(),
    shows: async (text) => {
      await terminal.until((_, lines) => lines.some((line) => line.includes(text)));
      return terminal.lines();
    },
    ended: () => terminal.ended,
    signal: (name) => terminal.signal(name),
    stop: () => void terminal.process.kill("SIGKILL"),
  };
}
