import { type End, otherEnd } from "../../stream/end.ts";
import { chosenVersion } from "../messages/hello.ts";
import type { ClientHello, ServerHello, TlsMessage } from "../messages/message.ts";
import { isTls13 } from "../names.ts";
import { MissedRecords, newTries } from "./missed-records.ts";
import type { ArrivedRecord, Opened, StillClosed } from "./opened.ts";
import type { Secrets } from "./secrets.ts";
import { Tls12Connection } from "./tls12-connection.ts";
import { Tls12Secrets } from "./tls12-secrets.ts";
import { Tls13Connection } from "./tls13-connection.ts";

/** What all connections of a capture share to open their records: the given keys, and the sessions seen so far. */
export class Openers {
  private readonly secrets: Secrets;
  private readonly tls12: Tls12Secrets;
  private readonly tries = newTries();

  constructor(secrets: Secrets) {
    this.secrets = secrets;
    this.tls12 = new Tls12Secrets(secrets);
  }

  /** The opener for one TLS connection; undefined without any key. */
  forConnection(): TlsOpener | undefined {
    if (this.secrets.isEmpty) return undefined;
    return new TlsOpener(this.secrets, this.tls12, [new MissedRecords(this.tries), new MissedRecords(this.tries)]);
  }
}

/**
 * Opens the encrypted records of one TLS connection if its secrets are known. It must see every record and every
 * handshake message in order, also the messages from opened records. If a record does not authenticate, nothing of it
 * is returned.
 */
export class TlsOpener {
  private readonly secrets: Secrets;
  private readonly missed: readonly [MissedRecords, MissedRecords];
  private readonly tls12: Tls12Connection;
  private tls13: Tls13Connection | undefined;
  /** Whether the ServerHello chose TLS 1.3; undefined before it. */
  private isTls13: boolean | undefined;

  constructor(secrets: Secrets, tls12: Tls12Secrets, missed: readonly [MissedRecords, MissedRecords]) {
    this.secrets = secrets;
    this.missed = missed;
    this.tls12 = new Tls12Connection(tls12, missed);
  }

  /** A handshake message, unencrypted or opened; `bytes` is the whole message with its header. */
  message(end: End, message: TlsMessage, bytes: Uint8Array): void {
    if (message.kind === "client_hello") this.clientHello(end, message);
    else if (message.kind === "server_hello") this.serverHello(end, message);
    if (this.isTls13) this.tls13?.message(end, message);
    else this.tls12.message(message, bytes);
  }

  /** A change_cipher_spec record. Up to TLS 1.2, this end uses new keys from here on. */
  changeCipher(end: End): void {
    if (!this.isTls13) this.tls12.changeCipher(end);
  }

  /** A record that is not encrypted. */
  pass(end: End, record: { readonly offset: number; readonly length: number }): void {
    this.missed[end].arrive(record.offset, record.length);
  }

  /** Bytes of an unencrypted handshake message are missing. */
  lose(): void {
    this.tls12.lose();
  }

  /** Opens an encrypted record, or returns why it stays closed. */
  open(end: End, record: ArrivedRecord): Opened | StillClosed {
    this.missed[end].arrive(record.offset, record.length);
    // Before the ServerHello, only early data of TLS 1.3 can be encrypted.
    if (this.tls13 === undefined) return this.tls12.open(end, record);
    const result = this.tls13.open(end, record);
    // A record that opens proves TLS 1.3, even if the ServerHello was not captured.
    if (result.kind === "opened") this.isTls13 ??= true;
    return result;
  }

  private clientHello(end: End, hello: ClientHello): void {
    const { random } = hello;
    if (random === undefined) return;
    if (this.isTls13) {
      // TLS 1.3 has no renegotiation: another connection begins on the same stream.
      this.isTls13 = undefined;
      this.tls13 = undefined;
    }
    if (this.isTls13 === undefined) {
      if (this.tls13 === undefined) this.tls13 = new Tls13Connection(this.secrets, end, hello, this.missed);
      else this.tls13.retry();
    }
    this.tls12.begin(end, hello, random);
  }

  private serverHello(end: End, hello: ServerHello): void {
    const version = chosenVersion(hello);
    if (version === undefined || hello.random === undefined || hello.cipherSuite === undefined) return;
    this.isTls13 = isTls13(version);
    if (this.isTls13) {
      // Without the ClientHello, the key log may still have the connection's secrets: they are found by trying.
      this.tls13 ??= new Tls13Connection(this.secrets, otherEnd(end), {}, this.missed);
      this.tls13.answer(version, hello.cipherSuite);
      this.tls12.forget();
    } else {
      this.tls13 = undefined;
      this.tls12.answer(version, hello);
    }
  }
}
