import { suiteNumber, versionNumber } from "../../wire/tls/names.ts";
import { type PlaintextLength, plaintextLength } from "../../wire/tls/plaintext-length.ts";
import type {
  BinaryObservation,
  Observation,
  TextObservation,
  TlsAlertObservation,
  TlsMessageObservation,
  TlsRecordObservation,
} from "../observation.ts";
import { RecentMap } from "../recent-map.ts";

/** One message on the wire, or a record that carries none. */
export type Sent =
  | { readonly kind: "clear"; readonly part: TextObservation | BinaryObservation }
  | Hidden
  /** A record of the handshake, or an alert; `isAfterwards` for what TLS 1.3 sends when the handshake is over. */
  | { readonly kind: "protocol"; readonly part: TlsRecordObservation; readonly isAfterwards: boolean };

/** An encrypted application_data record that may carry a message, with what its length tells. */
export interface Hidden {
  readonly kind: "hidden";
  readonly part: TlsRecordObservation;
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly plaintext: PlaintextLength;
}

/** A record that is longer than this is no close_notify: alert, content type and tag of TLS 1.3 (RFC 8446 sections 5.2, 6). */
const LONGEST_CLOSE_NOTIFY = 2 + 1 + 16;
/** Most connections with a record that waits, or whose version is remembered; the oldest goes. */
const MAX_CONNECTIONS = 20_000;

interface Session {
  version?: string | undefined;
  suite?: string | undefined;
  /** Of each side, a short record that may turn out to be the close_notify. */
  waiting: { client?: TlsRecordObservation | undefined; server?: TlsRecordObservation | undefined };
}

/**
 * Tells messages from the rest: lines and binary data in the clear, and records that may carry a message. A hidden record of the handshake
 * is known by the guess that follows it at once, a close_notify by the alert that follows when its connection ends. Push each
 * observation; what became certain comes back in order.
 */
export class MessageReader {
  private readonly sessions = new RecentMap<number, Session>(MAX_CONNECTIONS, (forgotten) => this.release(forgotten));
  /** The record observed last, until the next observation shows what it was. */
  private undecided: TlsRecordObservation | undefined;
  /** What became certain by the observation that is being looked at. */
  private sent: Sent[] = [];

  push(observation: Observation): readonly Sent[] {
    this.sent = [];
    if (this.undecided !== undefined) this.decide(this.undecided, observation);
    switch (observation.kind) {
      case "text":
      case "binary":
        this.sent.push({ kind: "clear", part: observation });
        break;
      case "tls-record":
        if (observation.contentType !== "application_data")
          this.sent.push({ kind: "protocol", part: observation, isAfterwards: false });
        // What a suite without encryption hides nothing of is reported as text as well.
        else if (observation.encrypted) this.undecided = observation;
        break;
      case "tls-message":
        this.hello(observation);
        break;
      case "tls-alert":
        this.alert(observation);
        break;
      case "summary":
        for (const session of this.sessions.values()) this.release(session);
        break;
    }
    return this.sent;
  }

  /** Records of which it is not certain yet, as the messages that they probably are. */
  pending(): readonly Hidden[] {
    const waiting = [...this.sessions.values()].flatMap((session) =>
      [session.waiting.client, session.waiting.server].flatMap((record) => (record ? [hidden(record, session)] : [])),
    );
    const { undecided } = this;
    return undecided === undefined ? waiting : [...waiting, hidden(undecided, this.session(undecided.connection))];
  }

  private decide(record: TlsRecordObservation, next: Observation): void {
    this.undecided = undefined;
    const isGuess = (next.kind === "tls-message" || next.kind === "tls-alert") && next.guess === true;
    if (isGuess && next.connection === record.connection && next.offset === record.offset) {
      const isAfterwards = next.kind === "tls-alert" || next.message === "new_session_ticket";
      this.sent.push({ kind: "protocol", part: record, isAfterwards });
      return;
    }
    const session = this.session(record.connection);
    const before = session.waiting[record.from];
    if (before !== undefined) this.sent.push(hidden(before, session));
    const mayBeLast = record.length <= LONGEST_CLOSE_NOTIFY;
    session.waiting[record.from] = mayBeLast ? record : undefined;
    if (!mayBeLast) this.sent.push(hidden(record, session));
  }

  private hello({ message, connection, version, suite, compression }: TlsMessageObservation): void {
    if (message !== "server_hello") return;
    const session = this.session(connection);
    session.version = version;
    // Compressed data have any length: then nothing follows from the length of a record.
    session.suite = compression?.some((method) => method !== "null") ? undefined : suite;
  }

  private alert({ connection, from, offset }: TlsAlertObservation): void {
    const waiting = this.sessions.get(connection)?.waiting;
    const part = waiting?.[from];
    if (waiting === undefined || part?.offset !== offset) return;
    waiting[from] = undefined;
    this.sent.push({ kind: "protocol", part, isAfterwards: true });
  }

  private release(session: Session): void {
    const { client, server } = session.waiting;
    session.waiting = {};
    for (const record of [client, server]) if (record !== undefined) this.sent.push(hidden(record, session));
  }

  private session(connection: number): Session {
    const known = this.sessions.get(connection);
    if (known !== undefined) return known;
    const session: Session = { waiting: {} };
    this.sessions.set(connection, session);
    return session;
  }
}

function hidden(part: TlsRecordObservation, { version, suite }: Session): Hidden {
  return {
    kind: "hidden",
    part,
    version,
    suite,
    plaintext: plaintextLength(part.length, versionNumber(version), suiteNumber(suite)),
  };
}
