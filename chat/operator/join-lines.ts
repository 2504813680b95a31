import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { hostAndPort } from "../../terminal/host-and-port.ts";
import { defaultPort } from "../protocol/protocol.ts";
import type { RecipeName } from "../protocol/recipes.ts";
import { certificatesIn } from "../transport/certificates.ts";
import type { PortMode } from "../transport/listen.ts";
import { texts } from "./texts.ts";

const ownAddresses = ["127.0.0.1", "::1", "localhost"];
const everywhereAddresses = ["0.0.0.0", "::"];

/** Where the server listens, and its protocol. */
interface Place {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly mode: PortMode;
  /** The recipe of home-made layers, if there are any. */
  readonly recipe?: RecipeName | undefined;
  /** The server's chain in PEM and the place of the CA's certificate, if it speaks TLS. */
  readonly chain?: string | undefined;
  readonly caFile?: string | undefined;
}

/** The exact commands for joining, from this machine and, if the server listens to others, from theirs. */
export function joinLines(place: Place): string[] {
  const lines: string[] = [];
  const isLocal = place.hosts.some((host) => [...ownAddresses, ...everywhereAddresses].includes(host));
  if (isLocal) lines.push(texts.howToJoin, ...commandsFor("localhost", place, place.caFile));
  for (const address of otherAddresses(place.hosts)) {
    lines.push(texts.joinFrom(address));
    if (place.mode !== "plain" && place.caFile !== undefined) {
      lines.push(...texts.howToTrust(hostAndPort(address, place.port), caFingerprint(place.chain)));
    }
    lines.push(...commandsFor(address, place, place.caFile && "work/certs/ca.pem"));
    if (place.mode !== "plain" && !covers(place.chain, address)) lines.push(texts.notFor(address));
  }
  if (place.mode !== "plain" && place.chain !== undefined) {
    lines.push(texts.ownFingerprint(new X509Certificate(place.chain).fingerprint256.replaceAll(":", "").toLowerCase()));
  }
  return lines;
}

function commandsFor(host: string, place: Place, caFile: string | undefined): string[] {
  const { port, mode } = place;
  const at = host === "localhost" ? "" : ` --host ${host}`;
  const through = port === defaultPort ? "" : ` --port ${port}`;
  const way = place.recipe === undefined ? "--plain" : "--layers";
  const plain = [`  lab chat ${way} --name ana${at}${through}`, `  nc ${host} ${port}`];
  const ca = caFile === undefined ? "" : ` -CAfile ${caFile}`;
  const secure = [
    `  lab chat --tls --name ana${at}${through}`,
    `  openssl s_client -quiet${ca} -verify_return_error -connect ${hostAndPort(host, port)}`,
  ];
  return [...(mode === "tls" ? [] : plain), ...(mode === "plain" ? [] : secure)];
}

/**
 * This machine's addresses that others can reach, if a server with these hosts listens there. Without link-local ones.
 */
export function otherAddresses(hosts: readonly string[]): string[] {
  const listed = hosts.filter((host) => ![...ownAddresses, ...everywhereAddresses].includes(host));
  const everywhere = hosts.includes("0.0.0.0") || hosts.includes("::");
  if (!everywhere) return listed;
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family, address }) => {
      if (internal || address.startsWith("fe80:")) return false;
      return family === "IPv4" || hosts.includes("::");
    })
    .map(({ address }) => address);
  return [...new Set([...listed, ...own])];
}

/** Whether the server's certificate, the first one of the chain, is also for this address or name. */
function covers(chain: string | undefined, host: string): boolean {
  if (chain === undefined) return false;
  const own = new X509Certificate(chain);
  return (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host)) !== undefined;
}

/** The fingerprint of the last certificate of the chain: the class CA, as `lab certs fetch` shows it. */
function caFingerprint(chain: string | undefined): string {
  return certificatesIn(chain ?? "").at(-1)?.fingerprint256 ?? texts.unknownFingerprint;
}
