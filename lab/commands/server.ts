import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { SubjectAltName } from "../../certs/names.ts";
import { type RecipeName, recipeNames } from "../../chat/layers/recipes.ts";
import { texts } from "../../chat/operator/texts.ts";
import { defaultHosts, defaultPort } from "../../chat/protocol.ts";
import { MAX_CONNECTIONS_AN_ADDRESS } from "../../chat/rules.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { type AccountOptions, addAccountOptions } from "../accounts/account-options.ts";
import { accountSettings, openAccounts } from "../accounts/account-settings.ts";
import { openLetters } from "../accounts/open-letters.ts";
import { texts as layersTexts } from "../layers/texts.ts";
import { certsFolder } from "../work-folder.ts";

interface Options extends AccountOptions {
  readonly plain?: true;
  readonly tls?: true;
  readonly both?: true;
  readonly layers?: RecipeName;
  readonly host?: string[];
  readonly port: number;
  readonly cert?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly tlsMin?: "1.2" | "1.3";
  readonly tlsMax?: "1.2" | "1.3";
  readonly ciphers?: string;
  readonly keylog?: string;
  readonly maxClients: number;
  readonly maxPerAddress: number;
  readonly log?: string;
  readonly clientCa?: string;
  readonly accessKeyFile?: string;
}

/** `lab server`: opens the chat and reports what happens there, until it is asked to end. */
export function define(command: Command): void {
  command
    .option("--plain", "speak in the clear: anyone on the path can read it")
    .option("--tls", "speak TLS only")
    .option("--both", "take both on one port; the first byte of a connection decides")
    .addOption(new Option("--layers <recipe>", layersTexts.serverOption).choices(recipeNames))
    .option(
      "--host <address...>",
      "where to listen (default: this machine only, 127.0.0.1 and ::1; 0.0.0.0: everywhere)",
    )
    .option("--port <number>", "TCP port; 0 takes a free one", wholeNumber(0, 65_535), defaultPort)
    .option("--cert <file>", "certificate, PEM, with its chain (default: the one of lab certs init)")
    .option("--key <file>", "its private key, PEM; asks for the passphrase if it has one")
    .option("--passphrase-file <file>", "the key's passphrase is the first line of this file")
    .addOption(new Option("--tls-min <version>", "lowest TLS version").choices(["1.2", "1.3"]))
    .addOption(
      new Option("--tls-max <version>", "highest; with 1.2 the certificate crosses in the clear").choices([
        "1.2",
        "1.3",
      ]),
    )
    .option("--client-ca <file>", "ask for client certificates of this CA; a name must be its certificate's")
    .option("--access-key-file <file>", "ask for an access key, inside TLS or the layers: the first line of this file")
    .option("--ciphers <list>", "OpenSSL cipher list instead of Mozilla's intermediate profile")
    .option("--keylog <file>", "write the TLS secrets there (mode 0600), for Wireshark: for lessons only")
    .option("--max-clients <number>", "how many may be in the room", wholeNumber(1, 100_000), 1000)
    .option(
      "--max-per-address <number>",
      "most connections from one address; this machine's own have no limit",
      wholeNumber(1, 100_000),
      MAX_CONNECTIONS_AN_ADDRESS,
    )
    .option("--log <file>", "write the conversation there (mode 0600)")
    .addHelpText("after", layersTexts.helpBelow);
  addAccountOptions(command).action(async (options: Options) => {
    const mode = modeOf(options);
    // The system would take an empty one for all its addresses.
    if (options.host?.includes("")) {
      throw new LabError("--host needs an address", "For all of this machine's addresses: --host 0.0.0.0", 2);
    }
    const { layers: recipe } = options;
    if (mode !== "tls" && recipe === undefined && (options.clientCa ?? options.accessKeyFile) !== undefined) {
      throw new LabError("--client-ca and --access-key-file need --tls alone", "Start with: lab server --tls", 2);
    }
    if (recipe !== undefined) refuseTlsOptions(options);
    const notes: string[] = [];
    const layers = recipe && (await layersOf(recipe, options, notes));
    const settings = accountSettings(options, mode);
    const keys = mode === "plain" ? undefined : await keyPair(options);
    const letters = settings && (await openLetters(options, async () => keys ?? (await keyPair(options))));
    const accounts = settings && letters && (await openAccounts(settings, letters));
    const { runServer } = await import("../../chat/operator/run-server.ts");
    const weakRecovery = settings?.recovery === "weak" && { linesPerSecond: Number.POSITIVE_INFINITY };
    const running = runServer({
      mode,
      hosts: options.host ?? defaultHosts,
      port: options.port,
      tls: keys && { ...keys, ...tlsSettings(options) },
      caFile: keys?.caFile,
      notes: [
        ...(keys?.notes ?? []),
        ...notes,
        ...(letters === undefined ? [] : [letters.note]),
        ...(settings?.notes ?? []),
        ...(options.ciphers === undefined ? [] : [texts.insecureSettings("--ciphers")]),
      ],
      rules: { maxClients: options.maxClients, maxPerAddress: options.maxPerAddress, ...weakRecovery },
      clientCa: options.clientCa && String(read(options.clientCa)),
      accessKey: recipe === undefined ? options.accessKeyFile && accessKey(options.accessKeyFile) : undefined,
      layers,
      accounts,
      keyLogFile: options.keylog,
      logFile: options.log,
    });
    await running.finally(() => letters?.close());
  });
}

function modeOf({ plain, tls, both, layers }: Options): "plain" | "tls" | "both" {
  const ways = [plain, tls, both].filter(Boolean).length;
  if (layers !== undefined && ways > 0) throw new LabError(layersTexts.oneWay, layersTexts.exampleServer, 2);
  if (layers === undefined && ways !== 1) {
    throw new LabError(
      "say how to speak: one of --plain, --tls, --both and --layers",
      "For example: lab server --both",
      2,
    );
  }
  return tls ? "tls" : both ? "both" : "plain";
}

/** The weak code is loaded here and nowhere else. */
async function layersOf(recipe: RecipeName, options: Options, notes: string[]) {
  const { accessKeyOf, askAccessKey } = await import("../layers/access-key.ts");
  const { makeLayers } = await import("../layers/make-layers.ts");
  const file = options.accessKeyFile;
  const key = file === undefined ? await askAccessKey(layersTexts.askServerKey) : accessKeyOf(file);
  return makeLayers(recipe, key, async () => {
    const keys = await keyPair(options);
    notes.push(...keys.notes);
    return keys;
  });
}

/** What would say nothing where there is no TLS. */
function refuseTlsOptions({ clientCa, ciphers, keylog, tlsMin, tlsMax }: Options): void {
  const idle = Object.entries({
    "--client-ca": clientCa,
    "--ciphers": ciphers,
    "--keylog": keylog,
    "--tls-min": tlsMin,
    "--tls-max": tlsMax,
  }).find(([, value]) => value !== undefined);
  if (idle !== undefined) throw new LabError(layersTexts.onlyTls(idle[0]), layersTexts.exampleServer, 2);
}

function tlsSettings({ tlsMin, tlsMax, ciphers }: Options) {
  if (tlsMin === "1.3" && tlsMax === "1.2") {
    throw new LabError("--tls-min 1.3 is above --tls-max 1.2", "Leave one of them out.", 2);
  }
  const version = (number: "1.2" | "1.3" | undefined) => number && (`TLSv${number}` as const);
  return { minVersion: version(tlsMin), maxVersion: version(tlsMax), ciphers };
}

/** What other machines reach this one by, where the server listens to them. */
async function namesBeyondLoopback(hosts: readonly string[]): Promise<readonly SubjectAltName[]> {
  const { otherAddresses } = await import("../../chat/operator/join-lines.ts");
  const { isHostName, parseSubjectAltName } = await import("../../certs/names.ts");
  const addresses = otherAddresses(hosts);
  const own = hostname();
  return [...addresses, ...(addresses.length > 0 && isHostName(own) ? [own] : [])].map(parseSubjectAltName);
}

async function keyPair({ cert, key, passphraseFile, host }: Options) {
  if ((cert === undefined) !== (key === undefined)) {
    throw new LabError("--cert and --key go together", "lab server --tls --cert FILE --key FILE", 2);
  }
  if (cert === undefined || key === undefined) {
    const { ensureClassCertificates } = await import("../../certs/class-certificates.ts");
    const { caFile, certFile, keyFile, notes } = await ensureClassCertificates(certsFolder, {
      names: await namesBeyondLoopback(host ?? defaultHosts),
    });
    return { cert: read(certFile), key: read(keyFile), caFile, notes };
  }
  const { readServerIdentity } = await import("../../certs/server-identity.ts");
  const { passphraseFor } = await import("../../certs/passphrase.ts");
  return { ...(await readServerIdentity(cert, key, passphraseFor(key, passphraseFile))), caFile: undefined };
}

function accessKey(path: string): string {
  const key = String(read(path)).split(/\r?\n/, 1)[0]!;
  if (/^\S{8,}$/u.test(key)) return key;
  throw new LabError(
    `${path} holds no access key: 8 characters or more, without spaces`,
    `Make one: (umask 077; openssl rand -hex 16 > ${path})`,
  );
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LabError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`, `See: ls -l ${path}`);
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`a whole number from ${least} to ${most} is needed`);
  };
}
