import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { LabError } from "../../terminal/lab-error.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";

/** Larger than any key log of a class, or any private key. */
const MAX_KEY_FILE = 4 * 1024 * 1024;

export function keyLogSecrets(path: string, tooLarge: string): Secrets {
  const secrets = new Secrets();
  secrets.addKeyLog(readSmall(path, tooLarge), path);
  secrets.endKeyLog(path);
  return secrets;
}

/** A server's private key; empty if the file has no such key. */
export function privateKeySecrets(path: string, tooLarge: string): Secrets {
  const secrets = new Secrets();
  try {
    secrets.privateKeys.push({ key: createPrivateKey(readSmall(path, tooLarge)), source: path });
  } catch (error) {
    if (error instanceof LabError) throw error;
  }
  return secrets;
}

/** The observations of the bot's connection with these keys. */
export function openedWith({ frames, connection }: OwnCapture, secrets: Secrets): readonly Observation[] {
  const observer = new Observer({ secrets });
  const found = [...frames.values()].flatMap((frame) => observer.push(frame));
  return [...found, ...observer.end()].filter((one) => "connection" in one && one.connection === connection);
}

/** The record with the client's line, and what opened it; undefined if it stayed closed. */
export function openingOf(observations: readonly Observation[], line: string) {
  const text = observations.find(
    (one) => one.kind === "text" && one.opened && one.from === "client" && one.text === line,
  );
  if (text?.kind !== "text") return undefined;
  const record = observations.findLast(
    (one) => one.kind === "tls-record" && one.from === "client" && one.packet === text.packet && one.opened,
  );
  return record?.kind === "tls-record" && record.opening !== undefined
    ? { packet: text.packet, opening: record.opening }
    : undefined;
}

/** Why records of application data stayed closed, each reason once. */
export function reasonsIn(observations: readonly Observation[]): readonly string[] {
  const reasons = observations.flatMap((one) =>
    one.kind === "tls-record" && one.closed !== undefined ? [one.closed.reason] : [],
  );
  return [...new Set(reasons)];
}

function readSmall(path: string, tooLarge: string): Buffer {
  if (statSync(path).size > MAX_KEY_FILE) throw new LabError(tooLarge);
  return readFileSync(path);
}
