import { md5 } from "../../../chat/layers/broken/message.ts";
import { type LayersLine, writeLayersLine } from "../../../chat/layers/layers-line.ts";
import type { LayersCapture } from "../capture/layers-capture.ts";
import { type MessageLine, messagesOf, mustBeFor, NotInCapture } from "../capture/what-is-needed.ts";

/** Why a message cannot be sent in this way. */
export type SendFault =
  | { readonly fault: "no-message"; readonly packet: number; readonly packets: readonly number[] }
  | { readonly fault: "outside"; readonly at: number; readonly length: number };

/** The lines with which an attacker who knows only the hash can join, then the message. */
export function linesWithHash(hash: string, name: string, message: string): readonly string[] {
  return [writeLayersLine({ kind: "ask" }), writeLayersLine({ kind: "access", hash }), name, message];
}

/** The message in this packet. */
export function messageIn(capture: LayersCapture, packet: number): MessageLine | SendFault {
  const messages = messagesOf(capture);
  if (messages.length === 0) throw new NotInCapture({ kind: "no-line", line: "token" });
  const found = capture.lines.find(
    ({ packet: one, line }) => one === packet && (line.kind === "token" || line.kind === "streamed"),
  );
  if (found !== undefined) return found.line as MessageLine;
  return { fault: "no-message", packet, packets: messages.map((one) => one.packet) };
}

/** The same message again, under any name: nothing connects the name with it. Throws NotInCapture. */
export function replayed(capture: LayersCapture, packet: number, as: string): string | SendFault {
  mustBeFor("replay", capture);
  const message = messageIn(capture, packet);
  return "fault" in message ? message : writeLayersLine({ ...message, name: as });
}

/** The bytes of a text to change, and the new ones: the same number. */
export interface ByteChange {
  readonly from: string;
  readonly to: string;
  /** Where `from` begins in the text, in bytes. */
  readonly at: number;
}

/** Changes a line of `stream` without its key: each flipped bit of the ciphertext flips the same bit of the text. */
export function flipped(line: LayersLine & { kind: "streamed" }, { from, to, at }: ByteChange): string | SendFault {
  const [before, after] = [Buffer.from(from), Buffer.from(to)];
  if (at + before.length > line.sealed.length) return { fault: "outside", at, length: line.sealed.length };
  const sealed = Buffer.from(line.sealed);
  for (const [index, byte] of before.entries()) sealed[at + index]! ^= byte ^ after[index]!;
  return writeLayersLine({ ...line, sealed, md5: md5(sealed) });
}
