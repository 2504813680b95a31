import { hostname } from "node:os";
import { type Command, Option } from "commander";
import type { SubjectAltName } from "../../certs/names.ts";
import { texts } from "../../chat/operator/texts.ts";
import { defaultHosts, defaultPort } from "../../chat/protocol/protocol.ts";
import { type RecipeName, recipeNames } from "../../chat/protocol/recipes.ts";
import { MAX_CONNECTIONS_AN_ADDRESS } from "../../chat/server/rules.ts";
import { readFile, readSecretLine } from "../../terminal/files/read-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { type AccountOptions, addAccountOptions } from "../accounts/account-options.ts";
import { accountSettings, openAccounts } from "../accounts/account-settings.ts";
import { openOutgoingMail } from "../accounts/outgoing-mail.ts";
import { texts as layersTexts } from "../layers/texts.ts";
import { givenOption, wholeNumber } from "../option-values.ts";
import { certsFolder } from "../work-folder.ts";
import { help, refusals } from "./texts.ts";

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

/** `lab server`: opens the chat and reports its events until it ends. */
export function define(command: Command): void {
  command
    .option("--plain", help.server.plain)
    .option("--tls", help.server.tls)
    .option("--both", help.server.both)
    .addOption(new Option("--layers <recipe>", layersTexts.serverOption).choices(recipeNames))
    .option("--host <address...>", help.server.host)
    .option("--port <number>", help.server.port, wholeNumber(0, 65_535), defaultPort)
    .option("--cert <file>", help.server.cert)
    .option("--key <file>", help.server.key)
    .option("--passphrase-file <file>", help.server.passphraseFile)
    .addOption(new Option("--tls-min <version>", help.server.tlsMin).choices(["1.2", "1.3"]))
    .addOption(new Option("--tls-max <version>", help.server.tlsMax).choices(["1.2", "1.3"]))
    .option("--client-ca <file>", help.server.clientCa)
    .option("--access-key-file <file>", help.server.accessKeyFile)
    .option("--ciphers <list>", help.server.ciphers)
    .option("--keylog <file>", help.server.keylog)
    .option("--max-clients <number>", help.server.maxClients, wholeNumber(1, 100_000), 1000)
    .option(
      "--max-per-address <number>",
      help.server.maxPerAddress,
      wholeNumber(1, 100_000),
      MAX_CONNECTIONS_AN_ADDRESS,
    )
    .option("--log <file>", help.server.log)
    .addHelpText("after", layersTexts.helpBelow);
  addAccountOptions(command).action(async (options: Options) => {
    const mode = modeOf(options);
    // The system would take an empty one for all its addresses.
    if (options.host?.includes("")) {
      throw new LabError(...refusals.server.hostEmpty, 2);
    }
    const { layers: recipe } = options;
    if (mode !== "tls" && recipe === undefined && (options.clientCa ?? options.accessKeyFile) !== undefined) {
      throw new LabError(...refusals.server.needsTls, 2);
    }
    if (recipe !== undefined) refuseTlsOptions(options);
    const notes: string[] = [];
    const layers = recipe && (await layersOf(recipe, options, notes));
    const settings = accountSettings(options, mode);
    const keys = mode === "plain" ? undefined : await keyPair(options);
    const mail = settings && (await openOutgoingMail(options, async () => keys ?? (await keyPair(options))));
    const accounts = settings && mail && (await openAccounts(settings, mail));
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
        ...(mail === undefined ? [] : [mail.note]),
        ...(settings?.notes ?? []),
        ...(options.ciphers === undefined ? [] : [texts.insecureSettings("--ciphers")]),
      ],
      rules: { maxClients: options.maxClients, maxPerAddress: options.maxPerAddress, ...weakRecovery },
      clientCa: options.clientCa && String(readFile(options.clientCa)),
      accessKey: recipe === undefined ? options.accessKeyFile && accessKey(options.accessKeyFile) : undefined,
      layers,
      accounts,
      keyLogFile: options.keylog,
      logFile: options.log,
    });
    await running.finally(() => mail?.close());
  });
}

function modeOf({ plain, tls, both, layers }: Options): "plain" | "tls" | "both" {
  const ways = [plain, tls, both].filter(Boolean).length;
  if (layers !== undefined && ways > 0) throw new LabError(layersTexts.oneWay, layersTexts.exampleServer, 2);
  if (layers === undefined && ways !== 1) {
    throw new LabError(...refusals.server.oneMode, 2);
  }
  return tls ? "tls" : both ? "both" : "plain";
}

/** Only this function loads the weak code. */
async function layersOf(recipe: RecipeName, options: Options, notes: string[]) {
  const { accessKeyOf, askAccessKey } = await import("../layers/access-key.ts");
  const { makeLayers } = await import("../../chat/layers/make-layers.ts");
  const file = options.accessKeyFile;
  const key = file === undefined ? await askAccessKey(layersTexts.askServerKey) : accessKeyOf(file);
  return makeLayers(recipe, key, async () => {
    const keys = await keyPair(options);
    notes.push(...keys.notes);
    return keys;
  });
}

/** Refuses options that have no meaning without TLS. */
function refuseTlsOptions(options: Options): void {
  const idle = givenOption(options, ["clientCa", "ciphers", "keylog", "tlsMin", "tlsMax"]);
  if (idle !== undefined) throw new LabError(layersTexts.onlyTls(idle), layersTexts.exampleServer, 2);
}

function tlsSettings({ tlsMin, tlsMax, ciphers }: Options) {
  if (tlsMin === "1.3" && tlsMax === "1.2") {
    throw new LabError(...refusals.server.versions, 2);
  }
  const version = (number: "1.2" | "1.3" | undefined) => number && (`TLSv${number}` as const);
  return { minVersion: version(tlsMin), maxVersion: version(tlsMax), ciphers };
}

/** The names by which other machines reach this one, if the server listens to them. */
async function namesBeyondLoopback(hosts: readonly string[]): Promise<readonly SubjectAltName[]> {
  const { otherAddresses } = await import("../../chat/operator/join-lines.ts");
  const { isHostName, parseSubjectAltName } = await import("../../certs/names.ts");
  const addresses = otherAddresses(hosts);
  const own = hostname();
  return [...addresses, ...(addresses.length > 0 && isHostName(own) ? [own] : [])].map(parseSubjectAltName);
}

async function keyPair({ cert, key, passphraseFile, host }: Options) {
  if ((cert === undefined) !== (key === undefined)) {
    throw new LabError(...refusals.server.certAndKey, 2);
  }
  if (cert === undefined || key === undefined) {
    const { ensureClassCertificates } = await import("../../certs/class-certificates.ts");
    const { caFile, certFile, keyFile, notes } = await ensureClassCertificates(certsFolder, {
      names: await namesBeyondLoopback(host ?? defaultHosts),
    });
    return { cert: readFile(certFile), key: readFile(keyFile), caFile, notes };
  }
  const { readServerIdentity } = await import("../../certs/server-identity.ts");
  const { passphraseFor } = await import("../../certs/passphrase.ts");
  return { ...(await readServerIdentity(cert, key, passphraseFor(key, passphraseFile))), caFile: undefined };
}

function accessKey(path: string): string {
  const key = readSecretLine(path);
  if (/^\S{8,}$/u.test(key)) return key;
  throw new LabError(...refusals.server.noAccessKey(path));
}
