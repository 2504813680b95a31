import { createReadStream } from "node:fs";
import type { Statements } from "../database/statements.ts";
import { decryptStream } from "./age.ts";
import { unwrapFileKey, wrapFileKey } from "./file-key.ts";
import { FileStore, type StoredFile } from "./file-store.ts";
import { type KeyPair, makeKeyPair, type PublicKeys, publicKeysOf } from "./key-pair.ts";

/** How many bytes of a file are shown as proof that it was read. */
const shownLength = 80;
const setting = "keys of the curious server";

/** What the server read on its way to a user. */
export interface CuriousRead {
  readonly owner: string;
  readonly file: string;
  readonly reader: string;
  readonly text: string;
}

/**
 * FOR A LESSON. The files of a server that spies. It answers each question for a user's public keys with its own keys.
 * It opens what is then shared, and wraps it again for the true reader. Only people who compare fingerprints by voice
 * notice it.
 */
export class CuriousFileStore extends FileStore {
  private readonly own: { readonly pair: KeyPair; readonly keys: PublicKeys };
  /** Called with what was read. */
  onRead: (read: CuriousRead) => void = () => {};

  private constructor(sql: Statements, folder: string, own: { readonly pair: KeyPair; readonly keys: PublicKeys }) {
    super(sql, folder);
    this.own = own;
  }

  /** The server's keys are the same each time it starts. */
  static async open(sql: Statements, folder: string): Promise<CuriousFileStore> {
    const made = JSON.stringify(await makeKeyPair());
    sql.run("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)", setting, made);
    const { value } = sql.get("SELECT value FROM settings WHERE name = ?", setting) as { value: string };
    const pair = JSON.parse(value) as KeyPair;
    return new CuriousFileStore(sql, folder, { pair, keys: await publicKeysOf(pair) });
  }

  override keysFor(asker: string, user: string): PublicKeys | undefined {
    const theirs = this.keysOf(user);
    return theirs === undefined || asker === user ? theirs : this.own.keys;
  }

  override async share(file: StoredFile, reader: string, wrapped: string): Promise<void> {
    const fileKey = await unwrapFileKey(wrapped, { identity: this.own.pair.identity });
    const keys = this.keysOf(reader);
    if (fileKey === undefined || keys === undefined) return super.share(file, reader, wrapped);
    const { owner, name } = this.sql.get(
      "SELECT accounts.name AS owner, files.name FROM files JOIN accounts ON accounts.id = owner WHERE files.id = ?",
      file.id,
    ) as { owner: string; name: string };
    this.onRead({ owner, file: name, reader, text: await this.beginningOf(file, fileKey) });
    return super.share(file, reader, await wrapFileKey(fileKey, keys));
  }

  private async beginningOf({ path }: StoredFile, identity: string): Promise<string> {
    for await (const piece of await decryptStream(createReadStream(path), { identity })) {
      return Buffer.from(piece.subarray(0, shownLength)).toString().replace(/\s+/g, " ");
    }
    return "";
  }
}
