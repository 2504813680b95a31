import { existsSync } from "node:fs";
import type { Command } from "commander";
import { texts as fileTexts } from "../../../certs/files/texts.ts";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { keyAsPem, makeKey } from "../../../certs/keys.ts";
import { localNames, parseSubject, parseSubjectAltName } from "../../../certs/names.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { newPassphrase, passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { parseDays } from "../../../certs/validity.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface SelfSignOptions extends FileOptions {
  readonly new?: true;
  readonly san?: readonly string[];
  readonly subject?: string;
  readonly key: string;
  readonly days: string;
}

/** `lab certs self-sign`: a certificate signed with its own key, from a request or with a new key. */
export function defineSelfSign(command: Command): void {
  command
    .description(help.selfSign.about)
    .argument("[request]", help.selfSign.requestArgument(certsFile("request.pem")))
    .option("--new", help.selfSign.new)
    .option("--san <names...>", help.selfSign.san)
    .option("--subject <name>", help.selfSign.subject)
    .option("--key <file>", help.selfSign.key, certsFile("key.pem"))
    .option("--days <number>", help.selfSign.days, "90")
    .option("--out <file>", help.selfSign.out, certsFile("certificate.pem"))
    .option("--passphrase-file <file>", help.selfSign.passphraseFile)
    .option("--force", help.selfSign.force)
    .option("--dry-run", help.selfSign.dryRun)
    .action((request: string | undefined, options: SelfSignOptions) => {
      if (options.new === undefined) return fromRequest(request ?? certsFile("request.pem"), options);
      if (request !== undefined) throw new LabError(...texts.requestOrNew(request), 2);
      return withNewKey(options);
    });
}

async function fromRequest(request: string, options: SelfSignOptions): Promise<void> {
  const { key, out, passphraseFile, force = false } = options;
  if (options.san !== undefined || options.subject !== undefined) throw new LabError(...texts.namesNeedNew, 2);
  const days = parseDays(options.days);
  if (!announce(opensslLines.selfSign(request, key, days, out), options)) return;
  const { selfSign } = await import("../../../certs/make.ts");
  const pem = await selfSign(request, { path: key, passphrase: passphraseFor(key, passphraseFile) }, days);
  writeNewFile(out, pem, { secret: false, force });
  tell(...texts.selfSigned(out, key));
}

async function withNewKey(options: SelfSignOptions): Promise<void> {
  const { key: keyFile, out, passphraseFile, force = false } = options;
  const days = parseDays(options.days);
  const names = options.san?.map(parseSubjectAltName) ?? localNames;
  const subject = parseSubject(options.subject ?? `/CN=${names[0]!.value}`);
  const locked = passphraseFile !== undefined;
  if (!announce(opensslLines.selfSignNew(keyFile, locked, subject, names, days, out), options)) return;
  if (existsSync(out) && !force) throw new LabError(...fileTexts.fileExists(out)); // Before any file is written.
  const secret = locked ? await newPassphrase(keyFile, passphraseFile) : undefined;
  const { vouchForItself } = await import("../../../certs/make.ts");
  const key = await makeKey("p-256");
  const pem = await vouchForItself(key, subject, names, days);
  writeNewFile(keyFile, keyAsPem(key, secret), { secret: true, force });
  writeNewFile(out, pem, { secret: false, force });
  tell(...texts.selfSigned(out, keyFile));
}
