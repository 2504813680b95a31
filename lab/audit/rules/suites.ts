import { isTls13, protocolVersion, schemeName, suiteName, versionName } from "../../../sniffer/wire/tls/names.ts";
import { type SuiteProperties, suiteProperties } from "../../../sniffer/wire/tls/registry/cipher-suites.ts";
import { type Finding, found, type Weight } from "../finding.ts";
import { guidelines } from "../mozilla.ts";
import { type SeenHello, type SeenServer, sightingOf } from "../seen.ts";

export type SuiteCode =
  | "null-cipher"
  | "anonymous"
  | "export-cipher"
  | "rc4"
  | "small-block"
  | "no-forward-secrecy"
  | "cbc"
  | "finite-field"
  | "unlisted-suite"
  | "client-order"
  | "sha1-handshake";

/**
 * What is wrong with a suite, the worst first. A suite counts for each of these rules, and for "unlisted" only if no
 * other applies.
 */
const rules: readonly (readonly [SuiteCode, Weight, (suite: SuiteProperties) => boolean])[] = [
  ["null-cipher", "critical", ({ mode }) => mode === "NULL"],
  ["anonymous", "critical", ({ name }) => name.includes("_anon_")],
  ["export-cipher", "critical", ({ name }) => name.includes("_EXPORT") || /_DES_CBC_|_DES40_/.test(name)],
  ["rc4", "serious", ({ cipher }) => cipher === "RC4"],
  ["small-block", "serious", ({ cipher }) => ["3DES_EDE", "IDEA", "RC2"].includes(cipher)],
  ["no-forward-secrecy", "moderate", (suite) => isFixed(suite)],
  ["cbc", "moderate", ({ mode, blockLength }) => mode === "CBC" && blockLength === 16],
  ["finite-field", "minor", ({ keyExchange, name }) => keyExchange === "DHE" && !name.includes("_anon_")],
];

/** What is wrong with a server's suites, their order, and its signatures. */
export function suiteFindings(server: SeenServer): readonly Finding<SuiteCode>[] {
  const seen = new Map(server.hellos.map((hello) => [`${hello.version} ${hello.suite}`, hello]));
  const unlisted = [...seen.values()].filter(({ suite }) => !isListed(suite));
  const matching = (fits: (suite: SuiteProperties) => boolean) =>
    unlisted.filter(({ suite }) => fits(suiteProperties(suite) ?? unknownSuite(suite)));
  const isOther = (suite: SuiteProperties) => !rules.some(([, , fits]) => fits(suite));
  return [
    ...rules.flatMap(([code, weight, fits]) => suitesFound(code, weight, matching(fits))),
    ...suitesFound("unlisted-suite", "minor", matching(isOther)),
    ...orderFindings(server, unlisted),
    ...weakSignatures(server),
  ];
}

function suitesFound(code: SuiteCode, weight: Weight, hellos: readonly SeenHello[]): readonly Finding<SuiteCode>[] {
  const versions = new Map<number, string[]>();
  for (const { suite, version } of hellos) versions.set(suite, [...(versions.get(suite) ?? []), versionName(version)]);
  const details = [...versions].map(([suite, names]) => `${suiteName(suite)} (${names.sort().join(", ")})`);
  return found(
    code,
    weight,
    hellos.map(({ hello }) => sightingOf(hello, "Cipher suite")),
    details,
  );
}

/** RSA, fixed Diffie-Hellman, or only a shared key: one stolen secret opens every recording. */
function isFixed({ keyExchange }: SuiteProperties): boolean {
  return ["RSA", "DH", "ECDH", "PSK", "NULL"].includes(keyExchange);
}

function isListed(suite: number): boolean {
  return guidelines.intermediate.suites.some((one) => one === suite);
}

/** A suite whose name the lab cannot parse, such as GOST's. */
function unknownSuite(number: number): SuiteProperties {
  const name = suiteName(number);
  const unknown = { keyExchange: "other", isPsk: false, isSigned: false, cipher: "", mode: "stream" } as const;
  const lengths = {
    keyLength: 0,
    blockLength: 0,
    fixedNonceLength: 0,
    recordNonceLength: 0,
    tagLength: 0,
    macLength: 0,
  };
  return { number, name, ...unknown, ...lengths, mac: undefined, hash: "sha256" };
}

/** The order matters only if some of the suites are worse than others. */
function orderFindings({ hellos, trials }: SeenServer, unlisted: readonly SeenHello[]): readonly Finding<SuiteCode>[] {
  const versions = [...(trials.order ?? [])].filter(([, order]) => order === "client").map(([version]) => version);
  const weak = unlisted.filter(({ version }) => versions.includes(version));
  const mixed = weak.filter(({ version }) => hellos.some((one) => one.version === version && isListed(one.suite)));
  const proofs = mixed.slice(0, 1).map(({ hello }) => sightingOf(hello, "Cipher suite"));
  return found(
    "client-order",
    "minor",
    proofs,
    mixed.map(({ version }) => versionName(version)),
  );
}

/** The server's part of the key exchange was signed with a SHA-1 or MD5 hash. Before TLS 1.2 there was no choice. */
function weakSignatures({ hellos, trials }: SeenServer): readonly Finding<SuiteCode>[] {
  const isWeak = (scheme: number) => [0x01, 0x02].includes(scheme >> 8) && scheme < 0x0700;
  const asked = [...(trials.schemes ?? [])].flatMap(([version, schemes]) =>
    version >= protocolVersion["TLS 1.2"] ? schemes.filter(({ scheme }) => isWeak(scheme)) : [],
  );
  const signed = hellos.flatMap(({ version, keyExchange }) => {
    const scheme = keyExchange?.message.signatureScheme;
    if (scheme === undefined || isTls13(version) || !isWeak(scheme)) return [];
    return [{ scheme, seen: sightingOf(keyExchange!, "Signature scheme") }];
  });
  const all = [...asked, ...signed];
  return found(
    "sha1-handshake",
    "moderate",
    all.map(({ seen }) => seen),
    all.map(({ scheme }) => schemeName(scheme)),
  );
}
