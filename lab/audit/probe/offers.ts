import { protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { type KeyExchange, suiteProperties } from "../../../sniffer/wire/tls/registry/cipher-suites.ts";
import { cipherSuite, signatureScheme, supportedGroup } from "../../../sniffer/wire/tls/registry/iana-names.ts";

/** "I speak newer versions too, and fell back": RFC 7507. "I know secure renegotiation": RFC 5746 section 3.3. */
export const fallbackSignal = cipherSuite.TLS_FALLBACK_SCSV;
export const renegotiationSignal = cipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;

const everySuite = numbersOf(cipherSuite).filter((suite) => suite !== fallbackSignal && suite !== renegotiationSignal);

/** The suites of TLS 1.3, which name no key exchange; all others are for older versions. */
export const newSuites = everySuite.filter((suite) => suiteProperties(suite)?.keyExchange === "TLS 1.3");
const oldSuites = everySuite.filter((suite) => !newSuites.includes(suite));

/** The suites with a fresh, signed key for each connection: with them a server shows how it signs. */
export const signedSuites = oldSuites.filter((suite) => suiteProperties(suite)?.isSigned === true);
export const curveSuites = signedSuites.filter((suite) => suiteProperties(suite)?.keyExchange === "ECDHE");

/** Every suite of a version, in parts that can be asked about at the same time. */
export function heapsOf(version: number): readonly (readonly number[])[] {
  if (version === protocolVersion["TLS 1.3"]) return [newSuites];
  const exchangeOf = (suite: number): KeyExchange => suiteProperties(suite)?.keyExchange ?? "other";
  const isRare = (suite: number) => !["ECDHE", "DHE", "RSA"].includes(exchangeOf(suite));
  return [
    ...(["ECDHE", "DHE", "RSA"] as const).map((one) => oldSuites.filter((suite) => exchangeOf(suite) === one)),
    oldSuites.filter(isRare),
  ];
}

export const everyGroup = numbersOf(supportedGroup);
/** Also pairs of TLS 1.2 without a name: MD5 (0x01) and SHA-224 (0x03). */
export const everyScheme = [...numbersOf(signatureScheme), 0x0101, 0x0103, 0x0301, 0x0303];

function numbersOf(table: object): readonly number[] {
  return Object.values(table).filter((value): value is number => typeof value === "number");
}
