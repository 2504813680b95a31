import { readDelivery } from "../protocol/protocol.ts";

/** Whether a line of the server is a message, to all or to one. */
export function isSpeech(line: string): boolean {
  const { kind } = readDelivery(line);
  return kind === "message" || kind === "private" || kind === "action";
}
