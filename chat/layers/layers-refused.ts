/** Why a client cannot continue with a server's layers. Words from outside are not cleaned. */
export type LayersRefusal =
  /** The server does not answer `~ layers`. */
  | { readonly kind: "no-layers" }
  | { readonly kind: "unknown-recipe"; readonly recipe: string }
  | { readonly kind: "other-recipe"; readonly recipe: string; readonly wanted: string }
  /** The access key does not open the server's keys, although the server accepted its hash. */
  | { readonly kind: "keys-do-not-open" }
  /** In `fixed`: not the expected line, or not from the owner of the certificate. */
  | { readonly kind: "not-genuine" };

/** The error of the client's side of the layers; the code that shows it finds the words. */
export class LayersRefused extends Error {
  readonly why: LayersRefusal;

  constructor(why: LayersRefusal) {
    super(why.kind);
    this.name = "LayersRefused";
    this.why = why;
  }
}
