import net from "node:net";
import tls from "node:tls";
import type { Endpoint } from "../protocol/endpoint.ts";
import { Connection } from "./connection.ts";
import { type ServerTls, serverContext } from "./tls-profile.ts";

/** What a port accepts: plain, TLS, or both, by the first byte. */
export type PortMode = "plain" | "tls" | "both";
/** The first byte of a TLS connection: a record of type handshake (RFC 8446, section 5.1). No name begins with it. */
const handshakeRecord = 0x16;

/** The options of a listening port. Times are in milliseconds. */
export interface ListenOptions {
  readonly hosts: readonly string[];
  /** 0 means a free port, the same on all hosts. */
  readonly port: number;
  readonly mode: PortMode;
  readonly tls: ServerTls | undefined;
  /** How long a connection may take to send its first byte. */
  readonly firstByteDeadline: number;
  /** How long a TLS handshake may take. */
  readonly handshakeDeadline: number;
  /**
   * A line that is sent once to a connection that stays silent for this time, if it may be plain: a person may be
   * waiting there.
   */
  readonly silence: { readonly after: number; readonly line: string };
  /**
   * Called for each TCP connection before anything is read. Returns the line with which it is refused, or undefined to
   * continue. Then either `onConnection` or `onFailure` follows, once.
   */
  readonly accept: (from: Endpoint, drop: Drop) => string | undefined;
  readonly onConnection: (connection: Connection, drop: Drop) => void;
  readonly onFailure: (from: Endpoint, why: Failure, drop: Drop) => void;
  /** The last line for a connection in the wrong mode. */
  readonly wrongMode: (wanted: "plain" | "tls", port: number) => string;
}

/** Ends a connection at any time, with a last line if the other side can read it. */
export type Drop = (line: string) => void;

/** Why a connection never got as far as its first line. */
export type Failure =
  | { readonly kind: "wrong-mode"; readonly wanted: "plain" | "tls" }
  /** With OpenSSL's words and Node's code, such as "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA". */
  | { readonly kind: "handshake"; readonly reason: string; readonly code: string }
  | { readonly kind: "deadline" }
  /** It closed; `inHandshake`: TLS had begun. */
  | { readonly kind: "closed"; readonly inHandshake: boolean };

/** An open port, on one or more addresses. */
export interface Listener {
  /** The mode for new connections. It can change while the port is open, if it was opened with certificate and key. */
  mode: PortMode;
  readonly port: number;
  readonly hosts: readonly string[];
  /** Accepts no new connections. Existing ones stay. */
  close(): void;
}

/**
 * Opens the port on every host; tries `tries` times to find a free one. Throws the system's error (EADDRINUSE, EACCES,
 * …), with the host in `address`; skips ::1 on machines without IPv6. Throws OpenSSL's error if certificate, key and
 * passphrase do not fit.
 */
export async function listen(options: ListenOptions, tries = 5): Promise<Listener> {
  const context = options.tls && serverContext(options.tls);
  const servers: net.Server[] = [];
  const hosts: string[] = [];
  let { port } = options;
  const listener: Omit<Listener, "port" | "hosts"> = {
    mode: options.mode,
    close: () => {
      for (const server of servers) server.close();
    },
  };
  for (const host of options.hosts) {
    const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      receive(socket, { ...options, mode: listener.mode, port }, context),
    );
    try {
      await listening(server, host, port, options.hosts.length > 1);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (servers.length > 0 && (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT")) continue;
      listener.close();
      // A port that was free on the first host may be taken on the next.
      if (code === "EADDRINUSE" && options.port === 0 && tries > 1) return listen(options, tries - 1);
      throw error;
    }
    port = (server.address() as net.AddressInfo).port;
    servers.push(server);
    hosts.push(host);
  }
  return Object.assign(listener, { port, hosts });
}

function listening(server: net.Server, host: string, port: number, ipv6Only: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 1024, ipv6Only }, () => {
      server.off("error", reject);
      server.on("error", () => {}); // Without file descriptors one connection ends, not the server.
      resolve();
    });
  });
}

/** Looks at the first byte of a connection: it continues plain, over TLS, or not at all. */
function receive(socket: net.Socket, options: ListenOptions, context: tls.SecureContext | undefined): void {
  const from = { address: socket.remoteAddress ?? "unknown", port: socket.remotePort ?? 0 };
  /**
   * Changes during the connection. Before its first byte the mode is unknown; during a handshake no line can be sent.
   */
  let end: Drop = (line) => {
    if (options.mode === "tls") socket.destroy();
    else socket.end(`${line}\n`, () => socket.destroy());
  };
  const drop: Drop = (line) => end(line);
  const open = (ready: net.Socket | tls.TLSSocket) => {
    const connection = new Connection(ready, from);
    end = (line) => {
      connection.onData = () => {};
      connection.end(Buffer.from(`${line}\n`));
    };
    options.onConnection(connection, drop);
    return connection;
  };
  socket.on("error", () => {}); // "close" follows a reset, and handles it.
  const refusal = options.accept(from, drop);
  if (refusal !== undefined) {
    sayAndEnd(socket, refusal);
    return;
  }
  socket.setKeepAlive(true, 15_000);
  const fail = (why: Failure) => {
    settle();
    options.onFailure(from, why, drop);
  };
  const onClose = () => fail({ kind: "closed", inHandshake: false });
  const settle = () => {
    clearTimeout(deadline);
    clearTimeout(silence);
    socket.off("close", onClose).off("data", onFirstBytes).off("end", onEnd);
  };
  const onEnd = () => socket.end();
  const onFirstBytes = (bytes: Buffer) => {
    const wanted = bytes[0] === handshakeRecord ? "tls" : "plain";
    if (options.mode !== "both" && options.mode !== wanted) {
      fail({ kind: "wrong-mode", wanted: options.mode });
      sayAndEnd(socket, options.wrongMode(options.mode, options.port));
      return;
    }
    settle();
    if (wanted === "plain" || context === undefined) {
      open(socket).onData(bytes);
      return;
    }
    end = () => void socket.destroy();
    socket.pause();
    socket.unshift(bytes);
    shakeHands(socket, options, context, open, (why) => options.onFailure(from, why, drop));
  };
  const deadline = setTimeout(() => {
    fail({ kind: "deadline" });
    socket.destroy();
  }, options.firstByteDeadline);
  const silence = setTimeout(() => {
    if (options.mode !== "tls") socket.write(`${options.silence.line}\n`);
  }, options.silence.after);
  socket.on("close", onClose).on("data", onFirstBytes).on("end", onEnd);
}

/** The server's side of a TLS handshake on a connection that has begun one. */
function shakeHands(
  socket: net.Socket,
  options: ListenOptions,
  context: tls.SecureContext,
  open: (secure: tls.TLSSocket) => void,
  onFailure: (why: Failure) => void,
): void {
  const secure = new tls.TLSSocket(socket, {
    isServer: true,
    secureContext: context,
    requestCert: options.tls?.clientCa !== undefined,
    rejectUnauthorized: false, // The desk checks it, and can explain the result.
  });
  const onKeyLog = options.tls?.onKeyLog;
  if (onKeyLog) secure.on("keylog", onKeyLog);
  const fail = (why: Failure) => {
    settle();
    secure.on("error", () => {});
    secure.destroy();
    onFailure(why);
  };
  const onError = (error: NodeJS.ErrnoException) =>
    fail({ kind: "handshake", reason: opensslReason(error), code: error.code ?? "" });
  const onClose = () => fail({ kind: "closed", inHandshake: true });
  const settle = () => {
    clearTimeout(deadline);
    secure.off("error", onError).off("close", onClose).off("end", onClose).off("secure", onSecure);
  };
  const onSecure = () => {
    settle();
    // Without a tls.Server, Node reports errors after the handshake, such as an alert, only here.
    secure.on("_tlsError", (error: Error) => secure.destroy(error));
    open(secure);
  };
  const deadline = setTimeout(() => fail({ kind: "deadline" }), options.handshakeDeadline);
  // A client that closes its half in the middle of the handshake sends nothing more.
  secure.on("error", onError).on("close", onClose).on("end", onClose).on("secure", onSecure);
}

/** OpenSSL's own words for the error, without the code at their start: "wrong version number". */
function opensslReason(error: Error): string {
  return (error as Error & { reason?: string }).reason ?? error.message;
}

/** Most refused connections that stay open for a short time, so that they can read why. */
const MAX_LINGERING = 100;
let lingering = 0;

function sayAndEnd(socket: net.Socket, line: string): void {
  if (lingering >= MAX_LINGERING) {
    socket.end(`${line}\n`, () => socket.destroy());
    return;
  }
  lingering += 1;
  socket.end(`${line}\n`);
  // Reads the bytes that still come: closing with unread bytes would be a reset, and the line would be lost.
  socket.on("data", () => {}).resume();
  const timer = setTimeout(() => socket.destroy(), 1_000).unref();
  socket.once("close", () => {
    lingering -= 1;
    clearTimeout(timer);
  });
}
