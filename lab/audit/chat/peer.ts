import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { hexPairs, type Sighting } from "../seen.ts";

/** Where the chat server is, and whether it speaks TLS. */
export interface ChatPlace {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** Most bytes kept of what a server sends to one client: the last ones. */
const MAX_KEPT_BYTES = 256 * 1024;
/** Milliseconds without a byte after which a server is taken to have said what it had to say. */
const QUIET = 120;
/** Milliseconds after which a server that takes nothing more is stuck, or holds the sender back. */
const STUCK = 800;
/** Milliseconds that a server may take to see that a client has left. */
const FAREWELL = 2_000;
/** Milliseconds that the last message of a handshake may take to be written. */
const LAST_WRITE = 50;
/** Milliseconds for a connection and its handshake. */
const CONNECT_PATIENCE = 4_000;

/** One client of the audit in the chat. */
export class ChatPeer {
  readonly name: string;
  /** Its number among the audit's connections, from 1. */
  readonly connection: number;
  /** Its port, with which it is found in a capture. */
  readonly port: number | undefined;
  isClosed = false;
  private readonly socket: Socket;
  private readonly pieces: Buffer[] = [];
  private kept = 0;
  private total = 0;
  private readonly listeners = new Set<() => void>();

  constructor(socket: Socket, name: string, connection: number) {
    this.socket = socket;
    this.name = name;
    this.connection = connection;
    this.port = socket.localPort;
    socket.on("data", (bytes: Buffer) => {
      this.total += bytes.length;
      this.kept += bytes.length;
      this.pieces.push(bytes);
      while (this.kept - this.pieces[0]!.length > MAX_KEPT_BYTES) this.kept -= this.pieces.shift()!.length;
      for (const listener of this.listeners) listener();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
      for (const listener of this.listeners) listener();
    });
  }

  /** What it received last, as text. */
  get text(): string {
    return Buffer.concat(this.pieces).toString("utf8");
  }

  /** How many bytes it received, also those that were not kept. */
  get bytes(): number {
    return this.total;
  }

  send(bytes: string | Uint8Array): void {
    if (!this.isClosed) this.socket.write(bytes);
  }

  /**
   * Sends much, as fast as the server takes it, for at most so many milliseconds, and gives up when it takes nothing for a while. Resolves with
   * how many bytes were sent.
   */
  async flood(piece: string, most: number, milliseconds: number): Promise<number> {
    const end = performance.now() + milliseconds;
    let sent = 0;
    while (sent < most && !this.isClosed && performance.now() < end) {
      const isTaken = this.socket.write(piece);
      sent += piece.length;
      if (!isTaken && !(await this.drained(Math.min(STUCK, end - performance.now())))) break;
    }
    return sent;
  }

  /** Whether this text arrives in time. */
  async hears(text: string, milliseconds = 1_000): Promise<boolean> {
    await this.until(() => this.text.includes(text), milliseconds);
    return this.text.includes(text);
  }

  /** Resolves when `fits` holds, the connection is closed, or the time is over. */
  until(fits: () => boolean, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!fits() && !this.isClosed) return;
        done();
      };
      const done = () => {
        clearTimeout(timer);
        this.listeners.delete(look);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.listeners.add(look);
      look();
    });
  }

  /** Waits until the server has been quiet for a moment. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.total && !this.isClosed; ) {
      seen = this.total;
      await pause(QUIET);
    }
  }

  /** Reads no more; what the server sends fills the buffers on the way. */
  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  /** The line of what was received that holds this text. */
  lineWith(text: string): string {
    return this.text.split(/\r?\n/).find((line) => line.includes(text)) ?? "";
  }

  /** What was received around this text, for the report. */
  sighting(text = ""): Sighting {
    const received = Buffer.concat(this.pieces);
    const at = text === "" ? -1 : received.indexOf(text);
    const start = at < 0 ? 0 : Math.max(received.lastIndexOf(0x0a, at) + 1, at - 24);
    const bytes = hexPairs(at < 0 ? new Uint8Array() : received.subarray(start, at + text.length));
    return { connection: this.connection, port: this.port, message: "", field: "", offset: start, bytes };
  }

  /** Leaves in good order, and waits until the server has seen it: what a rude leaving breaks is not what is tried. */
  close(): Promise<void> {
    return goodbye(this.socket);
  }

  /** Whether the system took what waits to be sent, in time. */
  private drained(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const onDrain = () => settle(true);
      const settle = (isDrained: boolean) => {
        clearTimeout(timer);
        this.socket.off("drain", onDrain);
        resolve(isDrained);
      };
      const timer = setTimeout(() => settle(false), Math.max(0, milliseconds));
      this.socket.once("drain", onDrain);
    });
  }
}

/** Connects, with a handshake where the server speaks TLS; undefined where that fails or takes too long. */
export function connectTo({ host, port, isTls }: ChatPlace, patience = CONNECT_PATIENCE): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    // The certificate is what `lab audit HOST:PORT` looks at; nothing secret is said here.
    const socket = isTls
      ? connectTls({ host, port, rejectUnauthorized: false, minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" })
      : connectPlain({ host, port, noDelay: true });
    const timer = setTimeout(() => fail(), patience);
    const fail = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(undefined);
    };
    socket.once(isTls ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.on("error", fail);
    socket.on("close", fail);
  });
}

/** Ends a connection as a program does that ends; resolves when the server has ended its half, or has had the time to. */
export function goodbye(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), FAREWELL);
    if (socket.destroyed) resolve();
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    // At once after its handshake, Node would close before the handshake's last message is out.
    setTimeout(() => socket.end(), LAST_WRITE);
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
