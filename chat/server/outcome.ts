import type { Endpoint } from "../protocol/endpoint.ts";
import { deliveryLine } from "../protocol/protocol.ts";
import type { Refusal } from "../protocol/refusal.ts";

/** What the server must do for the room, in this order. Lines have no line end. */
export type Outcome =
  | { readonly kind: "admitted"; readonly id: number; readonly name: string }
  | { readonly kind: "replaced"; readonly from: number; readonly to: number }
  | { readonly kind: "all"; readonly line: string; readonly except?: number }
  | { readonly kind: "one"; readonly to: number; readonly line: string }
  | { readonly kind: "gone"; readonly id: number }
  /** The name of a moved seat is asked for again, from its owner's old address. Someone may have stolen the seat. */
  | { readonly kind: "doubted"; readonly name: string; readonly endpoint: Endpoint };

export function refuse(to: number, why: Refusal): Outcome {
  return { kind: "one", to, line: deliveryLine.refusal(why) };
}

export function answer(to: number, text: string): Outcome {
  return { kind: "one", to, line: deliveryLine.answer(text) };
}
