import { compressionMethod } from "../../../sniffer/wire/tls/messages/hello.ts";
import { groupName, isTls13, suiteName } from "../../../sniffer/wire/tls/names.ts";
import { suiteProperties } from "../../../sniffer/wire/tls/registry/cipher-suites.ts";
import { cipherSuite, extensionType, supportedGroup } from "../../../sniffer/wire/tls/registry/iana-names.ts";
import { type Finding, found } from "../finding.ts";
import { guidelines } from "../mozilla.ts";
import { hasExtension, type SeenHello, type SeenServer, sightingOf } from "../seen.ts";
import { texts } from "../texts.ts";

export type HandshakeCode =
  | "weak-group"
  | "unlisted-group"
  | "weak-prime"
  | "compression"
  | "insecure-renegotiation"
  | "client-renegotiation"
  | "no-extended-master-secret"
  | "no-encrypt-then-mac"
  | "answers-in-the-clear"
  | "stops";

/** Groups of fewer than 224 bits, and binary fields, which RFC 8422 removed. */
const weakGroups: readonly number[] = [
  ...Array.from({ length: 0x15 - 1 }, (_, index) => index + 1).filter((group) => group !== supportedGroup.secp224k1),
];
const MIN_PRIME_BITS = 2048;

/** What is wrong with the rest of a handshake, and with the port itself. */
export function handshakeFindings(server: SeenServer): readonly Finding<HandshakeCode>[] {
  const { hellos, trials } = server;
  const old = hellos.filter(({ version }) => !isTls13(version));
  const { renegotiation, clear, stoppedAfter } = trials;
  return [
    ...found("stops", "critical", stoppedAfter === undefined ? [] : [stoppedAfter]),
    ...found("answers-in-the-clear", "serious", clear?.answer === "talks" ? [clear.seen] : []),
    ...found("compression", "serious", first(old.filter(isCompressed), "Compression method"), compressions(old)),
    ...found("insecure-renegotiation", "serious", first(old.filter(isInsecure), "")),
    ...renegotiationFindings(renegotiation),
    ...groupFindings(hellos),
    ...primeFindings(old),
    ...found("no-extended-master-secret", "moderate", first(old.filter(lacksMasterSecret), "")),
    ...macFindings(old),
  ];
}

function renegotiationFindings(seen: SeenServer["trials"]["renegotiation"]): readonly Finding<HandshakeCode>[] {
  if (!seen?.isAccepted) return [];
  return found("client-renegotiation", "moderate", [seen.seen], [texts.renegotiated(seen)]);
}

function first(hellos: readonly SeenHello[], field: string) {
  return hellos.slice(0, 1).map(({ hello }) => sightingOf(hello, field));
}

function isCompressed({ hello }: SeenHello): boolean {
  return (hello.message.compressionMethod ?? 0) !== 0;
}

function compressions(hellos: readonly SeenHello[]): readonly string[] {
  return hellos.filter(isCompressed).map(({ hello }) => compressionMethod.nameOf(hello.message.compressionMethod!));
}

/** The client offered secure renegotiation (RFC 5746), and the server did not answer. */
function isInsecure({ hello, offer }: SeenHello): boolean {
  const signal = cipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
  const isOffered = hasExtension(offer, extensionType.renegotiation_info) || offer.cipherSuites?.includes(signal);
  return isOffered === true && !hasExtension(hello.message, extensionType.renegotiation_info);
}

function lacksMasterSecret({ hello, offer }: SeenHello): boolean {
  return isOneSided(offer, hello.message, extensionType.extended_master_secret);
}

/** RFC 7366: it matters only for a CBC suite, and only then may a server answer. */
function macFindings(hellos: readonly SeenHello[]): readonly Finding<HandshakeCode>[] {
  const lacking = hellos.filter(
    ({ hello, offer, suite }) =>
      suiteProperties(suite)?.mode === "CBC" && isOneSided(offer, hello.message, extensionType.encrypt_then_mac),
  );
  return found(
    "no-encrypt-then-mac",
    "minor",
    first(lacking, "Cipher suite"),
    lacking.map(({ suite }) => suiteName(suite)),
  );
}

function isOneSided(offer: SeenHello["offer"], hello: SeenHello["hello"]["message"], type: number): boolean {
  return hasExtension(offer, type) && !hasExtension(hello, type);
}

function groupFindings(hellos: readonly SeenHello[]): readonly Finding<HandshakeCode>[] {
  const byGroup = new Map(hellos.flatMap((one) => (one.group === undefined ? [] : [[one.group, one] as const])));
  const unlisted = [...byGroup].filter(([group]) => !guidelines.intermediate.groups.some((one) => one === group));
  const weak = unlisted.filter(([group]) => weakGroups.includes(group));
  const others = unlisted.filter(([group]) => !weakGroups.includes(group));
  const proofs = (entries: typeof unlisted) => entries.map(([, one]) => groupSighting(one));
  const names = (entries: typeof unlisted) => entries.map(([group]) => groupName(group));
  return [
    ...found("weak-group", "serious", proofs(weak), names(weak)),
    ...found("unlisted-group", "minor", proofs(others), names(others)),
  ];
}

function groupSighting({ hello, keyExchange }: SeenHello) {
  if (keyExchange !== undefined) return sightingOf(keyExchange, "Named curve");
  return sightingOf(hello, hello.name === "hello_retry_request" ? "Selected group" : "Group");
}

/** Diffie-Hellman with a prime of the server's own choice. */
function primeFindings(hellos: readonly SeenHello[]): readonly Finding<HandshakeCode>[] {
  const small = hellos.filter(({ primeBits }) => primeBits !== undefined && primeBits < MIN_PRIME_BITS);
  const proofs = small.slice(0, 1).map(({ keyExchange }) => sightingOf(keyExchange!, "Prime p"));
  return found(
    "weak-prime",
    "serious",
    proofs,
    small.map(({ primeBits }) => texts.bits(primeBits!)),
  );
}
