import { readDelivery } from "../protocol/protocol.ts";

/** Whether a line of the server is what a person said, to all or to one. */
export function isSpeech(line: string): boolean {
  const { kind } = readDelivery(line);
  return kind === "message" || kind === "private" || kind === "action";
}
