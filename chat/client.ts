import { LabError } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import type { ClientLogin, LoginChannel } from "./accounts/client-login.ts";
import { texts as accountTexts } from "./accounts/texts.ts";
import { connectionError, RefusedByServer, refusedCertificate } from "./client-errors.ts";
import type { Outgoing, Sealing } from "./files/sealing.ts";
import { goThroughLayers } from "./layers/go-through.ts";
import { type ClientConnection, LayeredConnection } from "./layers/layered-connection.ts";
import type { ClientLayers } from "./layers/layers.ts";
import { LineSplitter } from "./lines.ts";
import { judgePeer, type PeerCheck, type PeerStory } from "./peer-story.ts";
import { type Delivery, type Protection, readDelivery } from "./protocol.ts";
import { texts } from "./texts.ts";
import { type ClientTls, connect } from "./transport/connect.ts";
import { Connection } from "./transport/connection.ts";
import type { CertificateAlert } from "./transport/fatal-alert.ts";

/** Longest line taken from a server, in bytes: a full list of names is longer than anything a client may send. */
const MAX_DELIVERED_BYTES = 64 * 1024;
/** How long connecting and the handshake may take, and then the welcome, in milliseconds. */
const usualDeadline = 10_000;
/** How long to wait for the welcome before the server is taken for one that sends none, in milliseconds. */
const foreignAfter = 3_000;
/** How long the server may take to judge a password, in milliseconds: others may be before it. */
const loginDeadline = 60_000;
/** How long to wait for the rest of a line of a server that may end no line, in milliseconds. */
const foreignPause = 300;

/** How a client protects itself. Without `ca`, the system's authorities count. */
export interface ClientSecurity extends Omit<ClientTls, "servername"> {
  /** The name the certificate must be made for. Default: the host. */
  readonly servername?: string | undefined;
  /** Go on whatever the checks say. */
  readonly insecure?: boolean | undefined;
  /** What a server wants to hear first that has an access key. Said over TLS only. */
  readonly accessKey?: string | undefined;
  /** `sha256:…` of the one certificate to accept. */
  readonly pin?: string | undefined;
  /** Describes each check of the chain the server showed, its own certificate first, in DER. Without it only OpenSSL's verdict is reported. */
  readonly describePeer?: DescribePeer | undefined;
}

/** Checks a chain for a name. The answer can only add reasons to refuse: OpenSSL's own verdict counts as well. */
type DescribePeer = (chain: readonly Uint8Array[], name: string) => Promise<readonly PeerCheck[]>;

/** Where a client goes, as whom, and who learns of it. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** Speaks in the clear if undefined. */
  readonly tls?: ClientSecurity | undefined;
  /**
   * If given, asks for the seat of the member `name` instead of joining. It is called with the server's word; the connection has the seat
   * as soon as that member has said `/move WORD`.
   */
  readonly onMoveWord?: ((word: string) => void) | undefined;
  /** Home-made layers, for the servers that have them; called for each connection. */
  readonly layers?: (() => ClientLayers) | undefined;
  /** Each line from the server, the welcome included, also before `connectClient` resolves. Not cleaned for a terminal. */
  readonly onDelivery?: ((delivery: Delivery, line: string) => void) | undefined;
  /** Who the server is and how it was judged, before anything is sent to it. */
  readonly onPeer?: ((story: PeerStory) => void) | undefined;
  /** The connection is over: by us, in order, or with an error. Only after `connectClient` has resolved, and once. */
  readonly onClose?: ((error: Error | undefined) => void) | undefined;
  /** Every byte that goes over the wire, encrypted if it is. */
  readonly onWire?: ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined;
  readonly deadline?: number | undefined;
  /** Joins also where no welcome comes, as a server that a student has written. */
  readonly acceptsForeign?: boolean | undefined;
  /** Answers the server's questions where names belong to accounts. Without it they end the connection. */
  readonly login?: ClientLogin | undefined;
  /** Seals and opens lines from person to person. */
  readonly sealing?: Sealing | undefined;
  /** Gives up, as long as the welcome has not come. */
  readonly signal?: AbortSignal | undefined;
}

/** A client that is in the room. */
export interface ChatClient {
  /** The name the server knows it by. */
  readonly name: string;
  readonly protection: Protection;
  /** Who the server proved to be; undefined in the clear. */
  readonly peer: PeerStory | undefined;
  /** The server sent no welcome: it is not the lab's, and may know no commands. */
  readonly isForeign: boolean;
  /** Sends one line: a message to all, or a command. Line ends inside are taken as spaces. */
  say(line: string): void;
  /** Ends the connection in order; resolves when it is closed. */
  close(): Promise<void>;
}

/**
 * Connects and joins. Rejects with a LabError that says what is wrong and what fixes it: nobody listening, the wrong mode, a certificate
 * that failed a check (nothing has been sent then), a name that was refused.
 */
export async function connectClient(options: ClientOptions): Promise<ChatClient> {
  const { host, port, tls, deadline = usualDeadline } = options;
  const layers = options.layers?.();
  // The lines of the layers' beginning belong to nothing that people say in the room.
  let isTapped = layers === undefined;
  const onWire: ClientOptions["onWire"] = options.onWire && ((...seen) => isTapped && options.onWire?.(...seen));
  const security = tls && { ...tls, servername: tls.servername ?? host };
  let connection: Connection;
  try {
    connection = await connect({ host, port, deadline, tls: security, onWire });
  } catch (error) {
    throw connectionError(error as Error, options);
  }
  if (layers !== undefined) {
    const layered = await throughLayers(connection, layers, options);
    isTapped = true;
    return join(layered, undefined, options);
  }
  const { peer, earlyClose } = await judged(connection, security, options);
  const joined = join(connection, peer, options);
  if (earlyClose() !== undefined) connection.onClose(earlyClose()!.error);
  else connection.resume();
  return joined;
}

/**
 * Connects and judges the server, and says nothing yet; the connection is paused. Rejects as `connectClient` does.
 */
export async function openConnection(
  options: Pick<ClientOptions, "host" | "port" | "name" | "tls" | "deadline" | "onPeer">,
): Promise<Connection> {
  const { host, port, tls, deadline = usualDeadline } = options;
  const security = tls && { ...tls, servername: tls.servername ?? host };
  let connection: Connection;
  try {
    connection = await connect({ host, port, deadline, tls: security });
  } catch (error) {
    throw connectionError(error as Error, options);
  }
  await judged(connection, security, options);
  return connection;
}

/** Judges the server before anything is sent to it. That takes a moment: what it says meanwhile waits, and that it hangs up is not missed. */
async function judged(
  connection: Connection,
  security: JudgedSecurity | undefined,
  options: Pick<ClientOptions, "host" | "port" | "name" | "tls" | "onPeer">,
): Promise<{ readonly peer: PeerStory | undefined; readonly earlyClose: () => EarlyClose | undefined }> {
  let earlyClose: EarlyClose | undefined;
  connection.pause();
  connection.onClose = (error) => {
    earlyClose = { error };
  };
  const peer = security && (await judge(connection, security));
  if (peer !== undefined) {
    options.onPeer?.(peer);
    const failed = peer.checks.find(({ ok }) => !ok);
    if (!security?.insecure && failed !== undefined) {
      connection.refuse(alertFor[failed.check] ?? "bad_certificate");
      throw refusedCertificate(peer, options);
    }
  }
  return { peer, earlyClose: () => earlyClose };
}

type JudgedSecurity = ClientSecurity & { readonly servername: string };
/** That the other side hung up, and what the system said about it. */
interface EarlyClose {
  readonly error: Error | undefined;
}

/** The alert for each failed check that has one of its own, as OpenSSL chooses it. */
const alertFor: Readonly<Record<string, CertificateAlert>> = {
  issuer: "unknown_ca",
  signature: "unknown_ca",
  "CA flag": "unknown_ca",
  dates: "certificate_expired",
};

async function judge(connection: Connection, { servername, pin, describePeer }: JudgedSecurity): Promise<PeerStory> {
  const chain = connection.peerChain();
  const [own] = chain;
  if (own === undefined) throw new LabError(texts.noCertificate);
  const story = judgePeer(own, { name: servername, chainProblem: connection.chainProblem, pin, now: new Date() });
  if (describePeer === undefined || pin !== undefined) return story;
  const described = await describePeer(chain, servername);
  const refused = described.some(({ ok }) => !ok);
  // Reported check by check where the description agrees with OpenSSL; a check that only OpenSSL failed is reported as well.
  return { ...story, checks: refused ? described : [...described, ...story.checks.filter(({ ok }) => !ok)] };
}

/** The layers' beginning. */
async function throughLayers(
  connection: Connection,
  layers: ClientLayers,
  options: ClientOptions,
): Promise<LayeredConnection> {
  const splitter = new LineSplitter(MAX_DELIVERED_BYTES);
  const failures = {
    refused: (code: string, text: string) => new RefusedByServer(code, text, options),
    closed: (error: Error | undefined) => (error ? connectionError(error, options) : closedEarly(options)),
    late: () => noWelcome(options),
  };
  await goThroughLayers(connection, layers, splitter, { failures, deadline: options.deadline ?? usualDeadline });
  return new LayeredConnection(connection, layers, splitter);
}

/** Says the name, waits for the welcome, and from then on passes lines on. */
function join(connection: ClientConnection, peer: PeerStory | undefined, options: ClientOptions): Promise<ChatClient> {
  const { onClose, deadline = usualDeadline, sealing } = options;
  const onDelivery = inOrder(options);
  const splitter = new LineSplitter(MAX_DELIVERED_BYTES);
  return new Promise((resolve, reject) => {
    let isWelcome = false;
    let tellClosed = () => {};
    const closed = new Promise<void>((tell) => {
      tellClosed = tell;
    });
    let isForeign = false;
    let timer = setTimeout(() => refuse(noWelcome(options)), deadline);
    const foreignTimer = options.acceptsForeign ? setTimeout(() => acceptForeign(), foreignAfter) : undefined;
    let pauseTimer: NodeJS.Timeout | undefined;
    const refuse = (error: Error) => {
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      reject(error);
      connection.destroy();
    };
    const giveUp = () => refuse(options.signal!.reason as Error);
    options.signal?.addEventListener("abort", giveUp, { once: true });
    const client = (name: string): ChatClient => ({
      name,
      protection: connection.protection,
      peer,
      isForeign,
      say: (line) => {
        const oneLine = line.replace(/[\r\n]+/g, " ");
        const sealed = sealing?.seal(oneLine) ?? { line: oneLine };
        if ("line" in sealed) connection.write(Buffer.from(`${sealed.line}\n`));
        else void sealed.then((made) => sayOrRefuse(connection, made, onDelivery));
      },
      close: () => {
        connection.end();
        return closed;
      },
    });
    const welcome = (name: string) => {
      isWelcome = true;
      options.signal?.removeEventListener("abort", giveUp);
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      resolve(client(name));
    };
    /** A person may take long to type, and the server to judge. */
    const answerTo = (delivery: Delivery): boolean => {
      const answer = options.login?.hear(delivery, channelOf(connection));
      if (answer === undefined) return false;
      clearTimeout(timer);
      clearTimeout(foreignTimer);
      const send = (line: string | undefined) => {
        timer = setTimeout(() => refuse(noWelcome(options)), loginDeadline);
        if (line !== undefined) connection.write(Buffer.from(`${line}\n`));
      };
      answer.then(send).catch(refuse);
      return true;
    };
    const acceptForeign = () => {
      isForeign = true;
      welcome(options.name);
      hearUnfinished();
    };
    const hearUnfinished = () => {
      const line = splitter.takeUnfinished();
      if (line?.kind === "line") onDelivery?.(readDelivery(line.text), line.text);
    };
    connection.onData = (bytes) => {
      splitter.push(bytes);
      clearTimeout(pauseTimer);
      if (isForeign) pauseTimer = setTimeout(hearUnfinished, foreignPause);
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (line.kind !== "line") continue;
        const delivery = readDelivery(line.text);
        if (!isWelcome && answerTo(delivery)) continue;
        if (!isWelcome && delivery.kind === "question" && !options.acceptsForeign) {
          refuse(new LabError(accountTexts.needsPassword, accountTexts.useLabChat));
          return;
        }
        if (!isWelcome && delivery.kind === "refusal" && (delivery.code !== "" || !options.acceptsForeign)) {
          refuse(new RefusedByServer(delivery.code, delivery.text, options));
          return;
        }
        if (!isWelcome && delivery.kind === "welcome") welcome(delivery.name);
        if (delivery.kind === "move-word") options.onMoveWord?.(delivery.word);
        // What comes before the welcome to a connection that asks for a seat, or logs in, is for a person who does it by hand.
        const isByHand = options.onMoveWord !== undefined || options.login !== undefined;
        if (isWelcome || !isByHand) onDelivery?.(delivery, line.text);
      }
    };
    connection.onEnd = () => connection.end();
    connection.onClose = (error) => {
      clearTimeout(pauseTimer);
      tellClosed();
      if (isWelcome) onClose?.(error);
      else refuse(error ? connectionError(error, options) : closedEarly(options));
    };
    const { onMoveWord, name, tls } = options;
    if (tls?.accessKey !== undefined) connection.write(Buffer.from(`/key ${tls.accessKey}\n`));
    const firstLine = onMoveWord === undefined ? (options.login?.firstLine ?? name) : `/seat ${name}`;
    connection.write(Buffer.from(`${firstLine}\n`));
  });
}

/** Passes deliveries on, the sealed ones opened, in the order in which they came: opening one takes a moment. */
function inOrder({ sealing, onDelivery }: ClientOptions): NonNullable<ClientOptions["onDelivery"]> {
  let opening: Promise<void> | undefined;
  return (delivery, line) => {
    const opened = sealing?.open(delivery);
    if (opened === undefined && opening === undefined) return onDelivery?.(delivery, line);
    const turn = (opening ?? Promise.resolve()).then(async () => {
      const shown = await opened;
      onDelivery?.(shown?.delivery ?? delivery, shown?.line ?? line);
    });
    const settled: Promise<void> = turn.finally(() => {
      if (opening === settled) opening = undefined;
    });
    opening = settled;
  };
}

/** A line that was to be sealed: it goes out, or the person reads why not. */
function sayOrRefuse(connection: ClientConnection, made: Outgoing, onDelivery: ReturnType<typeof inOrder>): void {
  if ("line" in made) connection.write(Buffer.from(`${made.line}\n`));
  else onDelivery({ kind: "refusal", code: "", text: made.why }, `! ${made.why}`);
}

/** A log-in is bound to TLS, and never to home-made layers. */
function channelOf(connection: ClientConnection): LoginChannel {
  const { protection } = connection;
  if (connection instanceof Connection) return connection;
  return { protection, exportKeys: () => Buffer.alloc(0) };
}

function noWelcome(options: ClientOptions): LabError {
  return new LabError(texts.noWelcome(where(options)), otherClient(options));
}

function closedEarly(options: ClientOptions): LabError {
  return new LabError(texts.closedBeforeWelcome(where(options)), otherClient(options));
}

/** A server that is not the lab's may want to be spoken to in another way. */
function otherClient({ host, port, tls }: ClientOptions): string {
  return tls === undefined ? texts.tryNc(printable(host), port) : texts.tryOpenssl(printable(host), port);
}

function where({ host, port }: ClientOptions): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
