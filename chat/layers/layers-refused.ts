/** Why a client cannot go on with the layers of a server. Words from outside are not cleaned. */
export type LayersRefusal =
  /** The server does not answer `~ layers`. */
  | { readonly kind: "no-layers" }
  | { readonly kind: "unknown-recipe"; readonly recipe: string }
  | { readonly kind: "other-recipe"; readonly recipe: string; readonly wanted: string }
  /** The access key does not open the keys that the server sent, although it took the hash. */
  | { readonly kind: "keys-do-not-open" }
  /** In `fixed`: not the line that has to come now, or not from the owner of the certificate. */
  | { readonly kind: "not-genuine" };

/** Thrown by the client's side of the layers; the code that shows it finds the words. */
export class LayersRefused extends Error {
  readonly why: LayersRefusal;

  constructor(why: LayersRefusal) {
    super(why.kind);
    this.name = "LayersRefused";
    this.why = why;
  }
}
