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

/** What `startServer` needs. Port 0 takes a free one. */
export interface ServerOptions extends AdmissionOptions {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly mode: PortMode;
  /** Needed unless the mode is "plain". */
  readonly tls?: ServerTls | undefined;
  /** Names belong to accounts. The server closes them when it ends. */
  readonly accounts?: Accounts | undefined;
  readonly rules?: Partial<ServerRules> | undefined;
  /** Called as things happen; "line" for every line delivered to all. */
  readonly onEvent?: ((event: ServerEvent) => void) | undefined;
}

/** A server that is open. Nothing is printed by it. */
export interface RunningServer {
  readonly port: number;
  readonly hosts: readonly string[];
  /** What new connections may speak now. */
  readonly mode: PortMode;
  /** What newcomers have to know, if anything. */
  readonly accessKey: string | undefined;
  /** The recipe of home-made layers, if there are any. */
  readonly recipe: RecipeName | undefined;
  /** Changes it for new connections; false if the server has home-made layers, or if TLS needs a certificate and there is none, or if newcomers have to prove something over TLS. */
  setMode(mode: PortMode): boolean;
  /** Everybody in the room, in the order they came. */
  members(): readonly Member[];
  stats(): ServerStats;
  /** A notice of the operator to all. */
  announce(text: string): void;
  /** The member with this name, or with one that looks like it. */
  find(name: string): Member | undefined;
  /** Closes the connection of the member with exactly this name; false if there is none. */
  kick(name: string): boolean;
  /** Closes all connections from this address and takes no more. Returns what was banned: for IPv6, the network of the address. */
  ban(address: string): string;
  /** Lifts a ban; false if there was none. */
  unban(address: string): boolean;
  /** What is banned, in the order of the bans. */
  bans(): readonly string[];
  /** The accounts, where names belong to them. */
  readonly accounts: Accounts | undefined;
  /** Says goodbye to everybody and closes everything; resolves when the last connection is closed. */
  close(): Promise<void>;
}

/** Opens the chat server. Throws what `listen` throws: the system's error if the port cannot be had, OpenSSL's if the keys do not fit. */
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
