import type { End } from "../../stream/end.ts";
import type { ClientHello, ServerHello, TlsMessage } from "../messages/message.ts";
import { handshakeType, protocolVersion } from "../names.ts";
import type { ClosedReason } from "./closed.ts";
import type { MissedRecords } from "./missed-records.ts";
import { type ArrivedRecord, closed, type Opened, type StillClosed } from "./opened.ts";
import { Tls12Direction } from "./tls12-direction.ts";
import { Tls12Handshake } from "./tls12-handshake.ts";
import { Tls12Keys } from "./tls12-keys.ts";
import type { Tls12Secrets } from "./tls12-secrets.ts";

/**
 * The encryption of a connection up to TLS 1.2: each handshake gives keys, and a change_cipher_spec puts them into use.
 */
export class Tls12Connection {
  private readonly secrets: Tls12Secrets;
  private readonly missed: readonly [MissedRecords, MissedRecords];
  private readonly directions: [Tls12Direction | undefined, Tls12Direction | undefined] = [undefined, undefined];
  private handshake: Tls12Handshake | undefined;
  private client: End = 0;

  constructor(secrets: Tls12Secrets, missed: readonly [MissedRecords, MissedRecords]) {
    this.secrets = secrets;
    this.missed = missed;
  }

  /** A ClientHello, also one inside the encryption, for a renegotiation. */
  begin(client: End, hello: ClientHello, random: Uint8Array): void {
    this.client = client;
    this.handshake = new Tls12Handshake(hello, random, this.secrets.areComputed);
  }

  /** The ServerHello, read at least as far as the suite. */
  answer(version: number, hello: ServerHello): void {
    const { handshake } = this;
    if (handshake === undefined) return;
    handshake.answer(version, hello);
    // If the server returns the id that the client offered, the session continues one that is already remembered.
    if (!handshake.isSameSession) this.secrets.remember(handshake.sessionId, handshake);
  }

  /** Every message. Call it for a hello after `begin` or `answer`. */
  message(message: TlsMessage, bytes: Uint8Array): void {
    const { handshake } = this;
    if (handshake === undefined || message.type === handshakeType.hello_request) return;
    handshake.hear(bytes);
    if (message.kind === "client_key_exchange") handshake.exchangeKeys(message.exchangeKeys ?? new Uint8Array(0));
    else if (message.kind === "new_session_ticket") this.rememberTicket(handshake, message.ticket?.slice());
  }

  private rememberTicket(handshake: Tls12Handshake, ticket: Uint8Array | undefined): void {
    if (ticket === undefined || Buffer.compare(ticket, handshake.offeredTicket) === 0) return;
    this.secrets.remember(ticket, handshake);
  }

  /** The connection is TLS 1.3. */
  forget(): void {
    this.handshake = undefined;
  }

  /** Bytes of a message are missing. */
  lose(): void {
    this.handshake?.lose();
  }

  changeCipher(end: End): void {
    if (this.changed(end) !== undefined) this.missed[end].opened();
  }

  open(end: End, record: ArrivedRecord): Opened | StillClosed {
    // A change_cipher_spec may be among the missing bytes.
    const direction = this.directions[end] ?? (this.missed[end].hasLost ? this.changed(end) : undefined);
    if (direction !== undefined) return direction.open(record);
    this.missed[end].pass();
    return closed({ kind: "no-handshake" });
  }

  /** From here on this end encrypts with the keys of the last handshake. */
  private changed(end: End): Tls12Direction | undefined {
    const { handshake } = this;
    if (handshake === undefined || !handshake.isAnswered) return undefined;
    const hasChainedIv = handshake.version < protocolVersion["TLS 1.1"];
    const direction = new Tls12Direction(() => this.keys(handshake, end), this.missed[end], hasChainedIv);
    this.directions[end] = direction;
    return direction;
  }

  private keys(handshake: Tls12Handshake, end: End): readonly Tls12Keys[] | ClosedReason {
    const masters = this.secrets.masters(handshake);
    if ("kind" in masters) return masters;
    const keys: Tls12Keys[] = [];
    for (const secret of masters) {
      const made = Tls12Keys.of(secret, handshake, end === this.client);
      if ("kind" in made) return made;
      keys.push(made);
    }
    return keys;
  }
}
