import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { ClientLogin } from "../../chat/accounts/client-login.ts";
import { openConnection } from "../../chat/client.ts";
import { FilesClient, RefusedRequest } from "../../chat/files/files-client.ts";
import { Incoming } from "../../chat/files/incoming.ts";
import { readFileAnswer } from "../../chat/files/requests.ts";
import { defaultPort, readDelivery } from "../../chat/protocol.ts";
import type { Connection } from "../../chat/transport/connection.ts";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { certsFolder } from "../work-folder.ts";
import { secretFrom } from "./secrets.ts";
import { texts } from "./texts.ts";

/** Where the server is, and how to log in. */
export interface ServiceOptions {
  readonly server?: string;
  readonly plain?: true;
  readonly ca?: string;
  readonly passwordFile?: string;
}

/** How long the server may take for a line of the log-in, in milliseconds. */
const patience = 30_000;

/** Connects, verifies the server, and logs in. Throws LabError; nothing is sent to a server that failed a check. */
export async function openService(user: string, options: ServiceOptions): Promise<FilesClient> {
  const { host, port } = readServer(options.server);
  const where = { host, port, name: user, tls: options.plain ? undefined : security(options, host) };
  const connection = await openConnection(where);
  const incoming = new Incoming(connection, { rest: Buffer.alloc(0), hasEnded: false });
  try {
    await logIn(user, options, connection, incoming);
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return new FilesClient(connection, incoming);
}

async function logIn(user: string, options: ServiceOptions, connection: Connection, incoming: Incoming): Promise<void> {
  const say = (line: string) => connection.write(Buffer.from(`${line}\n`));
  const login = new ClientLogin({
    name: user,
    ask: () => secretFrom(options.passwordFile, texts.accountPassword(printable(user)), "--password-file"),
    tell: () => {},
    warn: (line) => printError(line),
  });
  say(`/files ${user}`);
  for (;;) {
    const line = await incoming.line(patience).catch(() => undefined);
    if (line === undefined) throw new LabError(...texts.noAnswer);
    if (readFileAnswer(line)?.kind === "ready") return;
    const delivery = readDelivery(line);
    if (delivery.kind === "refusal") throw new RefusedRequest(delivery.code, delivery.text);
    const answer = await login.hear(delivery, connection);
    if (answer !== undefined) say(answer);
  }
}

function security({ ca }: ServiceOptions, host: string) {
  const classCa = join(certsFolder, "ca.pem");
  const file = ca ?? (existsSync(classCa) ? classCa : undefined);
  const authorities = file === undefined ? undefined : readFileSync(file, "utf8");
  const describePeer = async (chain: readonly Uint8Array[], name: string) => {
    const { verifyChain } = await import("../../certs/verify.ts");
    return verifyChain(chain, { anchorsPem: authorities ?? rootCertificates, name });
  };
  return { ca: authorities, servername: host, describePeer };
}

/** `HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address. */
function readServer(text = "localhost"): { readonly host: string; readonly port: number } {
  const { host, port = defaultPort } = readHostAndPort(text) ?? {};
  if (host === undefined || !isPort(port)) throw new LabError(...texts.noPlace, 2);
  return { host, port };
}
