import { basename, join } from "node:path";
import { unwrapFileKey, wrapFileKey } from "../../chat/files/file-key.ts";
import { fileCells } from "../../chat/files/file-lines.ts";
import type { FilesClient } from "../../chat/files/files-client.ts";
import { keyFingerprint } from "../../chat/files/fingerprint.ts";
import type { PublicKeys } from "../../chat/files/key-pair.ts";
import type { ListedFile } from "../../chat/files/requests.ts";
import { nameProblem } from "../../chat/protocol/names.ts";
import { safeJson } from "../../sniffer/observe/print-json.ts";
import { refuseReplacing } from "../../terminal/files/refuse-replacing.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printData } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import { workFolder } from "../work-folder.ts";
import { getFile } from "./get-file.ts";
import { KnownKeys } from "./known-keys.ts";
import { FileService, type ServiceOptions } from "./open-service.ts";
import { OwnKeys } from "./own-keys.ts";
import { keysFolder } from "./own-sealing.ts";
import { putFile } from "./put-file.ts";
import { type Talk, talkInLines } from "./talk.ts";
import { texts } from "./texts.ts";

/** The typed options of all `lab files` commands. */
export interface FilesOptions extends ServiceOptions {
  readonly name?: string;
  readonly filePasswordFile?: string;
  readonly keyPassphraseFile?: string;
  readonly json?: true;
  readonly with?: string;
  readonly from?: string;
  readonly of?: string;
  readonly output?: string;
  readonly force?: true;
}

/** The keys of a user: those on this machine, those that the server gives to others, and those of other people. */
export interface KeyState {
  readonly own: PublicKeys | undefined;
  readonly given: PublicKeys;
  readonly known: ReadonlyMap<string, PublicKeys>;
}

/** The folder of encrypted files, until a transfer is complete. */
const waitingFolder = join(workFolder, "files");

/** Logs in, does one thing, and leaves. Throws LabError. */
export async function withFiles(
  user: string,
  options: FilesOptions,
  act: (files: FilesRun) => Promise<void>,
): Promise<void> {
  const files = new FilesRun(user, options);
  try {
    await files.begin();
    await act(files);
  } finally {
    files.close();
  }
}

/** `lab files forget`: needs no server. */
export function forgetKeys(user: string, other: string): void {
  if (!new KnownKeys(keysFolder, user).forget(other)) throw new LabError(...texts.notKnown(printable(other)));
  talkInLines.say(texts.forgotten(printable(other)));
}

/** A text that cannot be a name is not sent: a line end in it would be a second request. Throws LabError. */
function refuseOddName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new LabError(...texts.noAccountName(printable(name), problem.text));
}

/** The actions on files. Each method reports what it did; all throw LabError. */
export class FilesRun {
  readonly user: string;
  readonly known: KnownKeys;
  private readonly service: FileService;
  private readonly ownKeys: OwnKeys;
  private readonly options: FilesOptions;
  private readonly talk: Talk;

  constructor(user: string, options: FilesOptions, talk = talkInLines) {
    refuseOddName(user);
    this.user = user;
    this.options = options;
    this.talk = talk;
    this.service = new FileService(user, options, talk);
    this.ownKeys = new OwnKeys(keysFolder, user, options.keyPassphraseFile, talk);
    this.known = new KnownKeys(keysFolder, user);
  }

  /** Connects, and makes the user's keys if there are none. */
  async begin(): Promise<void> {
    await this.ownKeys.makeOnce(await this.client());
  }

  close(): void {
    this.service.close();
  }

  /** Breaks off a transfer: functions that use the connection fail. */
  cut(): void {
    this.service.cut();
  }

  /** Whether there was a connection that is over. */
  get isCut(): boolean {
    return this.service.isCut;
  }

  async files(): Promise<readonly ListedFile[]> {
    return (await this.client()).list();
  }

  async list(): Promise<void> {
    const files = await this.files();
    if (this.options.json) printData(safeJson(files));
    else if (files.length === 0) this.talk.say(texts.nothing);
    else {
      const rows = files.map(fileCells).map((one) => [one.name, one.owner, one.stored, one.bytes, one.sharedWith]);
      tableLines([texts.head, ...rows]).forEach(this.talk.say);
    }
  }

  async put(path: string): Promise<void> {
    const { talk } = this;
    const question = this.filePassword(texts.newFilePassword);
    const bars = [talk.progress(texts.encrypting), talk.progress(texts.sending)] as const;
    const [onEncrypt, onSend] = bars;
    try {
      const password = () => talk.newSecret(question);
      const name = await putFile(await this.client(), path, {
        ...{ owner: this.user, folder: waitingFolder, password, onEncrypt, onSend },
      });
      for (const bar of bars) bar.end();
      talk.say(texts.stored(printable(name)));
    } finally {
      for (const bar of bars) bar.end();
    }
  }

  async get({ owner, file, target, replaces }: Wanted): Promise<void> {
    const { talk } = this;
    refuseOddName(owner);
    if (target === file && basename(file) !== file) throw new LabError(...texts.oddName);
    refuseReplacing(target, replaces);
    const openKey = (wrapped: string) => this.openKey(owner, file, wrapped);
    const bars = [talk.progress(texts.receiving), talk.progress(texts.opening)] as const;
    const [onReceive, onOpen] = bars;
    try {
      await getFile(await this.client(), {
        ...{ owner, file, openKey, onReceive, onOpen, target, replaces, folder: waitingFolder },
      });
      for (const bar of bars) bar.end();
      talk.say(texts.got(printable(target)));
    } finally {
      for (const bar of bars) bar.end();
    }
  }

  async share(file: string, reader: string): Promise<void> {
    refuseOddName(reader);
    if (reader === this.user) throw new LabError(...texts.ownFile);
    const client = await this.client();
    const keys = await client.keysOf(reader);
    await this.meet(reader, keys);
    const { wrapped } = await client.about(this.user, file);
    const fileKey = await this.openKey(this.user, file, wrapped);
    await client.share(file, reader, await wrapFileKey(fileKey, keys));
    this.talk.say(texts.shared(printable(file), printable(reader)));
  }

  async unshare(file: string, reader: string): Promise<void> {
    refuseOddName(reader);
    await (await this.client()).unshare(file, reader);
    this.talk.say(texts.unshared(printable(file), printable(reader)));
  }

  async remove(file: string): Promise<void> {
    await (await this.client()).remove(file);
    this.talk.say(texts.removed(printable(file)));
  }

  /** The first bytes of a file on the server, and the file's key on the server for this user. */
  async serverView(owner: string, file: string): Promise<{ readonly head: Uint8Array; readonly wrapped: Uint8Array }> {
    const client = await this.client();
    const { wrapped } = await client.about(owner, file);
    return { head: await client.head(owner, file), wrapped: Buffer.from(wrapped, "base64") };
  }

  async keyState(): Promise<KeyState> {
    const given = await (await this.client()).keysOf(this.user);
    return { own: this.ownKeys.publicKeys(), given, known: this.known.all() };
  }

  async keys(): Promise<void> {
    const { say, tell } = this.talk;
    const { of } = this.options;
    if (of !== undefined && of !== this.user) {
      refuseOddName(of);
      const keys = await (await this.client()).keysOf(of);
      await this.meet(of, keys);
      return say(texts.knownKey(printable(of), keyFingerprint(keys)));
    }
    const { own, given, known } = await this.keyState();
    if (own !== undefined) say(texts.myKeys(keyFingerprint(own)));
    if (own === undefined || keyFingerprint(own) !== keyFingerprint(given))
      tell(texts.othersGet(keyFingerprint(given)));
    if (known.size === 0) say(texts.nobodyKnown);
    for (const [name, keys] of known) say(texts.knownKey(printable(name), keyFingerprint(keys)));
  }

  private client(): Promise<FilesClient> {
    return this.service.client();
  }

  /** Another user's keys from the server: they are known, or become known here. */
  private async meet(name: string, keys: PublicKeys): Promise<void> {
    if (this.known.look(name, keys) === "known") return;
    await this.talk.newKeys(texts.newKeys(printable(name), keyFingerprint(keys)));
    this.known.remember(name, keys);
  }

  /** Opens the key of a file: with its password for its owner, with the own keys for a reader. */
  private async openKey(owner: string, file: string, wrapped: string): Promise<string> {
    const isOwner = owner === this.user;
    const name = printable(file);
    const opener = isOwner
      ? { passphrase: await this.talk.secret(this.filePassword(texts.filePassword(name))) }
      : { identity: (await this.ownKeys.unlock()).identity };
    const fileKey = await unwrapFileKey(wrapped, opener);
    if (fileKey !== undefined) return fileKey;
    const [message, hint] = isOwner ? texts.wrongFilePassword(name) : texts.notForYou(name);
    throw new LabError(message, hint);
  }

  private filePassword(prompt: string) {
    return { prompt, option: "--file-password-file", file: this.options.filePasswordFile };
  }
}

/** A file to open, and its target. */
interface Wanted {
  readonly owner: string;
  readonly file: string;
  readonly target: string;
  readonly replaces: boolean;
}
