import { basename, join } from "node:path";
import { tableLines } from "../../chat/accounts/account-lines.ts";
import { unwrapFileKey, wrapFileKey } from "../../chat/files/file-key.ts";
import type { FilesClient } from "../../chat/files/files-client.ts";
import { keyFingerprint } from "../../chat/files/fingerprint.ts";
import { safeJson } from "../../sniffer/observe/print-json.ts";
import { refuseReplacing } from "../../terminal/files/refuse-replacing.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { workFolder } from "../work-folder.ts";
import { getFile } from "./get-file.ts";
import { KnownKeys } from "./known-keys.ts";
import { openService, type ServiceOptions } from "./open-service.ts";
import { OwnKeys } from "./own-keys.ts";
import { keysFolder } from "./own-sealing.ts";
import { progressLine } from "./progress-line.ts";
import { putFile } from "./put-file.ts";
import { newSecret, secretFrom } from "./secrets.ts";
import { texts } from "./texts.ts";

/** The options of all `lab files` commands, as they are typed. */
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

/** Where encrypted files wait until all of them is sent or here. */
const waitingFolder = join(workFolder, "files");
const filePasswordOption = "--file-password-file";

/** Logs in, does one thing, and leaves. Throws LabError. */
export async function withFiles(
  user: string,
  options: FilesOptions,
  act: (files: FilesRun) => Promise<void>,
): Promise<void> {
  const client = await openService(user, options);
  try {
    const keys = new OwnKeys(keysFolder, user, options.keyPassphraseFile);
    await keys.makeOnce(client, tell);
    await act(new FilesRun(user, client, keys, options));
  } finally {
    client.close();
  }
}

/** `lab files forget`: needs no server. */
export function forgetKeys(user: string, other: string): void {
  if (!new KnownKeys(keysFolder, user).forget(other)) throw new LabError(...texts.notKnown(printable(other)));
  say(texts.forgotten(printable(other)));
}

/** What can be done with files, once. */
export class FilesRun {
  private readonly user: string;
  private readonly client: FilesClient;
  private readonly ownKeys: OwnKeys;
  private readonly known: KnownKeys;
  private readonly options: FilesOptions;

  constructor(user: string, client: FilesClient, keys: OwnKeys, options: FilesOptions) {
    this.user = user;
    this.client = client;
    this.ownKeys = keys;
    this.known = new KnownKeys(keysFolder, user);
    this.options = options;
  }

  async list(): Promise<void> {
    const files = await this.client.list();
    if (this.options.json) {
      print(safeJson(files));
      return;
    }
    if (files.length === 0) say(texts.nothing);
    else tableLines([texts.head, ...files.map((file) => texts.listed(file).map(printable))]).forEach(say);
  }

  async put(path: string): Promise<void> {
    const [onEncrypt, onSend] = [progressLine(texts.encrypting), progressLine(texts.sending)];
    const password = () => newSecret(this.options.filePasswordFile, texts.newFilePassword, filePasswordOption);
    try {
      const name = await putFile(this.client, path, { folder: waitingFolder, password, onEncrypt, onSend });
      onSend.end();
      say(texts.stored(printable(name)));
    } finally {
      onSend.end();
    }
  }

  async get(file: string): Promise<void> {
    const { from: owner = this.user, output = file, force = false } = this.options;
    if (output === file && basename(file) !== file) throw new LabError(...texts.oddName);
    refuseReplacing(output, force);
    const [onReceive, onOpen] = [progressLine(texts.receiving), progressLine(texts.opening)];
    const openKey = (wrapped: string) => this.openKey(owner, file, wrapped);
    try {
      await getFile(this.client, {
        ...{ owner, file, openKey, onReceive, onOpen, target: output, replaces: force, folder: waitingFolder },
      });
      onOpen.end();
      say(texts.got(printable(output)));
    } finally {
      onOpen.end();
    }
  }

  async share(file: string, reader: string): Promise<void> {
    const keys = await this.client.keysOf(reader);
    if (this.known.check(reader, keys) === "new") tell(texts.newKeys(printable(reader), keyFingerprint(keys)));
    const { wrapped } = await this.client.about(this.user, file);
    const fileKey = await this.openKey(this.user, file, wrapped);
    await this.client.share(file, reader, await wrapFileKey(fileKey, keys));
    say(texts.shared(printable(file), printable(reader)));
  }

  async unshare(file: string, reader: string): Promise<void> {
    await this.client.unshare(file, reader);
    say(texts.unshared(printable(file), printable(reader)));
  }

  async remove(file: string): Promise<void> {
    await this.client.remove(file);
    say(texts.removed(printable(file)));
  }

  async keys(): Promise<void> {
    const { of } = this.options;
    if (of !== undefined && of !== this.user) return this.getKeys(of);
    const [own, given] = [this.ownKeys.publicKeys(), await this.client.keysOf(this.user)];
    if (own !== undefined) say(texts.myKeys(keyFingerprint(own)));
    if (own === undefined || keyFingerprint(own) !== keyFingerprint(given))
      tell(texts.othersGet(keyFingerprint(given)));
    const known = [...this.known.all()];
    if (known.length === 0) say(texts.nobodyKnown);
    for (const [name, keys] of known) say(texts.knownKey(printable(name), keyFingerprint(keys)));
  }

  private async getKeys(other: string): Promise<void> {
    const keys = await this.client.keysOf(other);
    const isNew = this.known.check(other, keys) === "new";
    say(
      isNew
        ? texts.newKeys(printable(other), keyFingerprint(keys))
        : texts.knownKey(printable(other), keyFingerprint(keys)),
    );
  }

  /** Opens the key of a file: with its password for its owner, with the own keys for someone it is shared with. */
  private async openKey(owner: string, file: string, wrapped: string): Promise<string> {
    const isOwner = owner === this.user;
    const name = printable(file);
    const opener = isOwner
      ? { passphrase: await secretFrom(this.options.filePasswordFile, texts.filePassword(name), filePasswordOption) }
      : { identity: (await this.ownKeys.unlock()).identity };
    const fileKey = await unwrapFileKey(wrapped, opener);
    if (fileKey !== undefined) return fileKey;
    const [message, hint] = isOwner ? texts.wrongFilePassword(name) : texts.notForYou(name);
    throw new LabError(message, hint);
  }
}

function say(line: string): void {
  print(line);
}

function tell(line: string): void {
  printError(line);
}
