import { type LayersPiece, layersPieces } from "../observe/layers/layers-line.ts";
import type { TextObservation } from "../observe/observation.ts";
import type { PlaintextLength } from "../wire/tls/plaintext-length.ts";

/** Bytes of a Fernet token besides the ciphertext; of its blocks; of the MD5 and the space before the text. */
const FERNET_FRAME = 57;
const BLOCK = 16;
const MD5_IN_FRONT = 33;
const GCM_TAG = 16;
const LINE_END = 1;
/** `name > ` before a line that a server passes on without layers. */
const SIGN = 3;

/**
 * A line of home-made layers, for a comparison: a part of their beginning, or a message and the bytes that it may hold.
 */
export type LayersPart =
  | { readonly kind: "beginning" }
  | { readonly kind: "message"; readonly plaintext: PlaintextLength };

/** Undefined for any other line. Lengths are those of the same message without layers, with line end and name. */
export function layersPart({ text, from }: TextObservation): LayersPart | undefined {
  const pieces = layersPieces(text);
  if (pieces === undefined) return undefined;
  const speaker = pieces.find(({ kind }) => kind === "speaker");
  const number = pieces.find(({ kind }) => kind === "number");
  const head = pieces[0]!.text.slice(0, -"~ ".length);
  if (number !== undefined) {
    // The first line of each direction, before there are names, is about the access key.
    if (number.text === "0" && head === "") return { kind: "beginning" };
    return message(0, bytesOf(pieces, "aes-gcm") - GCM_TAG, Buffer.byteLength(head));
  }
  if (speaker === undefined) return { kind: "beginning" };
  const named = from === "server" ? Buffer.byteLength(speaker.text) - "[]".length + SIGN : 0;
  const stream = bytesOf(pieces, "rc4");
  if (stream > 0) return message(0, stream, named);
  return message(BLOCK - 1, bytesOf(pieces, "fernet") - FERNET_FRAME - MD5_IN_FRONT - 1, named);
}

/** `most` bytes of text, or up to `less` fewer, plus the text around them in a chat without layers. */
function message(less: number, most: number, named: number): LayersPart {
  const around = named + LINE_END;
  const least = Math.max(0, most - less) + around;
  return { kind: "message", plaintext: { least, usualLeast: least, most: Math.max(0, most) + around, parts: [] } };
}

function bytesOf(pieces: readonly LayersPiece[], wanted: LayersPiece["kind"]): number {
  return pieces.find(({ kind }) => kind === wanted)?.bytes ?? 0;
}
