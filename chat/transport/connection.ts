import type net from "node:net";
import tls from "node:tls";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { Protection } from "../protocol/protocol.ts";
import type { CertificateAlert } from "./fatal-alert.ts";

/**
 * One chat connection, plain or over TLS, after the handshake. Set the callbacks before the turn of the event loop
 * ends.
 */
export class Connection {
  /** The other side. */
  readonly endpoint: Endpoint;
  readonly protection: Protection;
  onData: (bytes: Buffer) => void = () => {};
  /** The other side has sent its last byte. */
  onEnd: () => void = () => {};
  /** Called exactly once. `error` is the system's error, if it was not an orderly end. */
  onClose: (error: Error | undefined) => void = () => {};
  /** All waiting bytes were written. */
  onDrain: () => void = () => {};
  /**
   * Ends before anything was sent, because of the other side's certificate. If possible, an alert reports why (TLS 1.3,
   * see fatal-alert.ts).
   */
  readonly refuse: (alert: CertificateAlert) => void;
  private readonly socket: net.Socket | tls.TLSSocket;
  private queuedWrites = 0;

  constructor(
    socket: net.Socket | tls.TLSSocket,
    endpoint: Endpoint,
    refuse: (alert: CertificateAlert) => void = () => socket.destroy(),
  ) {
    this.socket = socket;
    this.refuse = refuse;
    this.endpoint = endpoint;
    this.protection = protectionOf(socket);
    let failure: Error | undefined;
    socket.on("data", (bytes: Buffer) => this.onData(bytes));
    socket.on("end", () => this.onEnd());
    socket.on("error", (error) => {
      // The other side ended in order while we still had something to send: not a failure.
      if (!socket.readableEnded) failure = error;
    });
    socket.on("close", () => this.onClose(failure));
    socket.on("drain", () => {
      this.queuedWrites = 0;
      this.onDrain();
    });
  }

  /** Queues bytes. They must not be changed afterwards. */
  write(bytes: Uint8Array): void {
    if (this.socket.writable && !this.socket.write(bytes)) this.queuedWrites += 1;
  }

  /**
   * Bytes that wait in this process because the other side does not read. Each queued write also counts a fixed cost.
   */
  get unsent(): number {
    return this.socket.writableLength + this.queuedWrites * BYTES_A_QUEUED_WRITE;
  }

  /** The port on this side. */
  get localPort(): number | undefined {
    return this.socket.localPort;
  }

  /** Resolves when little waits. Rejects if the other side takes nothing for `patience` milliseconds, or is gone. */
  drained(patience: number): Promise<void> {
    const { socket } = this;
    if (socket.destroyed) return Promise.reject(new Error("the connection is over"));
    if (!socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        socket.off("drain", settle).off("close", over);
        if (error === undefined) resolve();
        else reject(error);
      };
      const over = () => settle(new Error("the connection is over"));
      const timer = setTimeout(() => settle(new Error("the other side reads nothing")), patience);
      socket.once("drain", settle).once("close", over);
    });
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /**
   * Writes all waiting bytes, then ends. Cuts off after `patience` milliseconds if the other side does not take them.
   */
  end(bytes?: Uint8Array, patience = 2_000): void {
    if (this.socket.destroyed) return; // A timer would only keep the program alive.
    if (bytes) this.socket.end(bytes);
    else this.socket.end();
    this.socket.resume();
    const timer = setTimeout(() => this.socket.destroy(), patience);
    this.socket.once("close", () => clearTimeout(timer));
  }

  /** Ends at once; waiting bytes are lost. */
  destroy(): void {
    this.socket.destroy();
  }

  /** Keying material that only the two ends of this TLS connection can compute (RFC 5705). Empty without TLS. */
  exportKeys(length: number, label: string): Buffer {
    if (!(this.socket instanceof tls.TLSSocket)) return Buffer.alloc(0);
    return this.socket.exportKeyingMaterial(length, label, Buffer.alloc(0));
  }

  /** The other side's certificate chain, its own first, in DER. Empty without TLS. */
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

  /**
   * OpenSSL's result for the other side's chain: undefined if it is good, otherwise a code such as CERT_HAS_EXPIRED.
   */
  get chainProblem(): string | undefined {
    if (!(this.socket instanceof tls.TLSSocket)) return undefined;
    const error = this.socket.authorizationError as unknown;
    if (!error) return undefined;
    return typeof error === "string" ? error : ((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** Approximate cost of one entry in a socket's queue, besides its bytes. */
const BYTES_A_QUEUED_WRITE = 200;

function protectionOf(socket: net.Socket | tls.TLSSocket): Protection {
  if (!(socket instanceof tls.TLSSocket)) return { kind: "plain" };
  const version = (socket.getProtocol() ?? "TLS").replace("TLSv", "TLS ");
  return { kind: "tls", version, cipher: socket.getCipher()?.standardName ?? "unknown" };
}
