import { createHash } from "node:crypto";
import { hexNumber } from "../../decode/registry.ts";
import { isGrease } from "../names.ts";
import { extensionType } from "../registry/iana-names.ts";
import type { Extension } from "./extension.ts";
import { extensionOf } from "./extension.ts";
import type { ClientHello } from "./message.ts";

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
export function ja4(hello: ClientHello): string | undefined {
  return fingerprint(hello, protocolLetters(firstProtocol(hello)));
}

/**
 * The fingerprint that FoxIO's own program (ja4 in Rust, June 2026) prints, where it is another one: some published
 * values are of this form. It does not write a protocol in hexadecimal: it takes the first and last character as they
 * are, "9" for a byte that is not ASCII, and "0" for the last of a single one. Of control characters it prints what
 * tshark makes of them, which depends on the version: undefined.
 */
export function ja4AsPrinted(hello: ClientHello): string | undefined {
  const protocol = firstProtocol(hello);
  const letters = printedLetters(protocol);
  if (letters === undefined || letters === protocolLetters(protocol)) return undefined;
  return fingerprint(hello, letters);
}

function fingerprint(
  { legacyVersion, cipherSuites, compressionMethods, extensions = [] }: ClientHello,
  protocol: string,
): string | undefined {
  if (cipherSuites === undefined || compressionMethods === undefined) return undefined;
  const suites = cipherSuites.filter((suite) => !isGrease(suite));
  const types = extensions.map(({ type }) => type).filter((type) => !isGrease(type));
  const name = types.includes(extensionType.server_name) ? "d" : "i";
  const begin = `t${versionOf(legacyVersion, extensions)}${name}${two(suites.length)}${two(types.length)}${protocol}`;
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

function firstProtocol({ extensions = [] }: ClientHello): Buffer {
  const data = extensions.find(({ type }) => type === extensionType.application_layer_protocol_negotiation)?.data;
  const length = data?.[2] ?? 0;
  return Buffer.from(data?.subarray(3, 3 + length) ?? []);
}

/** The first and last letter. If they are not letters or digits, those of the hexadecimal form. */
function protocolLetters(protocol: Buffer): string {
  if (protocol.length === 0) return "00";
  const letters = String.fromCharCode(protocol[0]!, protocol.at(-1)!);
  if (/^[0-9A-Za-z]{2}$/.test(letters)) return letters;
  const digits = protocol.toString("hex");
  return `${digits[0]}${digits.at(-1)}`;
}

function printedLetters(protocol: Buffer): string | undefined {
  const isControl = (byte: number) => byte < 0x20 || byte === 0x7f;
  if (protocol.some((byte, index) => (index === 0 || index === protocol.length - 1) && isControl(byte)))
    return undefined;
  const letter = (byte: number | undefined) =>
    byte === undefined ? "0" : byte > 0x7f ? "9" : String.fromCharCode(byte);
  return letter(protocol[0]) + letter(protocol.length > 1 ? protocol.at(-1) : undefined);
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
