import net from "node:net";
import { Duplex } from "node:stream";
import tls from "node:tls";
import { Connection } from "./connection.ts";
import { fatalAlertRecord } from "./fatal-alert.ts";
import type { TlsVersion } from "./tls-profile.ts";

/** The server that a client connects to. */
export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** The time for connecting and the TLS handshake together, in milliseconds. */
  readonly deadline: number;
  readonly tls?: ClientTls | undefined;
  /** Called with every byte on the wire, encrypted or not, before it is read. */
  readonly onWire?: ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined;
}

/**
 * The client's side of TLS. The certificate is NOT checked here: look at `chainProblem` and `peerChain` before you send
 * anything.
 */
export interface ClientTls {
  /** PEM text of the trusted authorities, instead of the system's. */
  readonly ca?: string | undefined;
  /** The name for SNI; not sent for an address. */
  readonly servername: string;
  /** The client's own certificate and key, PEM, for a server that requires them. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
  readonly ciphers?: string | undefined;
  readonly onKeyLog?: ((line: Buffer) => void) | undefined;
}

/** The error code if a server accepts the connection but does not answer the ClientHello. */
export const silentInHandshake = "SILENT_IN_HANDSHAKE";

/**
 * Connects, with a handshake if TLS is wanted. Rejects with the error of the system or OpenSSL. After the deadline the
 * code is ETIMEDOUT, or `silentInHandshake` if there was a connection.
 */
export function connect(options: ConnectOptions): Promise<Connection> {
  const { host, port, onWire } = options;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 });
    const deadline = setTimeout(() => {
      const code = socket.connecting ? "ETIMEDOUT" : silentInHandshake;
      socket.destroy(Object.assign(new Error("no answer in time"), { code }));
    }, options.deadline);
    const fail = (error: Error) => {
      clearTimeout(deadline);
      socket.destroy();
      reject(error);
    };
    const done = (ready: net.Socket | tls.TLSSocket, refuse?: Connection["refuse"]) => {
      clearTimeout(deadline);
      ready.off("error", fail);
      resolve(new Connection(ready, { address: host, port }, refuse));
    };
    socket.once("error", fail);
    socket.once("connect", () => {
      if (options.tls === undefined) {
        socket.off("error", fail);
        done(onWire ? tap(socket, onWire) : socket);
        return;
      }
      const { ca, cert, key, servername, minVersion, maxVersion, ciphers, onKeyLog } = options.tls;
      const wire = onWire ? tap(socket, onWire) : socket;
      const secure = tls.connect({
        socket: wire,
        // The caller checks both, and can explain the result.
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ...(net.isIP(servername) ? {} : { servername }),
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert, key }),
        minVersion: minVersion ?? "TLSv1.2",
        maxVersion: maxVersion ?? "TLSv1.3",
        ...(ciphers === undefined ? {} : { ciphers }),
      });
      if (onKeyLog) secure.on("keylog", onKeyLog);
      let secret: Buffer | undefined;
      secure.on("keylog", (line: Buffer) => {
        secret ??= clientSecret(line);
      });
      secure.once("error", fail);
      secure.once("secureConnect", () => {
        socket.off("error", fail);
        socket.on("error", () => {});
        done(secure, (alert) => {
          const record = secret && fatalAlertRecord(secret, secure.getCipher().standardName, alert);
          if (record === undefined) secure.destroy();
          // After the end of the handshake, which Node may not have written yet.
          else setImmediate(() => wire.write(record, () => secure.destroy()));
        });
      });
      // Some servers close the connection in the middle of the handshake.
      secure.once("close", () => fail(Object.assign(new Error("closed during the handshake"), { code: "ECONNRESET" })));
    });
  });
}

/** The secret that protects what the client sends after the handshake (TLS 1.3), if this line of the key log has it. */
function clientSecret(line: Buffer): Buffer | undefined {
  const [label, , secret = ""] = line.toString("latin1").trim().split(" ");
  return label === "CLIENT_TRAFFIC_SECRET_0" ? Buffer.from(secret, "hex") : undefined;
}

/** A stream that behaves like the socket and shows every byte to `onWire`. */
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
  // After an orderly end, the last bytes may still wait here for a reader.
  socket.on("close", () => {
    if (!socket.readableEnded) stream.destroy();
  });
  return stream as unknown as net.Socket;
}
