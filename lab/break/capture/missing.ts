/** Why an attack cannot start. Each reason has its own text. */
export type Missing =
  | { readonly kind: "no-packets" | "no-lines" | "in-the-clear" }
  | { readonly kind: "tls"; readonly version: string; readonly attack: Attack }
  | { readonly kind: "other-recipe"; readonly recipe: string; readonly attack: Attack }
  | { readonly kind: "no-line"; readonly line: Needed };

/** What an attack needs from the capture. */
export type Needed = "access" | "private-key" | "keys" | "token" | "streamed";

export type Attack = "hash" | "rc4" | "reversed" | "clock" | "xor" | "flip" | "replay";
