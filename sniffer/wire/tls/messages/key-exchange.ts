import type { Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import { values } from "../../decode/texts.ts";
import type { Writable } from "../../decode/writable.ts";
import { groupName, isTls13 } from "../names.ts";
import { suiteProperties } from "../registry/cipher-suites.ts";
import { readSignature } from "./certificate.ts";
import { readInto } from "./extensions.ts";
import type {
  ClientKeyExchange,
  Finished,
  KeyUpdate,
  MessageContext,
  NewSessionTicket,
  ServerKeyExchange,
} from "./message.ts";

/**
 * ServerKeyExchange, RFC 5246 section 7.4.3 and RFC 8422 section 5.4: the parameters of the suite's key exchange. They
 * are signed unless the suite is anonymous or uses a pre-shared key.
 */
export function readServerKeyExchange(
  reader: Reader,
  message: Writable<ServerKeyExchange>,
  context: MessageContext,
): void {
  const suite = suiteProperties(context.suite);
  if (suite?.isPsk) message.pskIdentityHint = reader.vector("PSK identity hint", 16);
  const readParameters = suite && parameters[suite.keyExchange];
  if (suite === undefined || readParameters === undefined || !readParameters(reader, message)) {
    reader.rest("Parameters");
    return;
  }
  if (suite.isSigned) readSignature(reader, message, context);
}

/** By key exchange. Returns whether the form of the parameters is known; only then can the bytes after them be read. */
const parameters: Readonly<Record<string, (reader: Reader, message: Writable<ServerKeyExchange>) => boolean>> = {
  ECDHE(reader, message) {
    if (reader.uint8("Curve type", curveType) !== curveType.named_curve) return false;
    message.namedCurve = reader.uint16("Named curve", groupName);
    message.publicKey = reader.vector("Public key", 8);
    return true;
  },
  DHE(reader, message) {
    message.dhPrime = reader.vector("Prime p", 16);
    message.dhGenerator = reader.vector("Generator g", 16);
    message.publicKey = reader.vector("Public key", 16);
    return true;
  },
};

/** RFC 8422 section 5.4. */
const curveType = registry(1, { explicit_prime: 0x01, explicit_char2: 0x02, named_curve: 0x03 });

/** ClientKeyExchange, RFC 5246 section 7.4.7. */
export function readClientKeyExchange(reader: Reader, message: Writable<ClientKeyExchange>): void {
  message.exchangeKeys = reader.rest("Key exchange data");
}

/** Finished, RFC 8446 section 4.4.4. */
export function readFinished(reader: Reader, message: Writable<Finished>): void {
  message.verifyData = reader.rest("Verify data");
}

/** NewSessionTicket, RFC 5077 section 3.3; in TLS 1.3, RFC 8446 section 4.6.1. */
export function readNewSessionTicket(
  reader: Reader,
  message: Writable<NewSessionTicket>,
  { version }: MessageContext,
): void {
  message.lifetime = reader.uint32("Lifetime hint", values.seconds);
  if (isTls13(version)) {
    message.ageAdd = reader.uint32("Ticket age add");
    message.nonce = reader.vector("Ticket nonce", 8);
  }
  message.ticket = reader.vector("Ticket", 16);
  if (isTls13(version)) readInto(reader, message);
}

/** KeyUpdate, RFC 8446 section 4.6.3. */
export function readKeyUpdate(reader: Reader, message: Writable<KeyUpdate>): void {
  message.requestUpdate = reader.uint8("Request update", keyUpdateRequest);
}

const keyUpdateRequest = registry(1, { update_not_requested: 0x00, update_requested: 0x01 });
