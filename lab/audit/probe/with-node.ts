import { isIP } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { type KeptConnection, lastSighting } from "../kept/kept-packets.ts";
import { KeptSocket, openKeptSocket } from "../kept/kept-socket.ts";
import { ServerWatch } from "../passive/watch-servers.ts";
import type { SeenServer, Sighting, Trials } from "../seen.ts";
import type { Answer } from "./ask.ts";
import type { Prober } from "./prober.ts";

/** Facts that only a whole handshake shows. Node's own TLS can make it in versions 1.2 and 1.3. */
export interface WholeHandshake {
  /** What its packets show, with the audit's keys. */
  readonly shown: () => SeenServer | undefined;
  readonly alpn: string | undefined;
  readonly session: Buffer | undefined;
  readonly isReused: boolean;
  /** Milliseconds until it was finished. */
  readonly took: number;
  /** The server ended it, or stopped answering, before the audit was done. */
  readonly ended: "closed" | "silent" | undefined;
  readonly seen: Sighting;
}

/** The offered application protocols: IANA "TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs". */
const protocols = ["h2", "http/1.1", "http/1.0", "imap", "pop3", "smtp", "xmpp-client", "mqtt", "dot", "ftp", "irc"];
/** How long to wait for the first ticket after a TLS 1.3 handshake, in milliseconds. */
const TICKET_TIME = 150;
/** How long a server may take to close, in milliseconds. */
const FAREWELL = 300;

interface HandshakeOptions {
  readonly session?: Buffer | undefined;
  /** What to do inside the finished handshake, instead of waiting for a ticket. */
  readonly inside?: (inside: Inside) => void;
  /** Waits only a third of the time for a ticket, because it is not needed. */
  readonly isShort?: true;
}

/** A finished handshake, while its connection is open. */
interface Inside {
  readonly secure: TLSSocket;
  /** Milliseconds until it was finished, and for an answer. */
  readonly took: number;
  readonly patience: number;
  /** The server answered: its time starts again. */
  readonly refresh: () => void;
  readonly settle: () => void;
}

type NoHandshake = Exclude<Answer, { kind: "flight" }>;

/** Finishes a handshake, if possible. Other code checks the certificate; nothing secret is sent here. */
export function handshakeOf(
  prober: Prober,
  version: SecureVersion,
  options: HandshakeOptions = {},
): Promise<WholeHandshake | NoHandshake> {
  return prober.connect(async () => {
    const place = options.inside === undefined ? prober.place : prober.slowPlace;
    const socket = await openKeptSocket(place, prober.packets, place.patience);
    return socket instanceof KeptSocket ? shakeHands(place.patience, prober.name, version, options, socket) : socket;
  });
}

export function isWhole(result: WholeHandshake | NoHandshake): result is WholeHandshake {
  return !("kind" in result);
}

function shakeHands(
  patience: number,
  name: string | undefined,
  version: SecureVersion,
  { session, inside, isShort }: HandshakeOptions,
  socket: KeptSocket,
): Promise<WholeHandshake | NoHandshake> {
  const { kept } = socket;
  const settings: ConnectionOptions = {
    socket,
    minVersion: version,
    maxVersion: version,
    ciphers: "ALL:@SECLEVEL=0",
    rejectUnauthorized: false, // The rules judge it later.
    ca: [],
    ...(inside === undefined ? { ALPNProtocols: protocols } : {}),
    ...(session === undefined ? {} : { session }),
    ...(name === undefined || isIP(name) !== 0 ? {} : { servername: name }),
  };
  return new Promise((resolve) => {
    const start = performance.now();
    const secure = connect(settings);
    let ticket: Buffer | undefined;
    let isSecure = false;
    let took = 0;
    // Asked while the connection is open: for a closed one, Node.js reads memory that is already freed.
    let isReused = false;
    let isSettled = false;
    const settle = (ended?: "closed" | "silent") => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      resolve(summary(ended));
      // In order: some servers fail when a client breaks off.
      secure.end();
      setTimeout(() => secure.destroy(), FAREWELL).unref();
      socket.unref();
    };
    const fail = (kind: "silent" | "closed") => {
      if (isSecure) settle(kind);
      else resolve({ kind, seen: lastSighting(kept) });
      clearTimeout(timer);
      secure.destroy();
    };
    const summary = (ended: WholeHandshake["ended"]): WholeHandshake => ({
      shown: () => shownBy(kept),
      alpn: typeof secure.alpnProtocol === "string" ? secure.alpnProtocol : undefined,
      session: ticket,
      isReused,
      took,
      ended,
      seen: lastSighting(kept),
    });
    const timer = setTimeout(() => fail("silent"), patience);
    secure.on("keylog", (line) => kept.addSecret(line));
    secure.on("session", (bytes) => {
      ticket = bytes;
      if (isSecure && !inside) setImmediate(settle);
    });
    secure.once("secureConnect", () => {
      isSecure = true;
      isReused = secure.isSessionReused();
      took = performance.now() - start;
      if (inside) inside({ secure, took, patience, refresh: () => timer.refresh(), settle: () => settle() });
      else if (ticket !== undefined || isReused) setImmediate(settle);
      else setTimeout(settle, isShort ? TICKET_TIME / 3 : TICKET_TIME);
    });
    secure.on("error", () => fail("closed"));
    secure.on("close", () => fail("closed"));
  });
}

/** What a capture of this connection alone would show of the server. */
function shownBy(kept: KeptConnection): SeenServer | undefined {
  const watch = new ServerWatch(kept.number);
  for (const item of kept.items()) watch.push(item);
  watch.end();
  return watch.seen()[0];
}

/**
 * Makes a handshake like an ordinary client, once in each version, and leaves in order. So there are some facts even if
 * the server ends because of a strange hello later. "silent" if it accepts the first connection but does not answer,
 * "stalled" if it stops answering later or half-way: other handshakes would take as long.
 */
export async function visit(prober: Prober): Promise<"silent" | "stalled" | "done"> {
  for (const version of visited) {
    const result = await handshakeOf(prober, version, { isShort: true });
    if (!isWhole(result)) {
      if (result.kind === "silent")
        return prober.hellos.length === 0 && result.seen.bytes === "" ? "silent" : "stalled";
      if (result.kind === "unreachable") return "done"; // No server, or no longer.
      continue;
    }
    const shown = result.shown();
    prober.hellos.push(...(shown?.hellos ?? []));
    for (const { chain, seen } of shown?.chains ?? []) prober.addChain(chain, seen);
  }
  return "done";
}

/** What finished handshakes show: tickets and the application protocol. */
export async function tryWholeHandshakes(prober: Prober, versions: readonly number[]): Promise<Trials> {
  const resumption = new Map<number, "ticket" | "session id" | "none">();
  let trials: Trials = { resumption };
  for (const [version, name] of nodeVersions) {
    if (!versions.includes(version)) continue;
    const first = await handshakeOf(prober, name);
    if (!isWhole(first)) continue;
    trials = { ...trials, alpn: first.alpn };
    const again = first.session && (await handshakeOf(prober, name, { session: first.session }));
    const isReused = again !== undefined && isWhole(again) && again.isReused;
    resumption.set(version, isReused ? kindOfResumption(prober, version) : "none");
  }
  return trials;
}

type SecureVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
const visited: readonly SecureVersion[] = ["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"];

const nodeVersions = [
  [protocolVersion["TLS 1.3"], "TLSv1.3"],
  [protocolVersion["TLS 1.2"], "TLSv1.2"],
] as const;

/** In TLS 1.2 a server that will send a ticket announces it in its hello: RFC 5077 section 3.2. */
function kindOfResumption({ hellos }: Prober, version: number): "ticket" | "session id" {
  if (version === protocolVersion["TLS 1.3"]) return "ticket";
  const sendsTicket = hellos.some(
    (one) => one.version === version && one.hello.message.extensions?.some(({ kind }) => kind === "session_ticket"),
  );
  return sendsTicket ? "ticket" : "session id";
}
