import type { Accounts } from "../accounts/accounts.ts";
import { deliveryLine } from "../protocol/protocol.ts";
import type { RecipeName } from "../protocol/recipes.ts";
import { refusal } from "../protocol/refusal.ts";
import { listen, type PortMode } from "../transport/listen.ts";
import type { ServerTls } from "../transport/tls-profile.ts";
import { Admission, type AdmissionOptions } from "./admission.ts";
import { Desk } from "./desk.ts";
import type { Member } from "./room.ts";
import { type ServerEvent, type ServerRules, type ServerStats, silenceBeforeAsking, usualRules } from "./rules.ts";

/** The options of `startServer`. Port 0 means a free one. */
export interface ServerOptions extends AdmissionOptions {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly mode: PortMode;
  /** Needed unless the mode is "plain". */
  readonly tls?: ServerTls | undefined;
  /** Set if names belong to accounts. The server closes them when it ends. */
  readonly accounts?: Accounts | undefined;
  readonly rules?: Partial<ServerRules> | undefined;
  /** Called for each event; "line" for every line delivered to all. */
  readonly onEvent?: ((event: ServerEvent) => void) | undefined;
}

/** An open server. It prints nothing. */
export interface RunningServer {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly mode: PortMode;
  /** The key that newcomers must know, if any. */
  readonly accessKey: string | undefined;
  /** The recipe of home-made layers, if there are any. */
  readonly recipe: RecipeName | undefined;
  /**
   * Changes the mode for new connections. False if the server has home-made layers, if TLS is wanted without a
   * certificate, or if newcomers must prove something over TLS.
   */
  setMode(mode: PortMode): boolean;
  /** All members, in the order of arrival. */
  members(): readonly Member[];
  stats(): ServerStats;
  /** Sends a notice of the operator to all. */
  announce(text: string): void;
  /** The member with this name, or with one that looks like it. */
  find(name: string): Member | undefined;
  /** Closes the connection of the member with exactly this name; false if there is none. */
  kick(name: string): boolean;
  /**
   * Closes all connections from this address and refuses new ones. Returns what was banned: for IPv6, the network of
   * the address.
   */
  ban(address: string): string;
  /** Lifts a ban; false if there was none. */
  unban(address: string): boolean;
  /** The banned parties, in the order of the bans. */
  bans(): readonly string[];
  /** The accounts, if names belong to them. */
  readonly accounts: Accounts | undefined;
  /** Says goodbye to all and closes everything. Resolves when the last connection is closed. */
  close(): Promise<void>;
}

/**
 * Opens the chat server. Throws errors of `listen`: the system's if the port is not available, OpenSSL's if the keys do
 * not fit.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const rules = { ...usualRules, ...options.rules };
  const admission = new Admission(options);
  const desk = new Desk(rules, { admission, accounts: options.accounts }, options.onEvent ?? (() => {}));
  const listener = await listen({
    hosts: options.hosts,
    port: options.port,
    mode: options.mode,
    tls: options.tls && { ...options.tls, clientCa: options.clientCa },
    firstByteDeadline: rules.nameDeadline,
    handshakeDeadline: rules.handshakeDeadline,
    silence: { after: silenceBeforeAsking, line: admission.firstQuestion },
    accept: (from, drop) => desk.accept(from, drop),
    onConnection: (connection, drop) => desk.open(connection, drop),
    onFailure: (from, why, drop) => desk.failed(from, why, drop),
    wrongMode: (wanted, port) => {
      if (options.layers !== undefined) return deliveryLine.refusal(refusal("layers-needed"));
      return deliveryLine.refusal(refusal(wanted === "tls" ? "tls-only" : "plain-only", port));
    },
  });
  return {
    port: listener.port,
    hosts: listener.hosts,
    accessKey: options.layers?.accessKey ?? options.accessKey,
    recipe: options.layers?.recipe,
    get mode() {
      return listener.mode;
    },
    setMode: (mode) => {
      if (options.layers !== undefined) return false;
      const isForTls = options.clientCa !== undefined || options.accessKey !== undefined;
      if (mode === "plain" ? isForTls : options.tls === undefined) return false;
      if (mode === "both" && isForTls) return false;
      listener.mode = mode;
      return true;
    },
    members: () => desk.room.members,
    stats: () => desk.stats(),
    announce: (text) => desk.announce(text),
    find: (name) => desk.room.find(name),
    kick: (name) => desk.closeMember(name, "kicked", refusal("kicked")),
    ban: (address) => desk.ban(address),
    unban: (address) => desk.gate.unban(address),
    bans: () => desk.gate.bans,
    accounts: options.accounts,
    close: () => {
      listener.close();
      return desk.close().finally(() => options.accounts?.close());
    },
  };
}
