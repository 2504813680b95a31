import { readFileSync, statSync } from "node:fs";
import type { Capture } from "../../sniffer/capture/frame.ts";
import { type AddKeyLogs, readKeyLogs } from "../../sniffer/capture/with-key-logs.ts";
import type { Unlock } from "../../sniffer/observe/unlock.ts";
import { type LineOpener, Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { withOutcome } from "../layers/with-outcome.ts";
import { texts } from "./texts.ts";

/** The options for keys. */
export interface KeyOptions {
  /** Key logs. */
  readonly keylog?: readonly string[];
  /** Private keys of servers, PEM or DER. */
  readonly key?: readonly string[];
  readonly passphraseFile?: string;
  /** The access key of a server with home-made layers. */
  readonly accessKeyFile?: string;
  /** Pre-shared keys: hexadecimal digits, or a file with them. */
  readonly psk?: readonly string[];
  /** False: the secrets inside a pcapng file are ignored. */
  readonly secrets?: boolean;
}

/** The given keys, and a line for each that cannot be used. */
export interface GivenKeys {
  readonly secrets: Secrets;
  /** Adds the secrets of the key logs to a capture, and removes the capture's own if they are not wanted. */
  readonly addKeyLogs: AddKeyLogs;
  readonly notes: readonly string[];
}

/** Larger than any file with a pre-shared key. */
const MAX_PSK_FILE = 4096;

/**
 * Reads the given keys; lines about them are kept until they can be shown. Throws LabError. `isLive`: for a live
 * capture; the present secrets of the key logs belong to other captures.
 */
export async function readKeys(options: KeyOptions, isLive: boolean): Promise<GivenKeys> {
  const notes: string[] = [];
  const secrets = await readSecrets(options, (line) => notes.push(line));
  return { secrets, notes, addKeyLogs: keyLogsOf(options, isLive) };
}

/**
 * The given private and pre-shared keys. A key that cannot be used gives one line to `tell`, and the capture is shown
 * all the same. Asks for the passphrase of a private key, if it has one.
 */
async function readSecrets(options: KeyOptions, tell: (line: string) => void): Promise<Secrets> {
  const secrets = new Secrets();
  for (const path of options.key ?? []) {
    const { serverKey } = await import("./server-key.ts");
    const key = await serverKey(path, options.passphraseFile, tell);
    if (key !== undefined) secrets.privateKeys.push({ key, source: path });
  }
  for (const given of options.psk ?? []) {
    const psk = preSharedKey(given);
    if (psk === undefined) tell(texts.badPsk);
    else secrets.psks.push(psk);
  }
  if (options.keylog !== undefined) secrets.hasKeyLog = true;
  secrets.lines = (await lineOpenerOf(options))?.();
  return secrets;
}

/** Opens each of several captures with the given keys, which are read once. */
export async function readUnlock(options: KeyOptions, tell: (line: string) => void): Promise<Unlock> {
  const given = await readSecrets(options, tell);
  const opener = await lineOpenerOf(options);
  const addKeyLogs = keyLogsOf(options, false);
  return (capture) => {
    const secrets = new Secrets();
    secrets.privateKeys.push(...given.privateKeys);
    secrets.psks.push(...given.psks);
    secrets.hasKeyLog = given.hasKeyLog;
    secrets.lines = opener?.();
    const keyed = addKeyLogs(capture, tell);
    return { capture: withOutcome(keyed, secrets, "one-of-several", tell), secrets };
  };
}

/**
 * A function that makes an opener of home-made layers for a capture. The weak code is loaded only with an access key.
 */
async function lineOpenerOf({ accessKeyFile }: KeyOptions): Promise<(() => LineOpener) | undefined> {
  if (accessKeyFile === undefined) return undefined;
  const { accessKeyOf } = await import("../layers/access-key.ts");
  const { lineOpener } = await import("../layers/line-opener.ts");
  const accessKey = accessKeyOf(accessKeyFile);
  return () => lineOpener(accessKey);
}

function keyLogsOf({ keylog = [], secrets = true }: KeyOptions, isLive: boolean): AddKeyLogs {
  const add: AddKeyLogs = keylog.length === 0 ? (capture) => capture : readKeyLogs(keylog, isLive);
  return (capture, tell) => add(secrets ? capture : withoutSecrets(capture), tell);
}

async function* withoutSecrets(capture: Capture): Capture {
  for await (const items of capture) yield items.filter(({ kind }) => kind !== "secrets");
}

function preSharedKey(given: string): Uint8Array | undefined {
  const digits = (isHex(given) ? given : (textOf(given) ?? "")).trim();
  return isHex(digits) ? Buffer.from(digits, "hex") : undefined;
}

function isHex(text: string): boolean {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text);
}

function textOf(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_PSK_FILE ? readFileSync(path, "latin1") : undefined;
  } catch {
    return undefined;
  }
}
