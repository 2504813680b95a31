import type { End } from "../stream/end.ts";
import { contentType } from "./names.ts";
import { type SuiteProperties, suiteProperties } from "./registry/cipher-suites.ts";

/**
 * What a bystander knows about a TLS session; it decides which records are encrypted. "negotiating": no ServerHello
 * yet, nothing is encrypted · "tls12": up to TLS 1.2, each side encrypts after its change_cipher_spec · "tls13":
 * application_data is encrypted, all other content types are not · "midstream": the capture begins in the middle.
 */
export type Phase = "negotiating" | "tls12" | "tls13" | "midstream";

export type SessionEvent = "client_hello" | "hello_retry_request" | "server_hello_12" | "server_hello_13" | "record";

/** Every transition. An event without one does not change the phase. docs/tls-session.md draws this table. */
export const transitions: Readonly<Record<Phase, Partial<Record<SessionEvent, Phase>>>> = {
  negotiating: { hello_retry_request: "tls13", server_hello_12: "tls12", server_hello_13: "tls13" },
  midstream: {
    client_hello: "negotiating",
    hello_retry_request: "tls13",
    server_hello_12: "tls12",
    server_hello_13: "tls13",
  },
  tls12: {},
  tls13: {},
};

/** One TLS session on a connection, seen from outside. */
export class TlsSession {
  phase: Phase;
  /** The version and the suite that were agreed on; undefined until the ServerHello. */
  version: number | undefined;
  suite: number | undefined;
  /** The suite's properties, if they are known. */
  protection: SuiteProperties | undefined;
  serverName: string | undefined;
  alpn: string | undefined;
  private readonly hasChangedCipher: [boolean, boolean] = [false, false];

  constructor(isMidstream: boolean) {
    this.phase = isMidstream ? "midstream" : "negotiating";
  }

  /** A ServerHello has chosen. */
  choose(version: number | undefined, suite: number | undefined): void {
    this.version = version;
    this.suite = suite;
    this.protection = suiteProperties(suite);
  }

  /** A message or record that may change the phase. */
  on(event: SessionEvent): void {
    this.phase = transitions[this.phase][event] ?? this.phase;
  }

  /** A change_cipher_spec record from this end: up to TLS 1.2, what follows is encrypted. */
  changeCipher(end: End): void {
    if (this.phase !== "tls13") this.hasChangedCipher[end] = true;
  }

  /** An unencrypted ClientHello: no earlier change_cipher_spec from this end took effect. */
  restart(end: End): void {
    this.hasChangedCipher[end] = false;
    this.on("client_hello");
  }

  /** Whether both sides have agreed on keys: the rest of the handshake is encrypted. */
  get isAgreed(): boolean {
    return this.phase === "tls13" || (this.hasChangedCipher[0] && this.hasChangedCipher[1]);
  }

  /**
   * In TLS 1.3 the client may send a change_cipher_spec before the ServerHello (compatibility mode). It has no effect.
   */
  startTls13(event: "server_hello_13" | "hello_retry_request"): void {
    this.on(event);
    this.hasChangedCipher.fill(false);
  }

  /** Whether the fragment of a record of this type, from this end, is encrypted. */
  isEncrypted(end: End, type: number, length: number): boolean {
    if (type === contentType.change_cipher_spec) return false;
    if (this.hidesNothing) return false;
    if (type === contentType.application_data) return true;
    if (this.phase === "tls13") return false;
    if (this.hasChangedCipher[end]) return true;
    // In the middle of a session, only a fragment that is too short for encryption is surely unencrypted.
    if (this.phase === "midstream") return type === contentType.alert ? length !== 2 : true;
    return false;
  }

  /** Whether a record is authenticated but not encrypted. */
  isProtected(end: End, type: number): boolean {
    return this.hidesNothing && this.hasChangedCipher[end] && type !== contentType.change_cipher_spec;
  }

  /** Suites such as TLS_RSA_WITH_NULL_SHA256 authenticate and do not encrypt. */
  get hidesNothing(): boolean {
    return this.protection?.mode === "NULL" && this.protection.keyExchange !== "TLS 1.3";
  }
}
