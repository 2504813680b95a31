import type { Command } from "commander";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** One line to copy, shown by `lab --help`. */
  readonly example: string;
  /** Loads the command's file, which adds its arguments, options and action. */
  readonly load: () => Promise<{ define(command: Command): void }>;
}

/** Every command, in the order a course meets them. The files behind them are loaded only when called. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "sniff",
    summary: "captures and explains what is on the wire",
    example: "lab sniff lo",
    load: () => import("./commands/sniff.ts"),
  },
];
