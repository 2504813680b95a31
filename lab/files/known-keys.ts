import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyFingerprint } from "../../chat/files/fingerprint.ts";
import { type PublicKeys, readPublicKeys } from "../../chat/files/key-pair.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** The keys of other users with whom this user has shared files, as they were the first time. */
export class KnownKeys {
  private readonly path: string;
  private readonly owner: string;

  constructor(folder: string, owner: string) {
    this.path = join(folder, `${owner}.known.json`);
    this.owner = owner;
  }

  /** All known users with their keys. A damaged file is an error: to continue without it would accept any key. */
  all(): ReadonlyMap<string, PublicKeys> {
    if (!existsSync(this.path)) return new Map();
    try {
      const entries = Object.entries(JSON.parse(readFileSync(this.path, "utf8")) as Record<string, PublicKeys>);
      return new Map(entries.map(([name, { recipient, verifying }]) => [name, readPublicKeys(recipient, verifying)!]));
    } catch {
      throw new LabError(...texts.damagedKnownKeys(this.path));
    }
  }

  /**
   * Whether the server gives the same keys as the first time. Different keys are an error: an attacker may have
   * replaced them.
   */
  look(user: string, keys: PublicKeys): "known" | "new" {
    const before = this.all().get(user);
    if (before === undefined) return "new";
    if (before.recipient === keys.recipient && before.verifying === keys.verifying) return "known";
    throw new LabError(...texts.keysChanged(user, this.owner, keyFingerprint(before), keyFingerprint(keys)));
  }

  remember(user: string, keys: PublicKeys): void {
    this.write(new Map([...this.all(), [user, keys]]));
  }

  /** Forgets a user's keys. False if they were not known. */
  forget(user: string): boolean {
    const known = new Map(this.all());
    const was = known.delete(user);
    if (was) this.write(known);
    return was;
  }

  private write(known: ReadonlyMap<string, PublicKeys>): void {
    writeFileAtomically(this.path, `${JSON.stringify(Object.fromEntries(known), undefined, 2)}\n`, { mode: 0o600 });
  }
}
