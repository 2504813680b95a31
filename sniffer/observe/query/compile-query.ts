import { type Endpoint, endpointText } from "../endpoint.ts";
import type { Side } from "../observation.ts";
import { holds, type Query, type Term, type Thing, type Trait } from "./query.ts";

/** What a query is about: a packet, or one of its observations. */
export interface Subject {
  /** Whether it is such a thing itself. */
  is(thing: Thing, name: string | undefined): boolean;
  /** Whether it is a packet that carries such a thing, or a part of one. */
  carries(thing: Thing, name: string | undefined): boolean;
  has(trait: Trait): boolean;
  contains(bytes: Uint8Array, text: string | undefined): boolean;
  /** The number of the packet that completes it. */
  readonly packet: number | undefined;
  readonly connection: number | undefined;
  /** In bytes: a packet on the wire, a text with its line end, a record without its header. */
  readonly length: number | undefined;
  readonly protocol: string | undefined;
  readonly from: Party | undefined;
  readonly to: Party | undefined;
}

/** One end of what was sent. Untrusted text. */
export interface Party {
  readonly side: Side | undefined;
  readonly endpoint: Endpoint | undefined;
  /** The name of this end in an unencrypted chat. */
  readonly name: string | undefined;
}

export type Passes = (subject: Subject) => boolean;

/**
 * Makes a function from a query. For `"packets"`, `text` is true for each packet that carries text. For `"lines"`,
 * which are packets and things one by one, it is true for the text alone; `not text` also leaves out the packets that
 * carry it.
 */
export function compileQuery(query: Query, chosen: "packets" | "lines"): Passes {
  switch (query.kind) {
    case "and": {
      const [left, right] = cheapFirst(query.left, query.right).map((part) => compileQuery(part, chosen));
      return (subject) => left!(subject) && right!(subject);
    }
    case "or": {
      const [left, right] = cheapFirst(query.left, query.right).map((part) => compileQuery(part, chosen));
      return (subject) => left!(subject) || right!(subject);
    }
    case "not": {
      const inner = compileQuery(query.inner, "packets");
      return (subject) => !inner(subject);
    }
    default:
      return compileTerm(query, chosen === "lines");
  }
}

function compileTerm(term: Term, isDirect: boolean): Passes {
  switch (term.kind) {
    case "thing": {
      const { thing, name } = term;
      if (isDirect) return (subject) => subject.is(thing, name);
      return (subject) => subject.is(thing, name) || subject.carries(thing, name);
    }
    case "trait":
      return (subject) => subject.has(term.trait);
    case "packet":
    case "length": {
      const { kind, operator, number } = term;
      return (subject) => {
        const value = subject[kind];
        return value !== undefined && holds(value, operator, number);
      };
    }
    case "connection":
      return (subject) => subject.connection === term.number;
    case "port":
      return ({ from, to }) => [from, to].some((end) => end?.endpoint?.port === term.number);
    case "host":
      return ({ from, to }) => [from, to].some((end) => isAt(end, term.name));
    case "from":
    case "to": {
      const { kind, name } = term;
      const wanted = name.toLowerCase();
      return ({ [kind]: end }) =>
        end !== undefined && (end.side === wanted || end.name?.toLowerCase() === wanted || isAt(end, name));
    }
    case "protocol": {
      const wanted = term.name.toLowerCase();
      return ({ protocol }) => protocol?.toLowerCase() === wanted;
    }
    case "contains":
      return (subject) => subject.contains(term.bytes, term.text);
  }
}

/** Whether an end matches this address, `address:port`, or `:port`. */
function isAt(end: Party | undefined, name: string): boolean {
  const endpoint = end?.endpoint;
  if (endpoint === undefined) return false;
  const { address, port } = endpoint;
  return [address, `[${address}]`, `:${port}`, endpointText(endpoint)].includes(name);
}

/** Puts the cheaper term first. */
function cheapFirst(left: Query, right: Query): [Query, Query] {
  return cost(right) < cost(left) ? [right, left] : [left, right];
}

function cost(query: Query): number {
  switch (query.kind) {
    case "and":
    case "or":
      return cost(query.left) + cost(query.right);
    case "not":
      return cost(query.inner);
    case "thing":
      return query.name === undefined ? 1 : 10;
    case "from":
    case "to":
    case "host":
    case "port":
      return 30;
    case "contains":
      return 100;
    default:
      return 1;
  }
}
