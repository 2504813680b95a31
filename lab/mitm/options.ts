import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LookAlikeKind } from "../../certs/look-alike.ts";
import { passphraseFor } from "../../certs/passphrase.ts";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { givenOption } from "../option-values.ts";
import { certsFolder } from "../work-folder.ts";
import { texts } from "./texts.ts";

/** The typed options of `lab mitm`. */
export interface MitmOptions {
  readonly to?: string;
  readonly port: number;
  readonly change?: readonly string[];
  readonly show?: "self-signed" | "own-ca" | "wrong-name";
  readonly ca?: string;
  readonly caKey?: string;
  readonly passphraseFile?: string;
  readonly strip?: true;
  readonly hostIMayIntercept?: string;
  readonly table?: true;
  readonly json?: true;
  readonly text?: true;
}

/** Throws LabError for an option that has no effect with the others. */
export function refuseIdleOptions({ table, json, port: _, ...others }: MitmOptions): void {
  const idle = givenOption(others, Object.keys(others) as (keyof typeof others)[]);
  if (table && idle !== undefined) throw idleOption(idle, "--table");
  if (json && others.text) throw idleOption("--text", "--json");
}

function idleOption(option: string, beside: string): LabError {
  return new LabError(texts.noEffect(option, beside), texts.leaveOut(option), 2);
}

/** The attacker's own name, so that a CA may sign it. */
const OWN_NAME = "mallory.example";

/** The kind of certificate to show. Throws LabError if options contradict each other. */
export function lookAlikeKind({ show, ca, caKey, passphraseFile, strip }: MitmOptions): LookAlikeKind {
  if ((ca === undefined) !== (caKey === undefined)) throw new LabError(texts.caAndKey, texts.caHint, 2);
  if (ca !== undefined && show !== undefined) throw new LabError(texts.caAndShow, texts.caHint, 2);
  if (strip && (show ?? ca) !== undefined) throw new LabError(texts.stripShowsNothing, texts.targetHint, 2);
  if (ca !== undefined && caKey !== undefined) {
    const key = { path: caKey, passphrase: passphraseFor(caKey, passphraseFile) };
    return { kind: "known-ca", ca: { certificatePath: ca, key, folder: certsFolder } };
  }
  if (show === "wrong-name") return { kind: "wrong-name", name: OWN_NAME, ...classCa() };
  return { kind: show ?? "self-signed" };
}

/** The class CA, which signs the owner's name correctly; without one, the attacker's own CA. */
function classCa() {
  const [certificatePath, path] = [join(certsFolder, "ca.pem"), join(certsFolder, "ca-key.pem")];
  if (!existsSync(certificatePath) || !existsSync(path)) return {};
  return { ca: { certificatePath, key: { path, passphrase: passphraseFor(path) }, folder: certsFolder } };
}

/** Reads HOST:PORT; `[::1]:12345` for an IPv6 address. Throws LabError. */
export function readTarget(text: string | undefined): { readonly host: string; readonly port: number } {
  if (text === undefined) throw new LabError(texts.needsTarget, texts.targetHint, 2);
  const { host, port } = readHostAndPort(text) ?? {};
  if (host === undefined || !isPort(port)) throw new LabError(texts.targetUnfit(printable(text)), texts.targetHint, 2);
  return { host, port };
}
