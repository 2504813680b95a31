/** A query as a tree of conditions for a packet or one of its observations. docs/query.md explains the language. */
export type Query =
  | { readonly kind: "and" | "or"; readonly left: Query; readonly right: Query }
  | { readonly kind: "not"; readonly inner: Query }
  | Term;

export type Term =
  | { readonly kind: "thing"; readonly thing: Thing; readonly name?: string }
  | { readonly kind: "trait"; readonly trait: Trait }
  | { readonly kind: "packet" | "length"; readonly operator: Operator; readonly number: number }
  | { readonly kind: "connection" | "port"; readonly number: number }
  | { readonly kind: "from" | "to" | "host" | "protocol"; readonly name: string }
  /** Words, or hexadecimal bytes (then `text` is undefined). */
  | { readonly kind: "contains"; readonly bytes: Uint8Array; readonly text: string | undefined };

/** What can be counted. `tls` is any record, message or alert. */
export const things = [
  "text",
  "binary",
  "packet",
  "connection",
  "record",
  "message",
  "alert",
  "tls",
  "gap",
  "conflict",
  "problem",
] as const;
export type Thing = (typeof things)[number];

/** Properties of packets and things; only the inspector knows `marked`. */
export const traits = ["encrypted", "readable", "opened", "guess", "payload", "tcp", "udp", "marked"] as const;
export type Trait = (typeof traits)[number];

export type Operator = ">=" | "<=" | "!=" | ">" | "<" | "=";

/** A statement about a whole capture: true or false. */
export type Statement =
  /** The number of things for which the query must be true. */
  | { readonly kind: "count"; readonly query: Query; readonly operator: Operator; readonly number: number }
  | { readonly kind: "value"; readonly subject: ValueName; readonly test: ValueTest }
  /** Whether anyone on the path can see it. */
  | { readonly kind: "visible"; readonly subject: Hideable; readonly expected: boolean };

export type ValueTest =
  | { readonly kind: "is"; readonly value: string; readonly negated: boolean }
  | { readonly kind: "contains"; readonly text: string }
  | { readonly kind: "compares"; readonly operator: Operator; readonly number: number };

export const values = [
  "tls.version",
  "tls.suite",
  "tls.servername",
  "tls.alpn",
  "packets",
  "connections",
  "bytes",
  "duration",
] as const;
export type ValueName = (typeof values)[number];

export const hideables = [
  "text",
  "names",
  "password",
  "servername",
  "certificate",
  "alpn",
  "version",
  "suite",
] as const;
export type Hideable = (typeof hideables)[number];

export function holds(value: number, operator: Operator, number: number): boolean {
  switch (operator) {
    case ">=":
      return value >= number;
    case "<=":
      return value <= number;
    case ">":
      return value > number;
    case "<":
      return value < number;
    case "!=":
      return value !== number;
    case "=":
      return value === number;
  }
}

/** Whether a query looks at bytes: then observations must carry theirs. */
export function needsBytes(query: Query): boolean {
  return hasTerm(query, ({ kind }) => kind === "contains");
}

/**
 * Whether a query asks for the contents of opened records. Without that word, it is about what everyone sees. A query
 * for a connection alone includes all that is known about it.
 */
export function looksInside(query: Query): boolean {
  if (query.kind === "connection") return true;
  return hasTerm(query, (term) => term.kind === "trait" && term.trait === "opened");
}

/** Whether a query has a wanted term anywhere. */
export function hasTerm(query: Query, isWanted: (term: Term) => boolean): boolean {
  switch (query.kind) {
    case "and":
    case "or":
      return hasTerm(query.left, isWanted) || hasTerm(query.right, isWanted);
    case "not":
      return hasTerm(query.inner, isWanted);
    default:
      return isWanted(query);
  }
}
