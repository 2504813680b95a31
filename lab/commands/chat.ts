import { type Command, InvalidArgumentError, Option } from "commander";
import { isPin } from "../../chat/client/peer-story.ts";
import { defaultPort } from "../../chat/protocol/protocol.ts";
import { isRecipeName, type RecipeName, recipeNames } from "../../chat/protocol/recipes.ts";
import { readSecretLine } from "../../terminal/files/read-file.ts";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { addLoginOptions, type LoginOptions } from "../accounts/account-options.ts";
import { addSealOptions, type SealOptions } from "../files/seal-options.ts";
import { texts as layersTexts } from "../layers/texts.ts";
import { givenOption, wholeNumber } from "../option-values.ts";
import { trustIn } from "../trusted-cas.ts";
import { help, refusals } from "./texts.ts";

interface Options extends LoginOptions, SealOptions {
  readonly plain?: true;
  readonly tls?: true;
  readonly layers?: true | RecipeName;
  readonly name: string;
  readonly host?: string;
  readonly port?: number;
  readonly ca?: string;
  readonly servername?: string;
  readonly pin?: string;
  readonly insecure?: true;
  readonly keylog?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly accessKeyFile?: string;
}

/** `lab chat`: takes part in the chat. */
export function define(command: Command): void {
  command
    .argument("[host:port]", help.chat.hostPort)
    .option("--plain", help.chat.plain)
    .option("--tls", help.chat.tls)
    .addOption(new Option("--layers [recipe]", layersTexts.chatOption).argParser(recipeOption))
    .requiredOption("--name <name>", help.chat.name)
    .option("--host <host>", help.chat.host)
    .option("--port <number>", help.chat.port(defaultPort), wholeNumber(1, 65_535))
    .option("--ca <file>", help.chat.ca)
    .option("--servername <name>", help.chat.servername)
    .option("--pin <sha256:…>", help.chat.pin)
    .option("--insecure", help.chat.insecure)
    .option("--cert <file>", help.chat.cert)
    .option("--key <file>", help.chat.key)
    .option("--access-key-file <file>", help.chat.accessKeyFile)
    .option("--keylog <file>", help.chat.keylog)
    .addHelpText("after", `${layersTexts.helpBelow}\n${help.chat.screen}`);
  addSealOptions(command);
  addLoginOptions(command).action(async (place: string | undefined, options: Options) => {
    try {
      await chat(placeOf(place, options), options);
    } catch (error) {
      throw (await import("../sandbox/nobody-listens.ts")).withWayToSandbox(error);
    }
  });
}

/** The client's certificate and access key for a server that requires them. */
async function ownProof({ cert, key, accessKeyFile }: Omit<Options, "name">) {
  if ((cert === undefined) !== (key === undefined)) {
    throw new LabError(...refusals.chat.certAndKey, 2);
  }
  const accessKey = accessKeyFile && readSecretLine(accessKeyFile);
  if (cert === undefined || key === undefined) return { accessKey };
  const { readServerIdentity } = await import("../../certs/server-identity.ts");
  const { passphraseFor } = await import("../../certs/passphrase.ts");
  const own = await readServerIdentity(cert, key, passphraseFor(key));
  return { accessKey, cert: own.cert, key: own.key };
}

/** An error of the file is reported after the screen is closed. */
async function openKeyLog(path: string | undefined) {
  if (path === undefined) return undefined;
  const { openPrivateLog } = await import("../../chat/operator/private-log.ts");
  const { texts } = await import("../../chat/operator/texts.ts");
  const troubles = [texts.keyLogWarning(printable(path))];
  process.once("exit", () => {
    for (const line of troubles) printError(paint("danger", line, process.stderr));
  });
  return openPrivateLog(path, (trouble) => troubles.push(trouble));
}

/** `HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address; or the values of the options. */
function placeOf(text: string | undefined, { host, port }: Options): { readonly host: string; readonly port: number } {
  if (text === undefined) return { host: host ?? "localhost", port: port ?? defaultPort };
  const named = readHostAndPort(text);
  const isTwice = host !== undefined || (named?.port !== undefined && port !== undefined);
  const known = named?.port ?? port ?? defaultPort;
  if (!isPort(known)) throw new LabError(...refusals.chat.port, 2);
  if (named === undefined || isTwice) throw new LabError(...refusals.chat.place, 2);
  return { host: named.host, port: known };
}

async function chat(
  { host, port }: { readonly host: string; readonly port: number },
  { name, ...options }: Options,
): Promise<void> {
  const keyLog = await openKeyLog(options.keylog);
  const own = security(options);
  const layers =
    options.layers === undefined ? undefined : await layersOf(options.layers, { host, port }, own, options);
  const proof = layers === undefined ? await ownProof(options) : {};
  const tls = { ...own, ...proof, onKeyLog: keyLog?.add };
  const { ownLogin } = await import("../accounts/own-login.ts");
  const login = await ownLogin(name, options);
  const sealing = options.seal ? await (await import("../files/own-sealing.ts")).ownSealing(name, options) : undefined;
  const isPlain = options.plain !== undefined || layers !== undefined;
  if (isOnTerminal()) {
    const { runChatScreen } = await import("../../chat/view/app.tsx");
    const { WireTap } = await import("../../chat/client/wire-tap.ts");
    const { recordsFrom } = await import("../../sniffer/wire/tls/record-reader.ts");
    const tap = new WireTap((bytes) => recordsFrom(bytes, 0));
    await runChatScreen({ host, port, name, start: isPlain ? "plain" : "tls", tls, tap, layers, login, sealing });
    return;
  }
  process.stdout.on("error", () => process.exit(0)); // The reader of the lines is gone, as in `lab chat … | head`.
  const { runLineClient } = await import("../../chat/client/line-client.ts");
  await runLineClient(
    { host, port, name, tls: isPlain ? undefined : tls, layers, login, sealing },
    {
      input: process.stdin,
      say: (line) => print(line),
      tell: (line) => printError(line),
      warn: (line) => printError(paint("danger", line, process.stderr)),
    },
  );
}

/** Only this function loads the weak code. */
async function layersOf(
  wanted: true | RecipeName,
  { host, port }: { readonly host: string; readonly port: number },
  tls: ReturnType<typeof security>,
  options: Omit<Options, "name">,
) {
  const option = givenOption(options, ["keylog", "cert", "key", "pin", "insecure"]);
  if (option !== undefined) throw new LabError(layersTexts.onlyTls(option), layersTexts.exampleChat, 2);
  const { clientLayersFor } = await import("../layers/client-layers-for.ts");
  const { describePeer, servername = host } = tls;
  return clientLayersFor({
    accessKeyFile: options.accessKeyFile,
    wanted: wanted === true ? undefined : wanted,
    ...{ host, port },
    judge: (chain) => describePeer(chain, servername),
  });
}

function recipeOption(word: string): RecipeName {
  if (isRecipeName(word)) return word;
  throw new InvalidArgumentError(layersTexts.unknownRecipe(printable(word), recipeNames));
}

function security({ plain, tls, layers, ca, servername, pin, insecure }: Omit<Options, "name" | "host" | "port">) {
  if ([plain, tls, layers].filter((way) => way !== undefined).length !== 1) {
    throw new LabError(...refusals.chat.oneMode, 2);
  }
  if (pin !== undefined && !isPin(pin)) {
    throw new LabError(...refusals.chat.pin, 2);
  }
  // Also with --plain: Ctrl-T may change to TLS.
  return { ...trustIn(ca), servername, pin, insecure };
}
