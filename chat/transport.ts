import { constants as cryptoConstants } from "node:crypto";
import net from "node:net";
import { Duplex } from "node:stream";
import tls from "node:tls";
import type { Protection } from "./protocol.ts";

/** Which protection a port takes: in the clear, TLS, or either, by the first byte. */
export type PortMode = "plain" | "tls" | "both";
/** The TLS versions this chat speaks. */
export type TlsVersion = "TLSv1.2" | "TLSv1.3";

/** The first byte of a TLS connection: a record of type handshake (RFC 8446, section 5.1). No name begins with it. */
const handshakeRecord = 0x16;

/** Mozilla's "intermediate" profile, without finite-field key exchange: forward secrecy and authenticated ciphers only. */
export const intermediateCiphers = [
  ...["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"],
  ...["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
  ...["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ...["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
].join(":");
const groups = "X25519:prime256v1:secp384r1";

/** What a server needs to speak TLS. `cert` and `key` are PEM; `cert` may hold the whole chain. */
export interface ServerTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly passphrase?: string | undefined;
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
  /** An OpenSSL cipher list; TLS 1.3 suites by their IANA names. */
  readonly ciphers?: string | undefined;
  /** Receives each line of the key log (SSLKEYLOGFILE format), newline included. */
  readonly onKeyLog?: ((line: Buffer) => void) | undefined;
}

/** What a listening port needs to know. Times are in milliseconds. */
export interface ListenOptions {
  readonly hosts: readonly string[];
  /** 0 takes a free port, the same on all hosts. */
  readonly port: number;
  readonly mode: PortMode;
  readonly tls: ServerTls | undefined;
  /** How long a connection may take to show its first byte. */
  readonly firstByteDeadline: number;
  /** How long a TLS handshake may take. */
  readonly handshakeDeadline: number;
  /** A line said, once, to a connection that has kept silent for this long: a person may sit there, wondering. */
  readonly silence: { readonly after: number; readonly line: string };
  /**
   * Called for each TCP connection before anything is read. Returns the line with which it is turned away, or undefined to go on; then
   * exactly one of `onConnection` and `onFailure` follows. `drop` ends it in the meantime.
   */
  readonly accept: (address: string, drop: () => void) => string | undefined;
  readonly onConnection: (connection: Connection, drop: () => void) => void;
  readonly onFailure: (address: string, why: Failure, drop: () => void) => void;
  /** What a connection is told, before it is ended, that came in the wrong mode. */
  readonly wrongMode: (wanted: "plain" | "tls", port: number) => string;
}

/** Why a connection never got as far as its first line. */
export type Failure =
  | { readonly kind: "wrong-mode"; readonly wanted: "plain" | "tls" }
  | { readonly kind: "handshake"; readonly reason: string }
  | { readonly kind: "deadline" }
  | { readonly kind: "closed" };

/** An open port, on one or more addresses. */
export interface Listener {
  readonly port: number;
  readonly hosts: readonly string[];
  /** Stops taking connections. Those there are stay. */
  close(): void;
}

/** One chat connection, in the clear or over TLS, after the handshake. Set the three callbacks before the turn ends. */
export class Connection {
  readonly address: string;
  readonly protection: Protection;
  onData: (bytes: Buffer) => void = () => {};
  /** The other side has sent its last byte. */
  onEnd: () => void = () => {};
  /** Called exactly once. `error` is what the system said, if it was not an orderly end. */
  onClose: (error: Error | undefined) => void = () => {};
  private readonly socket: net.Socket | tls.TLSSocket;
  private queuedWrites = 0;

  constructor(socket: net.Socket | tls.TLSSocket, address: string) {
    this.socket = socket;
    this.address = address;
    this.protection = protectionOf(socket);
    let failure: Error | undefined;
    socket.on("data", (bytes: Buffer) => this.onData(bytes));
    socket.on("end", () => this.onEnd());
    socket.on("error", (error) => {
      failure = error;
    });
    socket.on("close", () => this.onClose(failure));
    socket.on("drain", () => {
      this.queuedWrites = 0;
    });
  }

  /** Queues bytes. They must not be changed afterwards. */
  write(bytes: Uint8Array): void {
    if (this.socket.writable && !this.socket.write(bytes)) this.queuedWrites += 1;
  }

  /** What waits in this process because the other side does not read, in bytes; each queued write counts for its bookkeeping too. */
  get unsent(): number {
    return this.socket.writableLength + this.queuedWrites * BYTES_A_QUEUED_WRITE;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Writes what is queued, then ends; cuts off after `patience` milliseconds if the other side does not take it. */
  end(bytes?: Uint8Array, patience = 2_000): void {
    if (bytes) this.socket.end(bytes);
    else this.socket.end();
    this.socket.resume();
    const timer = setTimeout(() => this.socket.destroy(), patience);
    this.socket.once("close", () => clearTimeout(timer));
  }

  /** Ends at once; what is queued is lost. */
  destroy(): void {
    this.socket.destroy();
  }

  /** The certificate chain the other side showed, its own first, in DER. Empty in the clear. */
  peerChain(): readonly Buffer[] {
    if (!(this.socket instanceof tls.TLSSocket)) return [];
    const chain: Buffer[] = [];
    let certificate = this.socket.getPeerCertificate(true) as tls.DetailedPeerCertificate | undefined;
    while (certificate?.raw && !chain.some((known) => known.equals(certificate!.raw))) {
      chain.push(certificate.raw);
      certificate = certificate.issuerCertificate;
    }
    return chain;
  }

  /** OpenSSL's verdict on the chain the other side showed: undefined if it stands, otherwise its code, such as CERT_HAS_EXPIRED. */
  get chainProblem(): string | undefined {
    if (!(this.socket instanceof tls.TLSSocket)) return undefined;
    const error = this.socket.authorizationError as unknown;
    if (!error) return undefined;
    return typeof error === "string" ? error : ((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** Rough cost of one entry in a socket's queue, beyond its bytes. */
const BYTES_A_QUEUED_WRITE = 200;

function protectionOf(socket: net.Socket | tls.TLSSocket): Protection {
  if (!(socket instanceof tls.TLSSocket)) return { kind: "plain" };
  const version = (socket.getProtocol() ?? "TLS").replace("TLSv", "TLS ");
  return { kind: "tls", version, cipher: socket.getCipher()?.standardName ?? "unknown" };
}

/**
 * Opens the port on every host. Throws what the system says (EADDRINUSE, EACCES, …), with the host in `address`; ::1 is passed over on
 * machines without IPv6. Throws what OpenSSL says if certificate, key and passphrase do not fit.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const context = options.mode === "plain" || options.tls === undefined ? undefined : secureContext(options.tls);
  const servers: net.Server[] = [];
  const hosts: string[] = [];
  let { port } = options;
  for (const host of options.hosts) {
    const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      receive(socket, port, options, context),
    );
    try {
      await listening(server, host, port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (servers.length > 0 && (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT")) continue;
      for (const open of servers) open.close();
      throw error;
    }
    port = (server.address() as net.AddressInfo).port;
    servers.push(server);
    hosts.push(host);
  }
  return {
    port,
    hosts,
    close: () => {
      for (const server of servers) server.close();
    },
  };
}

function listening(server: net.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 1024, ipv6Only: true }, () => {
      server.off("error", reject);
      server.on("error", () => {}); // Running out of file descriptors ends one connection, not the server.
      resolve();
    });
  });
}

/** Looks at the first byte of a connection and lets it go on in the clear, over TLS, or not at all. */
function receive(
  socket: net.Socket,
  port: number,
  options: ListenOptions,
  context: tls.SecureContext | undefined,
): void {
  const address = addressText(socket);
  const drop = () => void socket.destroy();
  socket.on("error", () => {}); // A reset is followed by "close", which is where it is dealt with.
  const refusal = options.accept(address, drop);
  if (refusal !== undefined) {
    sayAndEnd(socket, refusal);
    return;
  }
  socket.setKeepAlive(true, 15_000);
  const fail = (why: Failure) => {
    settle();
    options.onFailure(address, why, drop);
  };
  const onClose = () => fail({ kind: "closed" });
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
      sayAndEnd(socket, options.wrongMode(options.mode, port));
      return;
    }
    settle();
    if (wanted === "plain" || context === undefined) {
      const connection = new Connection(socket, address);
      options.onConnection(connection, drop);
      connection.onData(bytes);
      return;
    }
    socket.pause();
    socket.unshift(bytes);
    shakeHands(socket, address, options, context, drop);
  };
  const deadline = setTimeout(() => {
    fail({ kind: "deadline" });
    drop();
  }, options.firstByteDeadline);
  const silence = setTimeout(() => socket.write(`${options.silence.line}\n`), options.silence.after);
  socket.on("close", onClose).on("data", onFirstBytes).on("end", onEnd);
}

/** The server's side of a TLS handshake on a connection that has begun one. */
function shakeHands(
  socket: net.Socket,
  address: string,
  options: ListenOptions,
  context: tls.SecureContext,
  drop: () => void,
): void {
  const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: context, requestCert: false });
  const onKeyLog = options.tls?.onKeyLog;
  if (onKeyLog) secure.on("keylog", onKeyLog);
  const fail = (why: Failure) => {
    settle();
    secure.on("error", () => {});
    secure.destroy();
    options.onFailure(address, why, drop);
  };
  const onError = (error: Error) => fail({ kind: "handshake", reason: opensslReason(error) });
  const onClose = () => fail({ kind: "closed" });
  const settle = () => {
    clearTimeout(deadline);
    secure.off("error", onError).off("close", onClose).off("secure", onSecure);
  };
  const onSecure = () => {
    settle();
    options.onConnection(new Connection(secure, address), drop);
  };
  const deadline = setTimeout(() => fail({ kind: "deadline" }), options.handshakeDeadline);
  secure.on("error", onError).on("close", onClose).on("secure", onSecure);
}

function secureContext({ cert, key, passphrase, minVersion, maxVersion, ciphers }: ServerTls): tls.SecureContext {
  return tls.createSecureContext({
    cert,
    key,
    ...(passphrase === undefined ? {} : { passphrase }),
    minVersion: minVersion ?? "TLSv1.2",
    maxVersion: maxVersion ?? "TLSv1.3",
    ciphers: ciphers ?? intermediateCiphers,
    ecdhCurve: groups,
    secureOptions: cryptoConstants.SSL_OP_NO_RENEGOTIATION | cryptoConstants.SSL_OP_NO_TICKET,
  });
}

/** OpenSSL's own words for what went wrong, without the code in front: "wrong version number". */
function opensslReason(error: Error): string {
  return (error as Error & { reason?: string }).reason ?? error.message;
}

function sayAndEnd(socket: net.Socket, line: string): void {
  socket.end(`${line}\n`);
  // Read on what is still coming: closing over unread bytes would be a reset, and the line would be lost.
  socket.on("data", () => {}).resume();
  setTimeout(() => socket.destroy(), 1_000).unref();
}

function addressText(socket: net.Socket): string {
  const host = socket.remoteAddress ?? "unknown";
  return host.includes(":") ? `[${host}]:${socket.remotePort}` : `${host}:${socket.remotePort}`;
}

/** Where a client goes. */
export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** How long connecting and the TLS handshake may take together, in milliseconds. */
  readonly deadline: number;
  readonly tls?: ClientTls | undefined;
  /** Sees every byte that goes over the wire, encrypted if it is, before it is looked at. */
  readonly onWire?: ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined;
}

/** The client's side of TLS. The certificate is NOT judged here: look at `chainProblem` and `peerChain` before sending anything. */
export interface ClientTls {
  /** PEM text of the authorities trusted, instead of the system's. */
  readonly ca?: string | undefined;
  /** The name asked for (SNI); not sent for an address. */
  readonly servername: string;
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
  readonly ciphers?: string | undefined;
  readonly onKeyLog?: ((line: Buffer) => void) | undefined;
}

/**
 * Connects, and shakes hands if TLS is wanted. Rejects with what the system or OpenSSL said; a deadline that passed is an error with
 * the code ETIMEDOUT.
 */
export function connect(options: ConnectOptions): Promise<Connection> {
  const { host, port, onWire } = options;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 });
    const address = `${host}:${port}`;
    const deadline = setTimeout(() => {
      socket.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
    }, options.deadline);
    const fail = (error: Error) => {
      clearTimeout(deadline);
      socket.destroy();
      reject(error);
    };
    const done = (ready: net.Socket | tls.TLSSocket) => {
      clearTimeout(deadline);
      ready.off("error", fail);
      resolve(new Connection(ready, address));
    };
    socket.once("error", fail);
    socket.once("connect", () => {
      if (options.tls === undefined) {
        socket.off("error", fail);
        done(onWire ? tap(socket, onWire) : socket);
        return;
      }
      const { ca, servername, minVersion, maxVersion, ciphers, onKeyLog } = options.tls;
      const secure = tls.connect({
        socket: onWire ? (tap(socket, onWire) as unknown as net.Socket) : socket,
        // Both are judged by the caller, who can say why in words.
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ...(net.isIP(servername) ? {} : { servername }),
        ...(ca === undefined ? {} : { ca }),
        minVersion: minVersion ?? "TLSv1.2",
        maxVersion: maxVersion ?? "TLSv1.3",
        ...(ciphers === undefined ? {} : { ciphers }),
      });
      if (onKeyLog) secure.on("keylog", onKeyLog);
      secure.once("error", fail);
      secure.once("secureConnect", () => {
        socket.off("error", fail);
        socket.on("error", () => {});
        done(secure);
      });
      // Some servers hang up in the middle of the handshake without a word.
      secure.once("close", () => fail(Object.assign(new Error("closed during the handshake"), { code: "ECONNRESET" })));
    });
  });
}

/** A stream that does what the socket does and shows every byte to `onWire`. */
function tap(socket: net.Socket, onWire: NonNullable<ConnectOptions["onWire"]>): net.Socket {
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => void socket.resume(),
    write: (bytes: Buffer, _encoding, done) => {
      onWire("sent", bytes);
      socket.write(bytes, done);
    },
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (bytes: Buffer) => {
    onWire("received", bytes);
    if (!stream.push(bytes)) socket.pause();
  });
  socket.on("end", () => stream.push(null));
  socket.on("error", (error) => stream.destroy(error));
  socket.on("close", () => stream.destroy());
  return stream as unknown as net.Socket;
}
