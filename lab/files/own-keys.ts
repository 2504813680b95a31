import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FilesClient } from "../../chat/files/files-client.ts";
import { keyFingerprint } from "../../chat/files/fingerprint.ts";
import {
  type KeyPair,
  lockKeyPair,
  makeKeyPair,
  type PublicKeys,
  publicKeysOf,
  readPublicKeys,
  unlockKeyPair,
} from "../../chat/files/key-pair.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import type { Question } from "./secrets.ts";
import { type Talk, talkInLines } from "./talk.ts";
import { texts } from "./texts.ts";

const option = "--key-passphrase-file";

/** A user's own keys on this machine, in `NAME.age`, encrypted with a passphrase that the server never sees. */
export class OwnKeys {
  private readonly path: string;
  private readonly publicPath: string;
  private readonly passphraseFile: string | undefined;
  private readonly talk: Talk;
  private unlocked: KeyPair | undefined;

  constructor(folder: string, user: string, passphraseFile: string | undefined, talk = talkInLines) {
    this.path = join(folder, `${user}.age`);
    this.publicPath = join(folder, `${user}.pub`);
    this.passphraseFile = passphraseFile;
    this.talk = talk;
  }

  /** Makes the keys the first time, and sends their public half to the server. */
  async makeOnce(client: FilesClient): Promise<void> {
    if (!existsSync(this.path)) await client.setKeys(await this.make());
  }

  /** The public half, for a new account. Makes the keys if there are none. */
  async forRegistration(): Promise<PublicKeys | undefined> {
    return existsSync(this.path) ? this.publicKeys() : this.make();
  }

  private async make(): Promise<PublicKeys> {
    this.talk.tell(texts.makingKeys(this.path));
    const passphrase = await this.talk.newSecret(this.question(texts.newKeyPassphrase));
    const pair = await makeKeyPair();
    writeFileAtomically(this.path, await lockKeyPair(pair, passphrase), { mode: 0o600, replace: false });
    const keys = await publicKeysOf(pair);
    writeFileAtomically(this.publicPath, `${keys.recipient} ${keys.verifying}\n`);
    this.unlocked = pair;
    this.talk.tell(texts.keysMade(keyFingerprint(keys)));
    return keys;
  }

  /** The public half, from this machine and not from the server. */
  publicKeys(): PublicKeys | undefined {
    if (!existsSync(this.publicPath)) return undefined;
    const [recipient = "", verifying = ""] = readFileSync(this.publicPath, "utf8").trim().split(" ");
    return readPublicKeys(recipient, verifying);
  }

  /** The keys, after asking once for their passphrase. */
  async unlock(): Promise<KeyPair> {
    if (this.unlocked !== undefined) return this.unlocked;
    if (!existsSync(this.path)) throw new LabError(...texts.keysElsewhere(this.path));
    const passphrase = await this.talk.secret(this.question(texts.keyPassphrase(this.path)));
    this.unlocked = await unlockKeyPair(readFileSync(this.path), passphrase);
    if (this.unlocked === undefined) throw new LabError(...texts.wrongKeyPassphrase(this.path));
    return this.unlocked;
  }

  private question(prompt: string): Question {
    return { prompt, option, file: this.passphraseFile };
  }
}
