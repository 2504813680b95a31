import type { RecipeName } from "../protocol/recipes.ts";

/** The layers of one server: what the chat needs to know of them. The recipes themselves come from `--layers` alone. */
export interface LayersServer {
  readonly recipe: RecipeName;
  readonly accessKey: string;
  /** The layers of a connection that has just come. */
  begin(): ServerLayers;
}

/** What the server does with a line of the recipe's beginning. */
export interface HandshakeReply {
  readonly lines: readonly string[];
  /** `open`: the next line is the name. `not-asked`: the client did not begin with `~ layers`. */
  readonly outcome: "go-on" | "open" | "not-asked" | "malformed" | "wrong-key" | "not-genuine";
}

/** What a line of a member is. */
export type MemberLine =
  /** In the clear, as the recipe leaves it: a command. */
  | { readonly kind: "clear" }
  /** Passed on to all as it is: the server does not look into it. */
  | { readonly kind: "passed-on" }
  /** Opened: as if the client had sent this text. */
  | { readonly kind: "opened"; readonly text: string }
  /** None of the recipe's lines. */
  | { readonly kind: "malformed" }
  /** Not the next line, or changed: the connection ends. */
  | { readonly kind: "not-genuine" };

/** One connection, as the server sees it: lines in, lines out. */
export interface ServerLayers {
  /** A line of a client that has not given its name. */
  take(line: string): HandshakeReply | Promise<HandshakeReply>;
  /** A line of a member. */
  receive(line: string): MemberLine;
  /** How this client is sent a line of the room. */
  deliver(line: string): string;
}

/** One connection, as the client sees it. */
export interface ClientLayers {
  /** Undefined until the server has named it. */
  readonly recipe: RecipeName | undefined;
  /** What to send first. */
  begin(): string;
  /** A line of the server before the name is given, and what to send then. Rejects with LayersRefused where this cannot go on. */
  take(line: string): Promise<{ readonly lines: readonly string[]; readonly isOpen: boolean }>;
  /** The access key was wrong: what to send to try another one. */
  tryAgain(triesLeft: number): Promise<readonly string[]>;
  /** How a text goes out, under this name. */
  seal(name: string, text: string): string;
  /** A line of the server, as the room said it. */
  open(line: string): OpenedLine;
}

/** A line that came, as the room said it; or why it does not open. */
export type OpenedLine =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "does-not-open" | "wrong-md5"; readonly name: string }
  /** What someone is said to have said, outside the layers: the server does not send such lines. */
  | { readonly kind: "in-the-clear" }
  | { readonly kind: "not-genuine" };

/** What a client needs for the layers of a connection. */
export interface ClientLayersOptions {
  /** Asks for the access key; called again after a wrong one, with the number of tries left. Rejects to give up. */
  readonly accessKey: (triesLeft?: number) => Promise<string>;
  /** The only recipe to take: without it an attacker in the middle can offer a weaker one than the server does. */
  readonly wanted?: RecipeName | undefined;
  /** Judges the server's chain in `fixed` (DER, its own certificate first); rejects where it is not to be trusted. */
  readonly judge: (chain: readonly Buffer[]) => Promise<void>;
}
