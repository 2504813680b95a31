import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { join, relative } from "node:path";
import { parseTarget } from "../../certs/remote/target.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { certsFolder } from "../work-folder.ts";
import { texts } from "./texts.ts";

/** Reads HOST:PORT. Throws LabError. */
export function targetOf(text: string | undefined): { readonly host: string; readonly port: number } {
  if (text === undefined) throw new LabError(...texts.noTarget, 2);
  const target = parseTarget(text);
  if (target.kind !== "server") throw new LabError(...texts.targetUnfit(text), 2);
  return target;
}

/** The class's own CA. */
export const defaultCa = relative(process.cwd(), join(certsFolder, "ca.pem"));

/**
 * Hosts that an audit may reach without consent: this machine, and private networks (RFC 1918, RFC 4193, RFC 3927, RFC
 * 4291).
 */
const loopback = blocks([
  ["127.0.0.0", 8],
  ["::1", 128],
]);
const privateNetworks = blocks([
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["fc00::", 7],
  ["fe80::", 10],
]);

/**
 * Checks that this host may be audited, and returns its addresses, so that the name cannot mean another host later.
 * `consent`: the host in --host-i-may-audit. Throws LabError.
 */
export async function addressesToAudit(host: string, consent: string | undefined): Promise<readonly string[]> {
  const addresses = await addressesOf(host);
  if (consent !== undefined && consent !== host) throw new LabError(...texts.otherConsent(host, consent), 2);
  const mayBe = (address: string) => isIn(loopback, address) || isIn(privateNetworks, address);
  if (consent === undefined && !addresses.every(mayBe)) throw new LabError(...texts.consentNeeded(host), 2);
  return addresses;
}

/** Checks that this is the user's own machine, and returns its addresses. Throws LabError. */
export async function ownAddresses(host: string): Promise<readonly string[]> {
  const addresses = await addressesOf(host);
  if (!addresses.every((address) => isIn(loopback, address))) throw new LabError(...texts.ownMachineOnly(host), 2);
  return addresses;
}

/** On most systems `localhost` is ::1 and 127.0.0.1, and many servers listen on only one of them. */
async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new LabError(...texts.noSuchHost(host));
  }
}

function blocks(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of subnets) list.addSubnet(net, bits, family(net));
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, family(address));
}

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
