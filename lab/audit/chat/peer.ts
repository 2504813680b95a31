import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { type KeptConnection, type KeptPackets, lastSighting } from "../kept/kept-packets.ts";
import { KeptSocket, openKeptSocket } from "../kept/kept-socket.ts";
import { hexPairs, type Sighting } from "../seen.ts";

/** The address of the chat server, and whether it speaks TLS. */
export interface ChatPlace {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** All bytes exchanged with it. */
  readonly packets: KeptPackets;
}

/** A connection with the server, with its handshake if there is one. */
export interface Connected {
  readonly socket: Duplex;
  readonly kept: KeptConnection;
}

/** Most bytes kept of what one client receives: the last ones. */
const MAX_KEPT_BYTES = 256 * 1024;
/** After this many milliseconds without a byte, the server has probably sent everything. */
const QUIET = 120;
/** A server that sends for longer than this many milliseconds counts as quiet. */
const MAX_TALK = 2_000;
/** After this many milliseconds, a server that takes no bytes is stuck, or slows the sender down. */
const STUCK = 800;
/** Milliseconds for a server to notice that a client has left. */
const FAREWELL = 2_000;
/** Milliseconds to write the last message of a handshake. */
const LAST_WRITE = 50;
/** Milliseconds for a connection and its handshake. */
const CONNECT_PATIENCE = 4_000;

/** One client of the audit in the chat. */
export class ChatPeer {
  readonly name: string;
  isClosed = false;
  private readonly socket: Duplex;
  private readonly wire: KeptConnection;
  private readonly pieces: { readonly bytes: Buffer; readonly packet: number | undefined }[] = [];
  private kept = 0;
  private total = 0;
  private readonly listeners = new Set<() => void>();

  constructor({ socket, kept }: Connected, name: string) {
    this.socket = socket;
    this.name = name;
    this.wire = kept;
    socket.on("data", (bytes: Buffer) => {
      this.total += bytes.length;
      this.kept += bytes.length;
      this.pieces.push({ bytes, packet: kept.last.server?.packet });
      while (this.kept - this.pieces[0]!.bytes.length > MAX_KEPT_BYTES) this.kept -= this.pieces.shift()!.bytes.length;
      for (const listener of this.listeners) listener();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
      for (const listener of this.listeners) listener();
    });
  }

  /** The last bytes that it received, as text. */
  get text(): string {
    return this.received().toString("utf8");
  }

  /** How many bytes it received, with those that were not kept. */
  get bytes(): number {
    return this.total;
  }

  send(bytes: string | Uint8Array): void {
    if (!this.isClosed) this.socket.write(bytes);
  }

  /**
   * Sends much for at most `milliseconds`, as fast as the server takes it, and stops when it takes nothing for a while.
   * Resolves to the number of bytes that were sent.
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

  /** Waits until the server is quiet, with a limit. */
  async quiet(): Promise<void> {
    const end = performance.now() + MAX_TALK;
    for (let seen = -1; seen !== this.total && !this.isClosed && performance.now() < end; ) {
      seen = this.total;
      await pause(QUIET);
    }
  }

  /** Stops reading; the server's bytes fill the buffers on the way. */
  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  /** The received line with this text. */
  lineWith(text: string): string {
    return this.text.split(/\r?\n/).find((line) => line.includes(text)) ?? "";
  }

  /** The received bytes around this text, for the report. */
  sighting(text = ""): Sighting {
    const received = this.received();
    const at = text === "" ? -1 : received.indexOf(text);
    if (at < 0) return { ...lastSighting(this.wire), bytes: "" };
    const start = Math.max(received.lastIndexOf(0x0a, at) + 1, at - 24);
    const bytes = hexPairs(received.subarray(start, at + text.length));
    return { ...lastSighting(this.wire), packet: this.packetOf(at), offset: start, bytes };
  }

  private received(): Buffer {
    return Buffer.concat(this.pieces.map(({ bytes }) => bytes));
  }

  /** The packet with this received byte. */
  private packetOf(at: number): number | undefined {
    let end = 0;
    return this.pieces.find(({ bytes }) => {
      end += bytes.length;
      return at < end;
    })?.packet;
  }

  /** Leaves in order, and waits until the server has noticed. A sudden end would test something else. */
  close(): Promise<void> {
    return goodbye(this.socket);
  }

  /** Whether the system took all waiting bytes in time. */
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

/** Connects, with a handshake if the server speaks TLS; undefined if that fails or takes too long. */
export async function connectTo(place: ChatPlace, patience = CONNECT_PATIENCE): Promise<Connected | undefined> {
  const socket = await openKeptSocket(place, place.packets, patience);
  if (!(socket instanceof KeptSocket)) return undefined;
  return place.isTls ? shakeHands(socket, patience) : { socket, kept: socket.kept };
}

/** Makes a handshake on an open connection; undefined if that fails or takes too long. */
export function shakeHands(socket: KeptSocket, patience: number): Promise<Connected | undefined> {
  return new Promise((resolve) => {
    const { kept } = socket;
    // `lab audit HOST:PORT` checks the certificate; nothing secret is sent here.
    const secure = connectTls({ socket, rejectUnauthorized: false, minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" });
    const timer = setTimeout(() => fail(), patience);
    const fail = () => {
      clearTimeout(timer);
      secure.destroy();
      resolve(undefined);
    };
    secure.on("keylog", (line) => kept.addSecret(line));
    secure.once("secureConnect", () => {
      clearTimeout(timer);
      resolve({ socket: secure, kept });
    });
    secure.on("error", fail);
    secure.on("close", fail);
  });
}

/** Ends a connection in order. Resolves when the server has ended its half, or has had the time for it. */
export function goodbye(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), FAREWELL);
    if (socket.destroyed) resolve();
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    // Directly after its handshake, Node would close before the handshake's last message is sent.
    setTimeout(() => socket.end(), LAST_WRITE);
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
