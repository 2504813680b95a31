import type { LookAlike } from "../../certs/look-alike.ts";
import type { Endpoint } from "../../chat/protocol/endpoint.ts";
import { deliveryLine } from "../../chat/protocol/protocol.ts";
import { refusal } from "../../chat/protocol/refusal.ts";
import type { Connection } from "../../chat/transport/connection.ts";
import { type Drop, type Failure, listen } from "../../chat/transport/listen.ts";
import { alertName } from "./alert-name.ts";
import type { MitmEvent } from "./events.ts";
import { joinLegs } from "./join-legs.ts";
import { connectToServer, type Target } from "./leg-to-server.ts";

/** Most connections at a time. */
export const MAX_CONNECTIONS = 100;
/** How long a client may be silent before its first byte, and how long its handshake may take, in milliseconds. */
const usualDeadlines = { firstByte: 60_000, handshake: 10_000 };
/** How long a connection may take to close when the attacker leaves, in milliseconds. */
const GOODBYE = 200;
/**
 * How long connections above the bound are counted before they are reported, in milliseconds: many at once are one
 * line.
 */
const REFUSALS_EVERY = 1_000;

export interface AttackerOptions {
  readonly hosts: readonly string[];
  /** 0 means a free port. */
  readonly port: number;
  readonly target: Target;
  /** The certificate and key for TLS clients; without it, only connections without TLS. */
  readonly identity: LookAlike | undefined;
  /** Without TLS to the client, with TLS to the server. */
  readonly strip: boolean;
  readonly change: (text: string) => string;
  readonly onEvent: (event: MitmEvent) => void;
  /** Get the lines of the key logs of both legs. */
  readonly onLeftKeys?: ((line: Buffer) => void) | undefined;
  readonly onRightKeys?: ((line: Buffer) => void) | undefined;
  /** In milliseconds. */
  readonly deadlines?: { readonly firstByte: number; readonly handshake: number };
}

export interface AttackerPort {
  readonly port: number;
  /** Accepts no new connections, and ends the open ones. */
  readonly close: () => void;
}

interface ClientInTheMiddle {
  readonly number: number;
  readonly drop: Drop;
  /** Its open legs. */
  readonly open: Set<Connection>;
}

/**
 * Opens the attacker's port. The first byte of a connection decides. TLS ends here, with the attacker's certificate,
 * and begins again to the server; everything else passes without TLS. Throws the system's error if the port is not
 * available.
 */
export async function openProxy(options: AttackerOptions): Promise<AttackerPort> {
  const { identity, onEvent, deadlines = usualDeadlines } = options;
  const clients = new Map<Endpoint, ClientInTheMiddle>();
  let count = 0;
  const refusals = countRefusals((refused) => onEvent({ kind: "refused", count: refused }));
  const takesTls = identity !== undefined && !options.strip;
  const listener = await listen({
    hosts: options.hosts,
    port: options.port,
    mode: takesTls ? "both" : "plain",
    tls: takesTls ? { ...identity, onKeyLog: options.onLeftKeys } : undefined,
    firstByteDeadline: deadlines.firstByte,
    handshakeDeadline: deadlines.handshake,
    // It sends nothing that the server does not send.
    silence: { after: 2 * deadlines.firstByte, line: "" },
    accept: (from, drop) => {
      if (clients.size >= MAX_CONNECTIONS) {
        refusals.add();
        return deliveryLine.refusal(refusal("server-full", MAX_CONNECTIONS));
      }
      count += 1;
      clients.set(from, { number: count, drop, open: new Set() });
      return undefined;
    },
    onConnection: (left) => {
      const { number, open } = clients.get(left.endpoint)!;
      open.add(left);
      joinLegs(left, {
        client: number,
        change: options.change,
        onEvent,
        openServer: async () => {
          const isTls = options.strip || left.protection.kind === "tls";
          const right = await connectToServer(options.target, isTls, options.onRightKeys);
          open.add(right);
          return right;
        },
        onOver: () => clients.delete(left.endpoint),
      });
    },
    onFailure: (from, why) => {
      const client = clients.get(from)!.number;
      clients.delete(from);
      onEvent(failureEvent(client, why));
    },
    wrongMode: (_wanted, port) => deliveryLine.refusal(refusal("plain-only", port)),
  });
  return {
    port: listener.port,
    close: () => {
      listener.close();
      refusals.tell();
      for (const { open, drop } of clients.values()) {
        if (open.size === 0) drop("");
        for (const connection of open) connection.end(undefined, GOODBYE);
      }
    },
  };
}

/** A client that refuses the certificate closes during the handshake; many send an alert. */
function failureEvent(client: number, why: Failure): MitmEvent {
  if (why.kind === "deadline") return { kind: "failed", client, why: "silent" };
  if (why.kind === "closed" && why.inHandshake) return { kind: "left", client, alert: undefined };
  if (why.kind !== "handshake") return { kind: "failed", client, why: why.kind };
  const alert = alertName(why.code);
  return alert === undefined
    ? { kind: "failed", client, why: "handshake", reason: why.reason }
    : { kind: "left", client, alert };
}

function countRefusals(tellCount: (count: number) => void) {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    if (count > 0) tellCount(count);
    count = 0;
  };
  const add = () => {
    count += 1;
    timer ??= setTimeout(tell, REFUSALS_EVERY);
  };
  return { add, tell };
}
