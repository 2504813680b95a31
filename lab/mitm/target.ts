import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { isLoopback } from "../../chat/protocol/party.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Target } from "./leg-to-server.ts";
import { texts } from "./texts.ts";

export interface AllowedOptions {
  /** A host of others: the user states that they may intercept it. */
  readonly allowedHost: string | undefined;
  /** The start of all addresses in the sandbox's network, such as "10.77.0."; undefined outside of it. */
  readonly sandboxNetwork: string | undefined;
}

/**
 * Looks a host up and checks that it may be intercepted: this machine, the sandbox's network, or the host that the user
 * named. Returns one target per address, in the order of trying. Throws LabError.
 */
export async function allowedTargets(
  host: string,
  port: number,
  { allowedHost, sandboxNetwork }: AllowedOptions,
): Promise<readonly Target[]> {
  const addresses = await addressesOf(host);
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const isAllowed = (address: string) =>
    isLoopback(address) ||
    own.includes(address) ||
    (sandboxNetwork !== undefined && address.startsWith(sandboxNetwork));
  const foreign = addresses.find((address) => !isAllowed(address));
  if (foreign !== undefined && allowedHost !== host)
    throw new LabError(texts.notYours(printable(host), foreign), texts.notYoursHint(printable(host)), 2);
  return addresses.map((address) => ({ host, address, port, isHere: isLoopback(address) || own.includes(address) }));
}

async function addressesOf(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch {
    throw new LabError(texts.noSuchHost(printable(host)), texts.noSuchHostHint);
  }
}
