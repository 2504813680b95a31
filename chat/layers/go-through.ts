import { MAX_WRONG_KEYS } from "../protocol/entrance.ts";
import type { LineSplitter } from "../protocol/lines.ts";
import { readDelivery } from "../protocol/protocol.ts";
import type { Connection } from "../transport/connection.ts";
import type { ClientLayers } from "./layers.ts";
import { LayersRefused } from "./layers-refused.ts";
import { layersError } from "./words.ts";

/** How the layers can fail; the caller makes the errors. */
interface Failures {
  /** The server refuses, and no try is left. */
  readonly refused: (code: string, text: string) => Error;
  readonly closed: (error: Error | undefined) => Error;
  readonly late: () => Error;
}

/**
 * Goes through a server's layers, up to the point where the name is sent. `splitter` keeps the bytes after that.
 * Rejects with an error from `failures`, with the error of asking for the access key, or with a LabError about the
 * layers. The connection is then closed.
 */
export async function goThroughLayers(
  connection: Connection,
  layers: ClientLayers,
  splitter: LineSplitter,
  { failures, deadline }: { readonly failures: Failures; readonly deadline: number },
): Promise<void> {
  let wake = () => {};
  let closed: { readonly error: Error | undefined } | undefined;
  let hasEnded = false;
  const news = () => wake();
  connection.onData = (bytes) => {
    splitter.push(bytes);
    news();
  };
  connection.onEnd = () => {
    hasEnded = true;
    news();
  };
  connection.onClose = (error) => {
    closed = { error };
    news();
  };
  const nextLine = async (): Promise<string> => {
    const until = performance.now() + deadline;
    for (;;) {
      const line = splitter.next();
      if (line?.kind === "line") return line.text;
      if (line !== undefined) continue;
      if (closed !== undefined || hasEnded) throw failures.closed(closed?.error);
      const left = until - performance.now();
      if (left <= 0) throw failures.late();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const send = (lines: readonly string[]) => {
    for (const line of lines) connection.write(Buffer.from(`${line}\n`));
  };
  try {
    send([layers.begin()]);
    for (let isOpen = false, wrongKeys = 0; !isOpen; ) {
      const line = await nextLine();
      const delivery = readDelivery(line);
      if (delivery.kind === "refusal") {
        if (delivery.code === "wrong-key") wrongKeys += 1;
        const left = delivery.code === "wrong-key" ? MAX_WRONG_KEYS - wrongKeys : 0;
        if (left <= 0) throw failures.refused(delivery.code, delivery.text);
        send(await layers.tryAgain(left));
      } else if (delivery.kind !== "answer") {
        const reply = await layers.take(line);
        send(reply.lines);
        isOpen = reply.isOpen;
      }
    }
  } catch (error) {
    connection.destroy();
    throw error instanceof LayersRefused ? layersError(error.why) : error;
  }
}
