/** Why an attack has nothing to work on. Each has its own words. */
export type Missing =
  | { readonly kind: "no-packets" | "no-lines" | "in-the-clear" }
  | { readonly kind: "tls"; readonly version: string; readonly attack: Attack }
  | { readonly kind: "other-recipe"; readonly recipe: string; readonly attack: Attack }
  | { readonly kind: "no-line"; readonly line: Needed };

/** What an attack needs to find in the capture. */
export type Needed = "access" | "private-key" | "keys" | "token" | "streamed";

/** The attacks on a capture. */
export type Attack = "hash" | "rc4" | "reversed" | "clock" | "xor" | "flip" | "replay";
