import { existsSync } from "node:fs";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** What a command looks at: a file, or a server. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "server"; readonly host: string; readonly port: number };

/** Reads FILE or HOST:PORT; what is there as a file is a file. IPv6 addresses are in brackets: `[::1]:443`. */
export function parseTarget(text: string): Target {
  if (existsSync(text)) return { kind: "file", path: text };
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) return { kind: "file", path: text }; // Reading it says that there is no such file.
  return { kind: "server", host, port: portToReach(port!) };
}

/** Reads HOST or HOST:PORT; without a port, `usualPort`. */
export function parseServer(text: string, usualPort: number): { readonly host: string; readonly port: number } {
  const withPort = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  if (withPort === null) return { host: text, port: usualPort }; // An IPv6 address without brackets.
  const [, bracketed, plain, port] = withPort;
  return { host: bracketed ?? plain!, port: port === undefined ? usualPort : portToReach(port) };
}

/** Reads a port; 0 takes a free one where a server listens. Throws LabError. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new LabError(...texts.portUnfit(text), 2);
  return port;
}

function portToReach(text: string): number {
  const port = parsePort(text);
  if (port === 0) throw new LabError(...texts.portUnfit(text), 2);
  return port;
}
