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
/** How long a client may keep silent before its first byte, and how long its handshake may take, in milliseconds. */
const usualDeadlines = { firstByte: 60_000, handshake: 10_000 };
/** How long a connection may take to end when the attacker leaves, in milliseconds. */
const GOODBYE = 200;
/** Connections above the bound are counted so long before they are reported, in milliseconds: a burst is one line. */
const REFUSALS_EVERY = 1_000;

export interface AttackerOptions {
  readonly hosts: readonly string[];
  /** 0 takes a free one. */
  readonly port: number;
  readonly target: Target;
  /** What it shows to clients that begin TLS; without it, it takes connections in the clear only. */
  readonly identity: LookAlike | undefined;
  /** In the clear to the client, TLS to the server. */
  readonly strip: boolean;
  readonly change: (text: string) => string;
  readonly onEvent: (event: MitmEvent) => void;
  /** Take the lines of the key logs of both legs. */
  readonly onLeftKeys?: ((line: Buffer) => void) | undefined;
  readonly onRightKeys?: ((line: Buffer) => void) | undefined;
  /** In milliseconds. */
  readonly deadlines?: { readonly firstByte: number; readonly handshake: number };
}

export interface AttackerPort {
  readonly port: number;
  /** Takes no more connections, and ends those there are. */
  readonly close: () => void;
}

interface ClientInTheMiddle {
  readonly number: number;
  readonly drop: Drop;
  /** Its legs, as far as they are open. */
  readonly open: Set<Connection>;
}

/**
 * Opens the attacker's port. The first byte of a connection decides: TLS is ended here, with the attacker's
 * certificate, and begun again to the server; everything else passes in the clear. Throws what the system says where
 * the port cannot be had.
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
    // It says nothing that the server does not say.
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

/** A client that refuses the certificate hangs up in the handshake; many say so with an alert. */
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
