/** The home-made recipes, and the one that is secure. */
export const recipeNames = ["chain", "reversed", "clock", "stream", "fixed"] as const;
export type RecipeName = (typeof recipeNames)[number];
/** The recipes that an attacker can break with only a capture. */
export type BrokenRecipe = Exclude<RecipeName, "fixed">;

/** What one step of a recipe puts on the wire: its line, how it is made, and how it is written. */
interface Step {
  /** The line's first word after `~`. Messages have none. */
  readonly part:
    | "access"
    | "private-key"
    | "public-key"
    | "session-key"
    | "share"
    | "certificate"
    | "signature"
    | "message";
  readonly made: string;
}

const accessHash: Step = { part: "access", made: "sha-512 hex" };
const wrappedPrivateKey: Step = { part: "private-key", made: "rc4 hex" };
const wrappedSessionKey: Step = { part: "session-key", made: "rsa-1024-oaep-sha1 base64" };
const fernetMessage: Step = { part: "message", made: "fernet md5" };

/** The steps of each recipe, in the order of the wire. The server sends them, so an eavesdropper knows them too. */
const steps: Readonly<Record<RecipeName, readonly Step[]>> = {
  chain: [accessHash, wrappedPrivateKey, wrappedSessionKey, fernetMessage],
  reversed: [
    accessHash,
    { part: "public-key", made: "der base64" },
    { part: "session-key", made: "rsa-1024-private-pkcs1 base64" },
    fernetMessage,
  ],
  clock: [
    accessHash,
    wrappedPrivateKey,
    { part: "session-key", made: "sha-256-of-start-time rsa-1024-oaep-sha1 base64" },
    fernetMessage,
  ],
  stream: [accessHash, wrappedPrivateKey, wrappedSessionKey, { part: "message", made: "rc4 hex md5 hex" }],
  fixed: [
    { part: "share", made: "x25519 base64" },
    { part: "certificate", made: "der base64" },
    { part: "signature", made: "sha-256 base64" },
    { part: "access", made: "aes-256-gcm hex" },
    { part: "message", made: "aes-256-gcm hex" },
  ],
};

/** "access sha-512 hex, private-key rc4 hex, …" */
export function recipeWords(recipe: RecipeName): string {
  return steps[recipe].map(({ part, made }) => `${part} ${made}`).join(", ");
}

export function isRecipeName(word: string): word is RecipeName {
  return (recipeNames as readonly string[]).includes(word);
}
