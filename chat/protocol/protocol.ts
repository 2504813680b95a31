import type { RecipeName } from "./recipes.ts";

export const defaultPort = 12345;
/** Where the server listens by default: this machine only. */
export const defaultHosts: readonly string[] = ["127.0.0.1", "::1"];
/**
 * How a chat connection is protected. `cipher` is the suite's IANA name. `layers` is the recipe of home-made layers:
 * they carry the messages, and nothing else is encrypted.
 */
export type Protection =
  | { readonly kind: "plain"; readonly layers?: RecipeName | undefined }
  | { readonly kind: "tls"; readonly version: string; readonly cipher: string };

/** A line of a user who has a name, as the server understood it. */
export type ClientLine =
  | { readonly kind: "nothing" }
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "action"; readonly text: string }
  | { readonly kind: "private"; readonly to: string; readonly text: string }
  | { readonly kind: "rename"; readonly name: string }
  | { readonly kind: "move"; readonly word: string }
  | { readonly kind: "users" | "protection" | "help" | "quit" }
  | { readonly kind: "incomplete"; readonly command: "me" | "msg" | "nick" | "move" }
  | { readonly kind: "unknown"; readonly command: string };

/** Every command word after `/` or `!`, also in Spanish, and its command. */
const commands: Readonly<Record<string, "users" | "protection" | "help" | "quit" | "me" | "msg" | "nick" | "move">> = {
  users: "users",
  usuarios: "users",
  tls: "protection",
  help: "help",
  ayuda: "help",
  quit: "quit",
  exit: "quit",
  salir: "quit",
  me: "me",
  yo: "me",
  msg: "msg",
  privado: "msg",
  nick: "nick",
  nombre: "nick",
  move: "move",
};

/** Lines that begin with `!` are commands only in these spellings, because people also shout. */
const shouted = /^!(?:usuarios|users|ayuda|help|salir|quit|exit)$/i;
const command = /^\/([^\s/]+)(?:\s+(.*))?$/su;

/** Reads a line of the user called `name`. Removes `name > ` at its start: some programs send it themselves. */
export function readClientLine(line: string, name: string): ClientLine {
  const own = `${name} > `;
  const text = line.startsWith(own) ? line.slice(own.length) : line;
  if (text.charCodeAt(0) !== 0x2f /* slash */) {
    if (text.charCodeAt(0) === 0x21 /* ! */ && shouted.test(text.trim()))
      return readCommand(`/${text.trim().slice(1)}`);
    return text.trim() === "" ? { kind: "nothing" } : { kind: "message", text };
  }
  return readCommand(text);
}

function readCommand(text: string): ClientLine {
  const [, word = "", rest = ""] = command.exec(text.trim()) ?? [];
  const meant = Object.hasOwn(commands, word.toLowerCase()) ? commands[word.toLowerCase()] : undefined;
  if (meant === undefined) return { kind: "unknown", command: word === "" ? text : `/${word}` };
  if (meant === "users" || meant === "protection" || meant === "help" || meant === "quit") return { kind: meant };
  if (rest === "") return { kind: "incomplete", command: meant };
  if (meant === "me") return { kind: "action", text: rest };
  if (meant === "nick") return { kind: "rename", name: rest };
  if (meant === "move") return { kind: "move", word: rest };
  const [, to = "", message = ""] = /^(\S+)\s*(.*)$/su.exec(rest) ?? [];
  return message === "" ? { kind: "incomplete", command: meant } : { kind: "private", to, text: message };
}

/**
 * Characters that are not allowed in a message: control characters except the tab, line separators, and direction
 * overrides and isolates.
 */
const unfit = /[\0-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

/**
 * The first character of a text that could act on a terminal or change the reading direction; undefined if there is
 * none.
 */
export function unfitCharacter(text: string): string | undefined {
  return unfit.exec(text)?.[0];
}

/** The first line of a connection that asks for the seat of a member: `/seat NAME`. Returns the name. */
export function readSeatRequest(line: string): string | undefined {
  return /^\/seat (\S+)$/u.exec(line.trim())?.[1];
}

/** The first line for a server with an access key: `/key KEY`. Returns the key. */
export function readAccessKey(line: string): string | undefined {
  return /^\/key (\S+)$/u.exec(line.trim())?.[1];
}

/**
 * Splits the bytes of a program that never ends a line: its name, and `name > text` chunks that may be joined. Returns
 * the lines that it meant. `name` is undefined until the name is known.
 */
export function linesOfChunk(chunk: string, name: string | undefined): readonly string[] {
  if (name === undefined) {
    // "anaana > hola": the name, and the first message directly after it.
    const glued = /^(\S+?)\1 > /u.exec(chunk);
    const first = glued?.[1];
    return first === undefined ? [chunk] : [first, ...linesOfChunk(chunk.slice(first.length), first)];
  }
  const own = `${name} > `;
  if (!chunk.startsWith(own)) return [chunk];
  return chunk
    .split(own)
    .slice(1)
    .filter((text) => text !== "");
}

/** A line of the server, parsed. Names have no spaces, and none begins with `*`, `!`, `#` or `?`. */
export type Delivery =
  | { readonly kind: "message" | "private" | "action"; readonly from: string; readonly text: string }
  | { readonly kind: "joined" | "left"; readonly name: string }
  | { readonly kind: "renamed"; readonly from: string; readonly to: string }
  | { readonly kind: "welcome"; readonly name: string }
  | { readonly kind: "users"; readonly names: readonly string[] }
  | { readonly kind: "move-word"; readonly word: string }
  | { readonly kind: "moved" }
  | { readonly kind: "registered"; readonly name: string }
  | { readonly kind: "password-changed"; readonly names: readonly string[] }
  /** The next line must be a secret, which the user types unseen. */
  | { readonly kind: "question"; readonly text: string }
  | { readonly kind: "refusal"; readonly code: string; readonly text: string }
  | { readonly kind: "notice" | "answer"; readonly text: string };

/** The text of each kind of delivery, without the line end. The forms are fixed: docs/chat-protocol.md lists them. */
export const deliveryLine = {
  message: (from: string, text: string) => `${from} > ${text}`,
  private: (from: string, text: string) => `${from} >> ${text}`,
  action: (from: string, text: string) => `${from} * ${text}`,
  joined: (name: string) => `* ${name} joined`,
  left: (name: string) => `* ${name} left`,
  renamed: (from: string, to: string) => `* ${from} is now called ${to}`,
  speaking: (name: string, protection: Protection) => `* ${name} is now speaking ${protectionInWords(protection)}`,
  notice: (text: string) => `* ${text}`,
  welcome: (name: string) => `# welcome ${name}`,
  users: (names: readonly string[]) => `# users: ${names.join(" ")}`,
  moveWord: (word: string) => `# word: ${word}`,
  moved: "# moved",
  registered: (name: string) => `# registered: ${name}`,
  passwordChanged: (names: readonly string[]) => `# password-changed: ${names.join(" ")}`,
  answer: (text: string) => `# ${text}`,
  question: (text: string) => `? ${text}`,
  refusal: ({ code, text }: { readonly code: string; readonly text: string }) => `! ${code} ${text}`,
};

/** "in the clear", or "over TLS 1.3". */
function protectionInWords(protection: Protection): string {
  return protection.kind === "plain" ? "in the clear" : `over ${protection.version}`;
}

/** Reads a line of the server. A line without one of the fixed forms is a notice. */
export function readDelivery(line: string): Delivery {
  const talk = /^([^\s*!#?]\S*) (>>?|\*) (.*)$/su.exec(line);
  if (talk) {
    const kind = talk[2] === ">" ? "message" : talk[2] === ">>" ? "private" : "action";
    return { kind, from: talk[1]!, text: talk[3]! };
  }
  const sign = line.slice(0, 2);
  const text = line.slice(2);
  if (sign === "! ") return readRefusal(text);
  if (sign === "# ") return readAnswer(text);
  if (sign === "? ") return { kind: "question", text };
  if (sign !== "* ") return { kind: "notice", text: line };
  const [name = "", ...rest] = text.split(" ");
  if (rest.length === 1 && (rest[0] === "joined" || rest[0] === "left")) return { kind: rest[0], name };
  const renamed = /^(\S+) is now called (\S+)$/u.exec(text);
  return renamed ? { kind: "renamed", from: renamed[1]!, to: renamed[2]! } : { kind: "notice", text };
}

/** The code comes first. A foreign server's refusal may have none. */
function readRefusal(line: string): Delivery {
  const [, code = "", text = line] = /^([a-z]+(?:-[a-z]+)*) (.*)$/su.exec(line) ?? [];
  return { kind: "refusal", code, text };
}

function readAnswer(text: string): Delivery {
  const [first, ...rest] = text.split(" ");
  if (first === "welcome" && rest.length === 1) return { kind: "welcome", name: rest[0]! };
  if (first === "word:" && rest.length === 1) return { kind: "move-word", word: rest[0]! };
  if (first === "registered:" && rest.length === 1) return { kind: "registered", name: rest[0]! };
  if (first === "password-changed:") return { kind: "password-changed", names: rest };
  if (first === "moved" && rest.length === 0) return { kind: "moved" };
  if (first === "users:") return { kind: "users", names: rest.filter((name) => name !== "") };
  return { kind: "answer", text };
}
