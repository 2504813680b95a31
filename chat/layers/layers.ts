import type { RecipeName } from "../protocol/recipes.ts";

/** The layers of one server, for the chat. `--layers` alone brings in the recipes. */
export interface LayersServer {
  readonly recipe: RecipeName;
  readonly accessKey: string;
  begin(): ServerLayers;
}

/** What the server does with a line before the layers are open. */
export interface HandshakeReply {
  readonly lines: readonly string[];
  /** `open`: the next line is the name. `not-asked`: the client did not begin with `~ layers`. */
  readonly outcome: "go-on" | "open" | "not-asked" | "malformed" | "wrong-key" | "not-genuine";
}

export type MemberLine =
  /** Not encrypted, as the recipe leaves it: a command. */
  | { readonly kind: "clear" }
  /** Passed on to all unchanged: the server does not open it. */
  | { readonly kind: "passed-on" }
  /** Opened: the same as if the client had sent this text. */
  | { readonly kind: "opened"; readonly text: string }
  /** Not a line of the recipe. */
  | { readonly kind: "malformed" }
  /** Changed, or not the expected line: the connection ends. */
  | { readonly kind: "not-genuine" };

/** The server's side of one connection: lines in, lines out. */
export interface ServerLayers {
  /** A line of a client without a name. */
  take(line: string): HandshakeReply | Promise<HandshakeReply>;
  receive(line: string): MemberLine;
  /** The form in which this client gets a line of the room. */
  deliver(line: string): string;
}

/** The client's side of one connection. */
export interface ClientLayers {
  /** Undefined until the server has named it. */
  readonly recipe: RecipeName | undefined;
  /** The first line to send. */
  begin(): string;
  /**
   * Handles a line of the server before the name; returns the lines to send. Rejects with LayersRefused if it cannot
   * continue.
   */
  take(line: string): Promise<{ readonly lines: readonly string[]; readonly isOpen: boolean }>;
  /** After a wrong access key: the lines for another try. */
  tryAgain(triesLeft: number): Promise<readonly string[]>;
  /** The form in which a text goes out, under this name. */
  seal(name: string, text: string): string;
  /** A line of the server, as the room sent it. */
  open(line: string): OpenedLine;
}

/** An incoming line, as the room sent it, or why it does not open. */
export type OpenedLine =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "does-not-open" | "wrong-md5"; readonly name: string }
  /** A message outside the layers: the server does not send such lines. */
  | { readonly kind: "in-the-clear" }
  | { readonly kind: "not-genuine" };

/** What the client's layers of a connection need. */
export interface ClientLayersOptions {
  /** Asks for the access key. Called again after a wrong one, with the number of tries left. Rejects to give up. */
  readonly accessKey: (triesLeft?: number) => Promise<string>;
  /** The only recipe to accept. Without it, an attacker in the middle can offer a weaker one. */
  readonly wanted?: RecipeName | undefined;
  /** Checks the server's chain in `fixed` (DER, its own certificate first); rejects if it must not be trusted. */
  readonly judge: (chain: readonly Buffer[]) => Promise<void>;
}
