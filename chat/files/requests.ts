import { isWrappedKey } from "./file-key.ts";
import { type PublicKeys, readPublicKeys } from "./key-pair.ts";

/** The requests of a client, one line each. A file name comes last, because it may have spaces. */
export type FileRequest =
  | { readonly kind: "list" | "quit" }
  | { readonly kind: "set-keys"; readonly keys: PublicKeys }
  | { readonly kind: "keys"; readonly user: string }
  | {
      readonly kind: "put";
      readonly size: number;
      readonly sha256: string;
      readonly wrapped: string;
      readonly file: string;
    }
  | { readonly kind: "about"; readonly owner: string; readonly file: string }
  /** The first bytes of a file, for a look at its header. */
  | { readonly kind: "head"; readonly owner: string; readonly file: string }
  | { readonly kind: "get"; readonly owner: string; readonly offset: number; readonly file: string }
  | { readonly kind: "share"; readonly user: string; readonly wrapped: string; readonly file: string }
  | { readonly kind: "unshare"; readonly user: string; readonly file: string }
  | { readonly kind: "remove"; readonly file: string };

/** The text of each request, without the line end. */
export const fileRequestLine = {
  list: "/list",
  quit: "/quit",
  setKeys: ({ recipient, verifying }: PublicKeys) => `/set-keys ${recipient} ${verifying}`,
  keys: (user: string) => `/keys ${user}`,
  put: (size: number, sha256: string, wrapped: string, file: string) => `/put ${size} ${sha256} ${wrapped} ${file}`,
  about: (owner: string, file: string) => `/about ${owner} ${file}`,
  head: (owner: string, file: string) => `/head ${owner} ${file}`,
  get: (owner: string, offset: number, file: string) => `/get ${owner} ${offset} ${file}`,
  share: (user: string, wrapped: string, file: string) => `/share ${user} ${wrapped} ${file}`,
  unshare: (user: string, file: string) => `/unshare ${user} ${file}`,
  remove: (file: string) => `/remove ${file}`,
};

const shapes = {
  "/list": /^$/,
  "/quit": /^$/,
  "/set-keys": /^(\S+) (\S+)$/,
  "/keys": /^(\S+)$/,
  "/put": /^(\d{1,15}) ([0-9a-f]{64}) (\S+) (.+)$/u,
  "/about": /^(\S+) (.+)$/u,
  "/head": /^(\S+) (.+)$/u,
  "/get": /^(\S+) (\d{1,15}) (.+)$/u,
  "/share": /^(\S+) (\S+) (.+)$/u,
  "/unshare": /^(\S+) (.+)$/u,
  "/remove": /^(.+)$/u,
} as const;

/** Reads a request; undefined for other lines. The caller checks names and bounds. */
export function readFileRequest(line: string): FileRequest | undefined {
  const [word = ""] = line.split(" ", 1);
  if (!Object.hasOwn(shapes, word)) return undefined;
  const [found, one = "", two = "", three = "", four = ""] =
    shapes[word as keyof typeof shapes].exec(line.slice(word.length + 1)) ?? [];
  if (found === undefined) return undefined;
  switch (word as keyof typeof shapes) {
    case "/list":
      return { kind: "list" };
    case "/quit":
      return { kind: "quit" };
    case "/set-keys": {
      const keys = readPublicKeys(one, two);
      return keys && { kind: "set-keys", keys };
    }
    case "/keys":
      return { kind: "keys", user: one };
    case "/put":
      return isWrappedKey(three)
        ? { kind: "put", size: Number(one), sha256: two, wrapped: three, file: four }
        : undefined;
    case "/about":
      return { kind: "about", owner: one, file: two };
    case "/head":
      return { kind: "head", owner: one, file: two };
    case "/get":
      return { kind: "get", owner: one, offset: Number(two), file: three };
    case "/share":
      return isWrappedKey(two) ? { kind: "share", user: one, wrapped: two, file: three } : undefined;
    case "/unshare":
      return { kind: "unshare", user: one, file: two };
    case "/remove":
      return { kind: "remove", file: one };
  }
}

/** The server's answers, besides `! CODE TEXT`. */
export type FileAnswer =
  | { readonly kind: "file"; readonly file: ListedFile }
  | { readonly kind: "ready" | "end" | "stored" | "done" }
  | { readonly kind: "keys"; readonly user: string; readonly keys: PublicKeys }
  /** The server already has `offset` bytes: send the others. */
  | { readonly kind: "send"; readonly offset: number }
  | { readonly kind: "about"; readonly about: AboutFile }
  /** `count` bytes follow. */
  | { readonly kind: "body"; readonly count: number };

/** The facts that a reader needs to get and open a file. */
export interface AboutFile {
  readonly size: number;
  /** Of the stored bytes, in hexadecimal. */
  readonly sha256: string;
  /** The file's key, wrapped for this reader. */
  readonly wrapped: string;
}

export interface ListedFile {
  readonly owner: string;
  /** Bytes that are stored. */
  readonly size: number;
  /** When it was stored, ISO 8601 in UTC. */
  readonly stored: string;
  /** Who else can open it; only its owner learns this. */
  readonly sharedWith: readonly string[];
  readonly name: string;
}

export const fileAnswerLine = {
  ready: "# files ready",
  file: ({ owner, size, stored, sharedWith, name }: ListedFile) =>
    `# file ${owner} ${size} ${stored} ${sharedWith.length === 0 ? "-" : sharedWith.join(",")} ${name}`,
  end: "# end",
  keys: (user: string, { recipient, verifying }: PublicKeys) => `# keys ${user} ${recipient} ${verifying}`,
  send: (offset: number) => `# send from ${offset}`,
  stored: "# stored",
  done: "# done",
  about: ({ size, sha256, wrapped }: AboutFile) => `# about ${size} ${sha256} ${wrapped}`,
  body: (count: number) => `# body ${count}`,
};

/** Reads an answer; undefined for other lines. */
export function readFileAnswer(line: string): FileAnswer | undefined {
  const [, word = "", rest = ""] = /^# (\S+)(?: (.*))?$/u.exec(line) ?? [];
  if (word === "files" && rest === "ready") return { kind: "ready" };
  if (word === "end" || word === "stored" || word === "done") return { kind: word };
  const parts = rest.split(" ");
  if (word === "send" && parts[0] === "from") return { kind: "send", offset: Number(parts[1]) };
  if (word === "body" && parts.length === 1) return { kind: "body", count: Number(parts[0]) };
  if (word === "about" && parts.length === 3 && /^[0-9a-f]{64}$/.test(parts[1]!) && isWrappedKey(parts[2]!))
    return { kind: "about", about: { size: Number(parts[0]), sha256: parts[1]!, wrapped: parts[2]! } };
  if (word === "keys" && parts.length === 3) {
    const keys = readPublicKeys(parts[1]!, parts[2]!);
    return keys && { kind: "keys", user: parts[0]!, keys };
  }
  if (word !== "file" || parts.length < 5) return undefined;
  const [owner = "", size, stored = "", shared = "-", ...name] = parts;
  const sharedWith = shared === "-" ? [] : shared.split(",");
  return { kind: "file", file: { owner, size: Number(size), stored, sharedWith, name: name.join(" ") } };
}
