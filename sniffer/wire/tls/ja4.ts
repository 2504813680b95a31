import { createHash } from "node:crypto";
import { hexNumber } from "../decode/registry.ts";
import type { Extension } from "./messages/extension.ts";
import { extensionOf } from "./messages/extension.ts";
import type { ClientHello } from "./messages/message.ts";
import { isGrease } from "./names.ts";
import { extensionType } from "./registry/iana-names.ts";

/**
 * The JA4 fingerprint of a ClientHello over TCP, by FoxIO's specification (BSD licence): the offers of a program show
 * which program it is. Lists are sorted, because programs shuffle them, and GREASE is ignored. Undefined for the form
 * of SSL 2.0, and for a hello that is not whole.
 *
 *     t13d1516h2_8daaf6152771_e5627efa2ab1
 *     ││ │││ │   │            └ hash of the extensions, sorted, and the signature algorithms in their order
 *     ││ │││ │   └ hash of the cipher suites, sorted
 *     ││ │││ └ first and last letter of the first application protocol
 *     ││ ││└ number of extensions, behind the number of cipher suites
 *     ││ │└ number of cipher suites
 *     ││ └ d: it names a domain; i: it names none
 *     │└ the highest version
 *     └ TCP
 */
export function ja4({
  legacyVersion,
  cipherSuites,
  compressionMethods,
  extensions = [],
}: ClientHello): string | undefined {
  if (cipherSuites === undefined || compressionMethods === undefined) return undefined;
  const suites = cipherSuites.filter((suite) => !isGrease(suite));
  const types = extensions.map(({ type }) => type).filter((type) => !isGrease(type));
  const isNamed = types.includes(extensionType.server_name);
  const begin = `t${versionOf(legacyVersion, extensions)}${isNamed ? "d" : "i"}${two(suites.length)}${two(types.length)}${protocolOf(extensions)}`;
  return `${begin}_${hashOf(sorted(suites))}_${hashOf(extensionText(types, extensions))}`;
}

const versionNames: Readonly<Record<number, string>> = {
  0x0304: "13",
  0x0303: "12",
  0x0302: "11",
  0x0301: "10",
  0x0300: "s3",
  0x0002: "s2",
};

function versionOf(legacy: number | undefined, extensions: readonly Extension[]): string {
  const offered = extensionOf(extensions, "supported_versions")?.versions.filter((version) => !isGrease(version));
  const highest = offered === undefined ? legacy : Math.max(...offered);
  return versionNames[highest ?? 0] ?? "00";
}

/**
 * The first and last letter of the first protocol. If they are not letters or digits, those of its hexadecimal form.
 */
function protocolOf(extensions: readonly Extension[]): string {
  const data = extensions.find(({ type }) => type === extensionType.application_layer_protocol_negotiation)?.data;
  const length = data?.[2] ?? 0;
  const name = Buffer.from(data?.subarray(3, 3 + length) ?? []);
  if (name.length === 0) return "00";
  const [first, last] = [name[0]!, name.at(-1)!].map((byte) => String.fromCharCode(byte));
  if (/^[0-9A-Za-z]{2}$/.test(`${first}${last}`)) return `${first}${last}`;
  const digits = name.toString("hex");
  return `${digits[0]}${digits.at(-1)}`;
}

/**
 * Server name and protocol are left out: they are in the first part, and without them a program has the same hash for
 * all servers.
 */
function extensionText(types: readonly number[], extensions: readonly Extension[]): string {
  const others = types.filter(
    (type) => type !== extensionType.server_name && type !== extensionType.application_layer_protocol_negotiation,
  );
  const schemes = extensionOf(extensions, "signature_algorithms")?.schemes.filter((scheme) => !isGrease(scheme)) ?? [];
  const list = sorted(others);
  return schemes.length === 0 || list === "" ? list : `${list}_${schemes.map(fourDigits).join(",")}`;
}

function sorted(numbers: readonly number[]): string {
  return numbers.map(fourDigits).sort().join(",");
}

function hashOf(list: string): string {
  return list === "" ? "000000000000" : createHash("sha256").update(list).digest("hex").slice(0, 12);
}

function fourDigits(number: number): string {
  return hexNumber(number, 2).slice(2);
}

function two(count: number): string {
  return String(Math.min(count, 99)).padStart(2, "0");
}
