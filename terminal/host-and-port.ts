import { isIPv6 } from "node:net";

/**
 * Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address; undefined for anything else. `isPort` checks the port: a
 * wrong one gets its own error message.
 */
export function readHostAndPort(text: string): { readonly host: string; readonly port?: number } | undefined {
  if (isIPv6(text)) return { host: text };
  const [, bracketed, plain, port] = /^(?:\[([^\]\s]+)\]|([^:/\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? undefined : { host, ...(port !== undefined && { port: Number(port) }) };
}

/** Whether this can be the port of a server. */
export function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** `127.0.0.1:12345`, `[::1]:12345`; only the host without a port. */
export function hostAndPort(host: string, port: number | undefined): string {
  if (port === undefined) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
