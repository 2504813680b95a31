import { createHash } from "node:crypto";
import { fernetKeyOf } from "./fernet.ts";

/** The mistake of the recipe `clock`: the Fernet key is the SHA-256 of the start time in Unix seconds, in decimal. */
export function clockKey(unixSeconds: number): string {
  return fernetKeyOf(createHash("sha256").update(String(unixSeconds)).digest());
}
