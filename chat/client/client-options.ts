import type { ClientLogin } from "../accounts/client-login.ts";
import type { Sealing } from "../files/sealing.ts";
import type { ClientLayers } from "../layers/layers.ts";
import type { Delivery, Protection } from "../protocol/protocol.ts";
import type { ClientTls } from "../transport/connect.ts";
import type { PeerCheck, PeerStory } from "./peer-story.ts";

/** Longest line taken from a server, in bytes: a full list of names is longer than anything a client may send. */
export const MAX_DELIVERED_BYTES = 64 * 1024;
/** How long connecting and the handshake may take, and then the welcome, in milliseconds. */
export const usualDeadline = 10_000;

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
