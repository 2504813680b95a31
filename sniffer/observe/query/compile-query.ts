import { itemKinds } from "../../inspector/store/item-index.ts";
import { none, traits } from "../../inspector/store/packet-index.ts";
import type { PacketStore } from "../../inspector/store/packet-store.ts";
import { endpointsOf } from "../../inspector/who.ts";
import type { Filter, FilterTrait } from "./parse-query.ts";

/** Whether a packet, counted from 0, passes. */
export type Passes = (packet: number) => boolean;

const traitBits: Readonly<Record<FilterTrait, number>> = {
  tcp: traits.tcp,
  udp: traits.udp,
  tls: traits.tls,
  text: traits.text,
  binary: traits.binary,
  encrypted: traits.encrypted,
  payload: traits.payload,
  gap: traits.gap,
  problem: traits.problem,
  marked: traits.marked,
};

/** Makes a function of a filter. Most terms look at the index only; those that need the packet's bytes read them. */
export function compileFilter(filter: Filter, store: PacketStore): Passes {
  switch (filter.kind) {
    case "and": {
      const [left, right] = cheapFirst(filter.left, filter.right).map((part) => compileFilter(part, store));
      return (packet) => left!(packet) && right!(packet);
    }
    case "or": {
      const [left, right] = cheapFirst(filter.left, filter.right).map((part) => compileFilter(part, store));
      return (packet) => left!(packet) || right!(packet);
    }
    case "not": {
      const inner = compileFilter(filter.inner, store);
      return (packet) => !inner(packet);
    }
    case "is": {
      const bit = traitBits[filter.what];
      return (packet) => store.packets.has(packet, bit);
    }
    case "connection":
      return (packet) => store.packets.connection.at(packet) === filter.number;
    case "port":
      return (packet) => endpointsOf(store, packet).some((end) => end.endsWith(`:${filter.number}`));
    case "host":
      return (packet) => endpointsOf(store, packet).some((end) => isAddress(end, filter.name));
    case "from":
      return (packet) => isSender(store, packet, filter.name, 0);
    case "to":
      return (packet) => isSender(store, packet, filter.name, 1);
    case "record":
      return hasItem(store, itemKinds.record, filter.name);
    case "message":
      return hasItem(store, itemKinds.message, filter.name);
    case "protocol": {
      const wanted = filter.name.toLowerCase();
      return (packet) => store.packets.names.name(store.packets.protocol.at(packet)).toLowerCase() === wanted;
    }
    case "contains": {
      const { where } = filter;
      const wanted = Buffer.from(filter.bytes);
      return (packet) => {
        if (where === "text" && !store.packets.has(packet, traits.text)) return false;
        return Buffer.from(store.frame(packet).bytes.buffer).includes(wanted);
      };
    }
  }
}

/** Whether `name` is the sender (0) or the receiver (1): client, server, a person's name, an address, `:port`. */
function isSender(store: PacketStore, packet: number, name: string, which: 0 | 1): boolean {
  const connection = store.packets.connection.at(packet);
  const end = (store.endOf(packet) === 0) === (which === 0) ? 0 : 1;
  if (connection !== none) {
    const side = store.sideOf(connection, end);
    if (side === name.toLowerCase()) return true;
    if (side === "client" && store.names.of(connection)?.toLowerCase() === name.toLowerCase()) return true;
  }
  const endpoint = endpointsOf(store, packet)[which];
  return endpoint !== undefined && (isAddress(endpoint, name) || (name.startsWith(":") && endpoint.endsWith(name)));
}

/** Whether an endpoint as printed has this address, or is it with its port. */
function isAddress(endpoint: string, name: string): boolean {
  return (
    endpoint === name || endpoint.replace(/^\[?(.*?)\]?(?::\d+)?$/, "$1") === name || endpoint.startsWith(`${name}:`)
  );
}

function hasItem(store: PacketStore, kind: number, name: string): Passes {
  const wanted = name.toLowerCase();
  return (packet) =>
    store.packets.has(packet, traits.tls) &&
    [...store.itemsOf(packet), store.partOf(packet)].some(
      (item) => item !== undefined && item.kind === kind && item.name === wanted,
    );
}

/** The term first that needs no bytes. */
function cheapFirst(left: Filter, right: Filter): [Filter, Filter] {
  return cost(right) < cost(left) ? [right, left] : [left, right];
}

function cost(filter: Filter): number {
  switch (filter.kind) {
    case "and":
    case "or":
      return cost(filter.left) + cost(filter.right);
    case "not":
      return cost(filter.inner);
    case "is":
    case "connection":
    case "protocol":
      return 1;
    case "record":
    case "message":
      return 10;
    default:
      return 100;
  }
}
