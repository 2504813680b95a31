import { md5 } from "../../../chat/layers/broken/message.ts";
import { type LayersLine, writeLayersLine } from "../../../chat/layers/layers-line.ts";
import type { LayersCapture } from "../capture/layers-capture.ts";
import { type MessageLine, messagesOf, mustBeFor, NotInCapture } from "../capture/what-is-needed.ts";

/** Why a message cannot be changed so. */
export type FlipFault =
  | { readonly kind: "no-message"; readonly packet: number; readonly packets: readonly number[] }
  | { readonly kind: "other-length"; readonly from: number; readonly to: number }
  | { readonly kind: "outside"; readonly at: number; readonly length: number };

/** The lines that let an attacker in who has heard the hash and nothing else, and then the message. */
export function linesWithHash(hash: string, name: string, message: string): readonly string[] {
  return [writeLayersLine({ kind: "ask" }), writeLayersLine({ kind: "access", hash }), name, message];
}

/** The message in this packet. */
export function messageIn(capture: LayersCapture, packet: number): MessageLine | FlipFault {
  const messages = messagesOf(capture);
  if (messages.length === 0) throw new NotInCapture({ kind: "no-line", line: "token" });
  const found = capture.lines.find(
    ({ packet: one, line }) => one === packet && (line.kind === "token" || line.kind === "streamed"),
  );
  if (found !== undefined) return found.line as MessageLine;
  return { kind: "no-message", packet, packets: messages.map((one) => one.packet) };
}

/** The same message again, under any name: nothing binds the name to it. Throws NotInCapture. */
export function replayed(capture: LayersCapture, packet: number, as: string): string | FlipFault {
  mustBeFor("replay", capture);
  const message = messageIn(capture, packet);
  return message.kind === "no-message" ? message : writeLayersLine({ ...(message as MessageLine), name: as });
}

/** Which bytes of a text become which. */
export interface ByteChange {
  readonly from: string;
  readonly to: string;
  /** Where `from` begins in the text, in bytes. */
  readonly at: number;
}

/**
 * Changes what a line of `stream` says without its key: each flipped bit of the ciphertext flips the same bit of the
 * text.
 */
export function flipped(line: LayersLine & { kind: "streamed" }, { from, to, at }: ByteChange): string | FlipFault {
  const [before, after] = [Buffer.from(from), Buffer.from(to)];
  if (before.length !== after.length) return { kind: "other-length", from: before.length, to: after.length };
  if (at < 0 || at + before.length > line.sealed.length) {
    return { kind: "outside", at, length: line.sealed.length };
  }
  const sealed = Buffer.from(line.sealed);
  for (const [index, byte] of before.entries()) sealed[at + index]! ^= byte ^ after[index]!;
  return writeLayersLine({ ...line, sealed, md5: md5(sealed) });
}
