import { generateKeyPairSync } from "node:crypto";
import { alertDescription } from "../../../sniffer/wire/tls/alert.ts";
import { isTls13, protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { supportedGroup } from "../../../sniffer/wire/tls/registry/iana-names.ts";
import { type SeenHello, type SeenScheme, sightingOf, type Trials } from "../seen.ts";
import { fullOffer } from "./list-choices.ts";
import { everyScheme, fallbackSignal, newSuites, signedSuites } from "./offers.ts";
import type { Prober } from "./prober.ts";

/** Whose order decides: offers all accepted suites twice, the second time in reverse order. */
export async function tryOrder(prober: Prober, version: number): Promise<"server" | "client" | undefined> {
  const suites = [...new Set(prober.hellos.filter((one) => one.version === version).map(({ suite }) => suite))];
  if (suites.length < 2) return undefined;
  const [first, second] = await Promise.all([
    prober.offer(fullOffer(version, suites)),
    prober.offer(fullOffer(version, [...suites].reverse())),
  ]);
  if (!("hello" in first && "hello" in second)) return undefined;
  return first.suite === second.suite ? "server" : "client";
}

/** The schemes with which the server signs: each is offered alone. */
export async function trySchemes(prober: Prober, version: number): Promise<readonly SeenScheme[]> {
  const offer = isTls13(version)
    ? { ...fullOffer(version, newSuites), groups: shares.map(({ group }) => group), shares }
    : fullOffer(version, signedSuites);
  const tried = everyScheme.map(async (scheme) => {
    const hello = await prober.offer({ ...offer, schemes: [scheme] });
    return "hello" in hello && accepted(hello, scheme) ? [{ scheme, seen: proof(hello) }] : [];
  });
  return (await Promise.all(tried)).flat();
}

/** Some servers sign with a scheme that was not offered. In TLS 1.3 the signature itself is encrypted. */
function accepted({ keyExchange, hello }: SeenHello, scheme: number): boolean {
  if (keyExchange !== undefined) return keyExchange.message.signatureScheme === scheme;
  return hello.message.kind === "server_hello";
}

function proof({ keyExchange, hello }: SeenHello) {
  return keyExchange === undefined ? sightingOf(hello, "Cipher suite") : sightingOf(keyExchange, "Signature scheme");
}

/** Key shares, made once: an audit never finishes a handshake with them, so they protect nothing. */
const shares = [
  { group: supportedGroup.x25519, publicKey: publicBytes(generateKeyPairSync("x25519").publicKey, 32) },
  {
    group: supportedGroup.secp256r1,
    publicKey: publicBytes(generateKeyPairSync("ec", { namedCurve: "prime256v1" }).publicKey, 65),
  },
];

/** The key itself is at the end of its SubjectPublicKeyInfo: RFC 8410, RFC 5480. */
function publicBytes(key: { export(options: { type: "spki"; format: "der" }): Buffer }, length: number): Uint8Array {
  return key.export({ type: "spki", format: "der" }).subarray(-length);
}

/**
 * The answer to a client that fell back to an older version (RFC 7507): the server must refuse it if it speaks a newer
 * one. Undefined if it speaks only one version.
 */
export async function tryFallback(prober: Prober, versions: readonly number[]): Promise<Trials["fallback"]> {
  const older = [...versions].sort((a, b) => b - a)[1];
  if (older === undefined) return undefined;
  const suites = prober.hellos.filter(({ version }) => version === older).map(({ suite }) => suite);
  const answer = await prober.offer({ ...fullOffer(older, suites), suites: [...suites, fallbackSignal] });
  if ("hello" in answer) return { isRefused: false, seen: sightingOf(answer.hello, "Legacy version") };
  if (answer.kind !== "alert") return undefined;
  return { isRefused: answer.alert.description === alertDescription.inappropriate_fallback, seen: answer.seen };
}

/** Whether a client of this machine can finish a handshake in this version. */
export function isUsual(version: number): boolean {
  return version >= protocolVersion["TLS 1.2"];
}
