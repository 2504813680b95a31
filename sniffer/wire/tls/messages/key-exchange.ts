import type { Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import { groupName, schemeName } from "../names.ts";
import { type MessageFacts, noteDetail } from "./message-facts.ts";

/** RFC 8422 section 5.4. */
const curveType = registry(1, { explicit_prime: 0x01, explicit_char2: 0x02, named_curve: 0x03 });
/** IANA "TLS ClientCertificateType Identifiers". */
const certificateType = registry(1, {
  rsa_sign: 0x01,
  dss_sign: 0x02,
  rsa_fixed_dh: 0x03,
  dss_fixed_dh: 0x04,
  ecdsa_sign: 0x40,
  rsa_fixed_ecdh: 0x41,
  ecdsa_fixed_ecdh: 0x42,
});

/** What the parties have agreed on so far, on which the form of the key exchange messages depends. */
export interface KeyExchangeContext {
  /** The suite chosen, by its IANA name. */
  readonly suite: string | undefined;
  /** Whether signatures name their scheme: TLS 1.2 and later. */
  readonly isTls12: boolean;
}

/**
 * ServerKeyExchange, RFC 5246 section 7.4.3 and RFC 8422 section 5.4: parameters of the key exchange that the suite names, signed
 * unless the suite is anonymous or uses a shared key.
 */
export function readServerKeyExchange(
  reader: Reader,
  facts: MessageFacts,
  { suite, isTls12 }: KeyExchangeContext,
): void {
  const exchange = suite?.match(/^TLS_(.+?)_WITH_/)?.[1] ?? "";
  if (exchange.includes("PSK")) reader.take("PSK identity hint", reader.uint16("PSK identity hint length"));
  if (exchange.startsWith("ECDH")) {
    const type = reader.uint8("Curve type", curveType);
    if (type !== curveType.named_curve) {
      reader.rest("Parameters");
      return;
    }
    facts.group = groupName(reader.uint16("Named curve", groupName));
    reader.take("Public key", reader.uint8("Public key length"));
  } else if (exchange.startsWith("DH")) {
    const prime = reader.take("Prime p", reader.uint16("Prime length"));
    reader.take("Generator g", reader.uint16("Generator length"));
    reader.take("Public key", reader.uint16("Public key length"));
    noteDetail(facts, "dhBits", prime.length * 8);
  } else {
    reader.rest("Parameters");
    return;
  }
  if (exchange.includes("anon") || exchange.includes("PSK")) return;
  if (isTls12) noteDetail(facts, "signatureAlgorithm", schemeName(reader.uint16("Signature scheme", schemeName)));
  reader.take("Signature", reader.uint16("Signature length"));
}

/** ClientKeyExchange, RFC 5246 section 7.4.7: its form depends on the suite; what matters to a bystander is its size. */
export function readClientKeyExchange(reader: Reader): void {
  reader.rest("Key exchange data");
}

/** CertificateRequest up to TLS 1.2, RFC 5246 section 7.4.4. */
export function readCertificateRequest(reader: Reader, facts: MessageFacts, { isTls12 }: KeyExchangeContext): void {
  reader.block("Certificate types", reader.uint8("Certificate types length"), (list) =>
    list.many(() => list.uint8("Certificate type", certificateType)),
  );
  if (isTls12) {
    facts.signatureAlgorithms = reader.block(
      "Signature algorithms",
      reader.uint16("Signature algorithms length"),
      (list) => list.many(() => schemeName(list.uint16("Signature scheme", schemeName))),
    );
  }
  const authorities = reader.block("Certificate authorities", reader.uint16("Certificate authorities length"), (list) =>
    list.many(() => list.take("Distinguished name", list.uint16("Distinguished name length"))),
  );
  noteDetail(facts, "certificateAuthorities", authorities.length);
}

/** CertificateVerify, RFC 5246 section 7.4.8: a signature over the handshake so far. */
export function readCertificateVerify(reader: Reader, facts: MessageFacts, { isTls12 }: KeyExchangeContext): void {
  if (isTls12) noteDetail(facts, "signatureAlgorithm", schemeName(reader.uint16("Signature scheme", schemeName)));
  reader.take("Signature", reader.uint16("Signature length"));
}

/** NewSessionTicket up to TLS 1.2, RFC 5077 section 3.3. */
export function readNewSessionTicket(reader: Reader, facts: MessageFacts): void {
  noteDetail(
    facts,
    "ticketLifetime",
    reader.uint32("Lifetime hint", (seconds) => `${seconds} seconds`),
  );
  noteDetail(facts, "ticketLength", reader.take("Ticket", reader.uint16("Ticket length")).length);
}
