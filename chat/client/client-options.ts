import type { ClientLogin } from "../accounts/client-login.ts";
import type { Sealing } from "../files/sealing.ts";
import type { ClientLayers } from "../layers/layers.ts";
import type { Delivery, Protection } from "../protocol/protocol.ts";
import type { ClientTls } from "../transport/connect.ts";
import type { PeerCheck, PeerStory } from "./peer-story.ts";

/**
 * Longest line that is accepted from a server, in bytes: a full list of names is longer than a client's longest line.
 */
export const MAX_DELIVERED_BYTES = 64 * 1024;
/** The time for connecting with the handshake, and again for the welcome, in milliseconds. */
export const usualDeadline = 10_000;

/** How a client protects itself. Without `ca`, the system's authorities are trusted. */
export interface ClientSecurity extends Omit<ClientTls, "servername"> {
  /** The name that must be in the certificate. Default: the host. */
  readonly servername?: string | undefined;
  /** Continue after failed checks. */
  readonly insecure?: boolean | undefined;
  /** The key for a server with an access key. Sent over TLS only. */
  readonly accessKey?: string | undefined;
  /** `sha256:…` of the one certificate to accept. */
  readonly pin?: string | undefined;
  /**
   * Describes each check of the server's chain, in DER, its own certificate first. Without it, only OpenSSL's result is
   * reported.
   */
  readonly describePeer?: DescribePeer | undefined;
}

/** Checks a chain for a name. The answer can only add reasons to refuse: OpenSSL's own result counts too. */
type DescribePeer = (chain: readonly Uint8Array[], name: string) => Promise<readonly PeerCheck[]>;

/** The server and the name of a client, and its callbacks. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** Without it, the connection is not encrypted. */
  readonly tls?: ClientSecurity | undefined;
  /**
   * Asks for the seat of the member `name` instead of joining. It is called with the server's word. The connection gets
   * the seat when that member sends `/move WORD`.
   */
  readonly onMoveWord?: ((word: string) => void) | undefined;
  /** Makes the home-made layers of one connection, for servers that use them. */
  readonly layers?: (() => ClientLayers) | undefined;
  /** Each line from the server, with the welcome, also before `connectClient` resolves. Not cleaned. */
  readonly onDelivery?: ((delivery: Delivery, line: string) => void) | undefined;
  /** The server and the checks of its certificate, before anything is sent to it. */
  readonly onPeer?: ((story: PeerStory) => void) | undefined;
  /**
   * The connection is over: closed by us, closed in order, or with an error. Called once, and only after
   * `connectClient` has resolved.
   */
  readonly onClose?: ((error: Error | undefined) => void) | undefined;
  /** Every byte on the wire, encrypted or not. */
  readonly onWire?: ((direction: "sent" | "received", bytes: Uint8Array) => void) | undefined;
  readonly deadline?: number | undefined;
  /** Joins also without a welcome, for a server that a student has written. */
  readonly acceptsForeign?: boolean | undefined;
  /** Answers the server's questions on servers with accounts. Without it, a question ends the connection. */
  readonly login?: ClientLogin | undefined;
  /** Seals and opens lines between two people. */
  readonly sealing?: Sealing | undefined;
  /** Stops the attempt before the welcome. */
  readonly signal?: AbortSignal | undefined;
}

/** A client that is in the room. */
export interface ChatClient {
  /** The name by which the server knows it. */
  readonly name: string;
  readonly protection: Protection;
  /** The server, with the result of each check; undefined without TLS. */
  readonly peer: PeerStory | undefined;
  /** The server sent no welcome: it is not the lab's, and may not know commands. */
  readonly isForeign: boolean;
  /** Sends one line: a message to all, or a command. Line ends inside become spaces. */
  say(line: string): void;
  /** Ends the connection in order; resolves when it is closed. */
  close(): Promise<void>;
}
