import { isatty } from "node:tty";

const standardStreams = [0, 1, 2] as const;

/**
 * If the terminal is gone (its window was closed, or its connection broke), the program ends as SIGHUP ends other
 * programs. Otherwise Node 20 would try to restore the terminal, and crash when that fails (nodejs/node issue 51519).
 */
export function endWithTerminal(): void {
  const terminals = standardStreams.filter((stream) => isatty(stream));
  process.on("exit", () => {
    if (terminals.every((stream) => isatty(stream))) return;
    process.removeAllListeners("SIGHUP");
    process.kill(process.pid, "SIGHUP");
  });
}
