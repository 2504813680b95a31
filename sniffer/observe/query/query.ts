/** An understood assertion: about things that can be counted, or about one value. */
export type Assertion = ThingsAssertion | ValueAssertion | VisibleAssertion;

export const countable = ["text", "packet", "connection", "record", "message", "alert", "gap", "problem"] as const;
export type Countable = (typeof countable)[number];

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

export const hideable = ["certificate", "servername", "alpn", "text"] as const;
export type Hideable = (typeof hideable)[number];

export type Operator = ">=" | "<=" | "==" | "!=" | ">" | "<" | "=";

/** `[no] SUBJECT [NAME] FILTER… [count OP N]`: how many things of a kind pass all filters. */
export interface ThingsAssertion {
  readonly kind: "things";
  readonly subject: Countable;
  /** Such as "application_data" for a record, "client_hello" for a message. */
  readonly name?: string;
  readonly filters: readonly Filter[];
  /** How many there must be; at least one where nothing is said, none after `no`. */
  readonly count: { readonly operator: Operator; readonly number: number };
}

export type Filter =
  | { readonly kind: "contains"; readonly text: string }
  | { readonly kind: "from"; readonly who: string }
  | { readonly kind: "packet"; readonly operator: Operator; readonly number: number }
  | { readonly kind: "connection"; readonly number: number }
  | { readonly kind: "length"; readonly operator: Operator; readonly number: number }
  | { readonly kind: "encrypted"; readonly encrypted: boolean };

/** `NAME is X`, `NAME is not X`, `NAME contains "X"`, `NAME OP N`. */
export interface ValueAssertion {
  readonly kind: "value";
  readonly subject: ValueName;
  readonly test:
    | { readonly kind: "is"; readonly value: string; readonly negated: boolean }
    | { readonly kind: "contains"; readonly text: string }
    | { readonly kind: "compares"; readonly operator: Operator; readonly number: number };
}

/** `certificate visible is false`: whether a bystander could read it. */
interface VisibleAssertion {
  readonly kind: "visible";
  readonly subject: Hideable;
  readonly expected: boolean;
}
