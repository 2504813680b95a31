import { printable } from "../../terminal/printable.ts";
import { readClientLine, unfitCharacter } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { ServerLayers } from "./layers.ts";

/** What the server does with a member's line in a room with layers. */
type Heard =
  /** The same as if the client had sent this without layers. */
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "passed-on" }
  | { readonly kind: "refused"; readonly why: Refusal; readonly isOver: boolean };

/** Reads a line of the member `name`. An unencrypted message is refused: people would think that it was encrypted. */
export function hearMember(layers: ServerLayers, name: string, line: string): Heard {
  const received = layers.receive(line);
  switch (received.kind) {
    case "opened":
      return { kind: "said", text: received.text };
    case "passed-on": {
      const unfit = unfitCharacter(line);
      if (unfit === undefined) return received;
      return { kind: "refused", why: refusal("line-control", printable(unfit)), isOver: false };
    }
    case "malformed":
      return { kind: "refused", why: refusal("layers-malformed"), isOver: false };
    case "not-genuine":
      return { kind: "refused", why: refusal("layers-not-genuine"), isOver: true };
    case "clear":
      return isSpeech(line, name)
        ? { kind: "refused", why: refusal("layers-clear"), isOver: false }
        : { kind: "said", text: line };
  }
}

/** Whether others would read this as a message. */
function isSpeech(line: string, name: string): boolean {
  const { kind } = readClientLine(line, name);
  return kind === "message" || kind === "action" || kind === "private";
}
