import { createHash, randomBytes } from "node:crypto";
import type { BrokenRecipe } from "../../protocol/recipes.ts";
import type { LayersLine } from "../layers-line.ts";
import { clockKey } from "./clock-key.ts";
import { isFernetKey, makeFernetKey } from "./fernet.ts";
import { rc4 } from "./rc4.ts";
import {
  makePrivateKey,
  publicKeyOf,
  unwrapReversed,
  unwrapSessionKey,
  wrapReversed,
  wrapSessionKey,
} from "./rsa-wrap.ts";

/** The secrets of one server session: one key for all clients, for as long as it runs. */
export interface BrokenSession {
  readonly recipe: BrokenRecipe;
  readonly accessKey: string;
  /** RSA-1024, PEM. */
  readonly privateKey: string;
  /** A Fernet key; in `stream` 16 bytes in hexadecimal. */
  readonly sessionKey: string;
}

/** Makes the secrets. `startedAt` is in Unix seconds; only `clock` uses it. */
export function makeBrokenSession(recipe: BrokenRecipe, accessKey: string, startedAt: number): BrokenSession {
  const sessionKey =
    recipe === "clock" ? clockKey(startedAt) : recipe === "stream" ? randomBytes(16).toString("hex") : makeFernetKey();
  return { recipe, accessKey, privateKey: makePrivateKey(), sessionKey };
}

/** The client's proof that it knows the access key: its SHA-512 in hexadecimal. Anyone who sees it can send it too. */
export function accessHash(accessKey: string): string {
  return createHash("sha512").update(accessKey).digest("hex");
}

/** The server's answer to the right hash: the wrapped keys. */
export function keyLines({ recipe, accessKey, privateKey, sessionKey }: BrokenSession): readonly LayersLine[] {
  if (recipe === "reversed") {
    return [
      { kind: "public-key", bytes: publicKeyOf(privateKey) },
      { kind: "session-key", bytes: wrapReversed(privateKey, sessionKey) },
    ];
  }
  return [
    { kind: "private-key", bytes: rc4(Buffer.from(accessKey), Buffer.from(privateKey)) },
    { kind: "session-key", bytes: wrapSessionKey(privateKey, sessionKey) },
  ];
}

/**
 * Opens the keys in the lines of `keyLines`, in their order. A client does it, and so can anyone with the access key
 * and a capture. Undefined if the access key is another one, or the lines are not a pair.
 */
export function openKeyLines(
  recipe: BrokenRecipe,
  accessKey: string,
  lines: readonly LayersLine[],
): string | undefined {
  const [first, second] = lines;
  if (second?.kind !== "session-key") return undefined;
  let key: string | undefined;
  if (first?.kind === "public-key") key = unwrapReversed(first.bytes, second.bytes);
  else if (first?.kind === "private-key") {
    key = unwrapSessionKey(rc4(Buffer.from(accessKey), first.bytes).toString("latin1"), second.bytes);
  }
  return key !== undefined && isSessionKey(recipe, key) ? key : undefined;
}

function isSessionKey(recipe: BrokenRecipe, key: string): boolean {
  return recipe === "stream" ? /^[0-9a-f]{32}$/.test(key) : isFernetKey(key);
}
