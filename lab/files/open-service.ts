import { ClientLogin } from "../../chat/accounts/client-login.ts";
import { openConnection } from "../../chat/client/client.ts";
import { FilesClient, RefusedRequest } from "../../chat/files/files-client.ts";
import { Incoming } from "../../chat/files/incoming.ts";
import { readFileAnswer } from "../../chat/files/requests.ts";
import { defaultPort, readDelivery } from "../../chat/protocol/protocol.ts";
import type { Connection } from "../../chat/transport/connection.ts";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { trustIn } from "../trusted-cas.ts";
import type { Talk } from "./talk.ts";
import { texts } from "./texts.ts";

/** The server, and how to log in. */
export interface ServiceOptions {
  readonly server?: string;
  readonly plain?: true;
  readonly ca?: string;
  readonly passwordFile?: string;
}

/** How long the server may take for a line of the log-in, in milliseconds. */
const patience = 30_000;

/**
 * The file service of a server, for one account. After a break the next request connects again; the password is asked
 * for once.
 */
export class FileService {
  private readonly user: string;
  private readonly options: ServiceOptions;
  private readonly login: ClientLogin;
  /** The newest connection, also before the log-in. */
  private connection: Connection | undefined;
  private open: FilesClient | undefined;
  private isClosed = false;

  constructor(user: string, options: ServiceOptions, talk: Talk) {
    this.user = user;
    this.options = options;
    const [prompt, option, file] = [texts.accountPassword(printable(user)), "--password-file", options.passwordFile];
    this.login = new ClientLogin({
      name: user,
      ask: () => talk.secret({ prompt, option, file }),
      tell: () => {},
      warn: talk.tell,
    });
  }

  /**
   * Connects, verifies the server, and logs in, if that was not done yet. Throws LabError; nothing is sent to a server
   * that failed a check.
   */
  async client(): Promise<FilesClient> {
    if (this.open?.isOver === false) return this.open;
    if (this.isClosed) throw new LabError(...texts.noAnswer);
    const { host, port } = readServer(this.options.server);
    const tls = this.options.plain ? undefined : { ...trustIn(this.options.ca), servername: host };
    const connection = await openConnection({ host, port, name: this.user, tls });
    this.connection = connection;
    if (this.isClosed) connection.destroy();
    const incoming = new Incoming(connection, { rest: Buffer.alloc(0), hasEnded: false });
    try {
      await this.logIn(connection, incoming);
    } catch (error) {
      connection.destroy();
      throw error;
    }
    this.open = new FilesClient(connection, incoming);
    return this.open;
  }

  /**
   * Ends the connection, also during the log-in, and opens no other one: waiting requests fail, and the program can
   * end.
   */
  close(): void {
    this.isClosed = true;
    if (this.open?.isOver === false) this.open.close();
    else this.connection?.destroy();
  }

  /** Ends the connection at once. */
  cut(): void {
    this.connection?.destroy();
  }

  /** Whether there was a connection that is over. */
  get isCut(): boolean {
    return this.open?.isOver === true;
  }

  private async logIn(connection: Connection, incoming: Incoming): Promise<void> {
    const say = (line: string) => connection.write(Buffer.from(`${line}\n`));
    this.login.begin();
    say(`/files ${this.user}`);
    for (;;) {
      const line = await incoming.line(patience).catch(() => undefined);
      if (line === undefined) throw new LabError(...texts.noAnswer);
      if (readFileAnswer(line)?.kind === "ready") {
        const fault = this.login.faultOfServer();
        if (fault !== undefined) throw fault;
        return;
      }
      const delivery = readDelivery(line);
      if (delivery.kind === "refusal") throw new RefusedRequest(delivery.code, delivery.text);
      const answer = await this.login.hear(delivery, connection);
      if (answer !== undefined) say(answer);
    }
  }
}

/** `HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address. */
function readServer(text = "localhost"): { readonly host: string; readonly port: number } {
  const { host, port = defaultPort } = readHostAndPort(text) ?? {};
  if (host === undefined || !isPort(port)) throw new LabError(...texts.noPlace, 2);
  return { host, port };
}
