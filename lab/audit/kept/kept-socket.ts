import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import type { KeptConnection, KeptPackets, Side } from "./kept-packets.ts";

/** A connection that keeps its bytes; TLS works over it as over any other. */
export class KeptSocket extends Duplex {
  readonly kept: KeptConnection;
  private readonly socket: Socket;
  private readonly own: Side;
  private isHeld = false;

  /** `socket` is open; `own` is the audit's side. */
  constructor(socket: Socket, packets: KeptPackets, own: Side) {
    super();
    this.socket = socket;
    this.own = own;
    this.kept = keptConnection(socket, packets, own);
    const other = own === "client" ? "server" : "client";
    socket.on("data", (bytes) => {
      this.kept.carry(other, bytes);
      // Over a JavaScript stream, Node's TLS throws if bytes come after it has begun to close.
      if (!this.writableEnded && !this.push(bytes)) socket.pause();
    });
    socket.on("end", () => {
      this.kept.end(other);
      this.push(null);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET") this.kept.end(other, "reset");
      this.destroy(error);
    });
    socket.on("close", () => this.destroy());
  }

  /** Later bytes do not matter: this does not keep the process running. */
  unref(): void {
    this.socket.unref();
  }

  override _read(): void {
    if (!this.isHeld) this.socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (bytes.length === 0) this.hold();
    this.kept.carry(this.own, bytes);
    if (bytes.length === 0) done();
    else this.socket.write(bytes, done);
  }

  /**
   * To begin a second handshake, Node's TLS writes nothing. It throws if bytes come before that write is done: two
   * turns later.
   */
  private hold(): void {
    this.isHeld = true;
    this.socket.pause();
    const release = () => {
      this.isHeld = false;
      this.socket.resume();
    };
    setImmediate(() => setImmediate(release));
  }

  override _final(done: () => void): void {
    this.kept.end(this.own);
    this.socket.resume().end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.kept.end(this.own);
    this.socket.destroy();
    done(error);
  }
}

/** No connection, with the system's code, such as ECONNREFUSED. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly code: string;
}

/** Connects, and keeps all bytes. Gives up after `patience` milliseconds. */
export function openKeptSocket(
  { host, port }: { readonly host: string; readonly port: number },
  packets: KeptPackets,
  patience: number,
): Promise<KeptSocket | Unreachable> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const fail = ({ code = "" }: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ kind: "unreachable", code });
    };
    const timer = setTimeout(() => fail(Object.assign(new Error(), { code: "ETIMEDOUT" })), patience);
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      const kept = new KeptSocket(socket, packets, "client");
      socket.off("error", fail);
      kept.on("error", () => {});
      resolve(kept);
    });
  });
}

/** Starts to keep the bytes of a new connection. */
export function keptConnection(socket: Socket, packets: KeptPackets, own: Side): KeptConnection {
  const here = { address: socket.localAddress ?? "127.0.0.1", port: socket.localPort ?? 0 };
  const there = { address: socket.remoteAddress ?? "127.0.0.1", port: socket.remotePort ?? 0 };
  return own === "client" ? packets.begin(here, there) : packets.begin(there, here);
}
