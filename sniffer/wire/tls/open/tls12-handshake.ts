import { createHash, type Hash } from "node:crypto";
import { extensionOf } from "../messages/extension.ts";
import type { ClientHello, ServerHello } from "../messages/message.ts";
import { protocolVersion } from "../names.ts";
import { type SuiteProperties, suiteProperties } from "../registry/cipher-suites.ts";
import { extensionType } from "../registry/iana-names.ts";
import { type PrfHash, prf } from "./prf.ts";
import type { Secret } from "./secrets.ts";

/** Most bytes of messages kept until the ServerHello names their hash. */
const MAX_TRANSCRIPT = 512 * 1024;

const masterLength = 48;
const noBytes = new Uint8Array(0);

/** One handshake up to TLS 1.2: what both sides agreed on. The keys after the next change_cipher_spec come from it. */
export class Tls12Handshake {
  readonly clientRandom: Uint8Array;
  readonly offeredSessionId: Uint8Array;
  readonly offeredTicket: Uint8Array;
  serverRandom = noBytes;
  sessionId = noBytes;
  version = 0;
  suite = 0;
  compression = 0;
  properties: SuiteProperties | undefined;
  hasTruncatedMac = false;
  isEncryptThenMac = false;
  /** The body of the ClientKeyExchange; undefined without one, as in a session that continues another. */
  keyExchange: Uint8Array | undefined;
  /** The handshake with the same master secret that this one continues. */
  earlier: Tls12Handshake | undefined;
  /** The possible master secrets, once they were looked for. */
  masters: readonly Secret[] | undefined;
  private isExtended = false;
  private messages: Uint8Array[] | undefined;
  private hashes: Hash[] | undefined;
  private sessionHash: Uint8Array | undefined;
  private isWhole = true;

  /** `isHashed`: whether a master secret may have to be computed; that needs the messages. */
  constructor({ sessionId, extensions }: ClientHello, random: Uint8Array, isHashed: boolean) {
    this.clientRandom = random.slice();
    this.offeredSessionId = sessionId?.slice() ?? noBytes;
    this.offeredTicket = extensionOf(extensions, "session_ticket")?.ticket.slice() ?? noBytes;
    if (isHashed) this.messages = [];
  }

  get isAnswered(): boolean {
    return this.version !== 0;
  }

  /** Whether the session continues an earlier one: RFC 5246 section 7.3, RFC 5077 section 3.1. */
  get isResumed(): boolean {
    return this.keyExchange === undefined;
  }

  /** Whether the server returned the session id that the client offered. */
  get isSameSession(): boolean {
    return this.sessionId.length > 0 && Buffer.compare(this.sessionId, this.offeredSessionId) === 0;
  }

  get prfHash(): PrfHash {
    if (this.version === protocolVersion["SSL 3.0"]) return "ssl3";
    if (this.version < protocolVersion["TLS 1.2"]) return "md5-sha1";
    return this.properties?.hash === "sha384" ? "sha384" : "sha256";
  }

  answer(version: number, { cipherSuite, random, sessionId, compressionMethod, extensions }: ServerHello): void {
    const has = (type: number) => extensions?.some((extension) => extension.type === type) ?? false;
    this.version = version;
    this.suite = cipherSuite!;
    this.properties = suiteProperties(cipherSuite);
    this.serverRandom = random!.slice();
    this.sessionId = sessionId?.slice() ?? noBytes;
    this.compression = compressionMethod ?? 0;
    this.isExtended = has(extensionType.extended_master_secret);
    this.isEncryptThenMac = has(extensionType.encrypt_then_mac);
    this.hasTruncatedMac = has(extensionType.truncated_hmac);
  }

  /** Every message of the handshake, in order, with its header: the extended master secret depends on them. */
  hear(message: Uint8Array): void {
    if (this.messages === undefined || this.sessionHash !== undefined) return;
    if (this.hashes === undefined && this.isAnswered) this.startHashing();
    if (this.hashes !== undefined) for (const hash of this.hashes) hash.update(message);
    else this.messages.push(message.slice());
    if (this.messages.reduce((sum, { length }) => sum + length, 0) > MAX_TRANSCRIPT) this.lose();
  }

  /** A message is missing: a master secret that depends on all messages cannot be computed. */
  lose(): void {
    this.isWhole = false;
    this.messages = undefined;
  }

  /** The ClientKeyExchange: the last message on which the extended master secret depends (RFC 7627 section 3). */
  exchangeKeys(body: Uint8Array): void {
    this.keyExchange = body.slice();
    if (this.hashes !== undefined) this.sessionHash = Buffer.concat(this.hashes.map((hash) => hash.digest()));
    this.messages = undefined;
    this.hashes = undefined;
  }

  /** The master secret, RFC 5246 section 8.1 and RFC 7627 section 4; undefined if messages for it are missing. */
  master(premaster: Uint8Array): Uint8Array | undefined {
    if (!this.isExtended) {
      const randoms = Buffer.concat([this.clientRandom, this.serverRandom]);
      return prf(this.prfHash, premaster, "master secret", randoms, masterLength);
    }
    if (!this.isWhole || this.sessionHash === undefined) return undefined;
    return prf(this.prfHash, premaster, "extended master secret", this.sessionHash, masterLength);
  }

  /** The first `length` bytes of the key block, RFC 5246 section 6.3. */
  keyBlock(master: Uint8Array, length: number): Uint8Array {
    const randoms = Buffer.concat([this.serverRandom, this.clientRandom]);
    return prf(this.prfHash, master, "key expansion", randoms, length);
  }

  private startHashing(): void {
    const { prfHash } = this;
    const names = prfHash === "sha256" || prfHash === "sha384" ? [prfHash] : ["md5", "sha1"];
    this.hashes = names.map((name) => createHash(name));
    for (const message of this.messages!) for (const hash of this.hashes) hash.update(message);
    this.messages = [];
  }
}
