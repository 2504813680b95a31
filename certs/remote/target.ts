import { existsSync } from "node:fs";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** The target of a command: a file, or a server. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "server"; readonly host: string; readonly port: number };

/** Reads FILE or HOST:PORT; an existing file is a file. IPv6 addresses are in brackets: `[::1]:443`. */
export function parseTarget(text: string): Target {
  if (existsSync(text)) return { kind: "file", path: text };
  const { host, port } = readHostAndPort(text) ?? {};
  // Reading it reports that there is no such file.
  if (host === undefined || port === undefined) return { kind: "file", path: text };
  return { kind: "server", host, port: portToReach(port) };
}

/** Reads HOST or HOST:PORT; without a port, `usualPort`. */
export function parseServer(text: string, usualPort: number): { readonly host: string; readonly port: number } {
  const { host = text, port = usualPort } = readHostAndPort(text) ?? {};
  return { host, port: portToReach(port) };
}

/** Reads a port; 0 means a free port for a server. Throws LabError. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new LabError(...texts.portUnfit(text), 2);
  return port;
}

function portToReach(port: number): number {
  if (!isPort(port)) throw new LabError(...texts.portUnfit(String(port)), 2);
  return port;
}
