import { setTimeout as sleep } from "node:timers/promises";
import { LineSplitter } from "../../chat/protocol/lines.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { connectToServer } from "../mitm/leg-to-server.ts";
import { allowedTargets } from "../mitm/target.ts";
import { texts } from "./texts.ts";

/** How long the server may take to answer a line, in milliseconds. */
const PATIENCE = 2_000;
/** How long to wait for a refusal of the last line, in milliseconds. */
const LAST_PATIENCE = 400;
/** Milliseconds between two looks for an answer. */
const LOOK = 20;
/** Longest line of a server: a list of names. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Sends lines to the user's own chat server, each after the answer to the one before. Throws LabError if the server is
 * on another machine, is missing, or refuses a line.
 */
export async function sendLines(host: string, port: number, lines: readonly string[]): Promise<void> {
  const targets = await allowedTargets(host, port, { allowedHost: undefined, sandboxNetwork: undefined });
  const connection = await connectToServer(targets[0]!, false);
  const splitter = new LineSplitter(MAX_LINE_BYTES);
  const answers: string[] = [];
  let isOver = false;
  connection.onData = (bytes) => {
    splitter.push(bytes);
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (line.kind === "line") answers.push(line.text);
    }
  };
  connection.onEnd = () => connection.end();
  connection.onClose = () => {
    isOver = true;
  };
  connection.resume();
  try {
    for (const [at, line] of lines.entries()) {
      const before = answers.length;
      connection.write(Buffer.from(`${line}\n`));
      const isLast = at === lines.length - 1;
      for (let waited = 0; waited < (isLast ? LAST_PATIENCE : PATIENCE) && !isOver; waited += LOOK) {
        if (!isLast && answers.length > before) break;
        await sleep(LOOK);
      }
      const refusal = answers.slice(before).find((answer) => answer.startsWith("!"));
      if (refusal !== undefined) throw new LabError(texts.refused(printable(refusal)), texts.refusedHint);
      if (isOver || (!isLast && answers.length === before)) throw new LabError(texts.noAnswer, texts.refusedHint);
    }
  } finally {
    connection.destroy();
  }
}
