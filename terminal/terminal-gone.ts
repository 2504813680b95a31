import { isatty } from "node:tty";

const standardStreams = [0, 1, 2] as const;

/**
 * Where the terminal goes away (its window was closed, the connection to it broke), the program ends as SIGHUP ends any other. By itself
 * Node 20 would try to give that terminal its old settings back, and crash when that fails (nodejs/node issue 51519).
 */
export function endWithTerminal(): void {
  const terminals = standardStreams.filter((stream) => isatty(stream));
  process.on("exit", () => {
    if (terminals.every((stream) => isatty(stream))) return;
    process.removeAllListeners("SIGHUP");
    process.kill(process.pid, "SIGHUP");
  });
}
