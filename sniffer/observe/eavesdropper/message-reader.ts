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

/** One message on the wire, or a record without one. */
export type Sent =
  | { readonly kind: "clear"; readonly part: TextObservation | BinaryObservation }
  | Hidden
  /** A record of the handshake, or an alert. `isAfterwards`: TLS 1.3 sent it after the handshake. */
  | { readonly kind: "protocol"; readonly part: TlsRecordObservation; readonly isAfterwards: boolean };

/** An encrypted application_data record that may carry a message, and what its length reveals. */
export interface Hidden {
  readonly kind: "hidden";
  readonly part: TlsRecordObservation;
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly plaintext: PlaintextLength;
}

/** The longest record that can be a close_notify: alert, content type and tag of TLS 1.3 (RFC 8446 sections 5.2, 6). */
const LONGEST_CLOSE_NOTIFY = 2 + 1 + 16;
/** Most connections with a waiting record or a remembered version; the oldest is forgotten. */
const MAX_CONNECTIONS = 20_000;

interface Session {
  version?: string | undefined;
  suite?: string | undefined;
  /** The last short record of each side: it may be the close_notify. */
  waiting: { client?: TlsRecordObservation | undefined; server?: TlsRecordObservation | undefined };
}

/**
 * Tells messages from everything else: unencrypted lines and binary data, and records that may carry a message. A guess
 * directly after a hidden record shows that it belongs to the handshake. An alert at the end of its connection shows
 * that it is close_notify. Push each observation; what is certain comes back in order.
 */
export class MessageReader {
  private readonly sessions = new RecentMap<number, Session>(MAX_CONNECTIONS, (forgotten) => this.release(forgotten));
  /** The last record, until the next observation shows what it was. */
  private undecided: TlsRecordObservation | undefined;
  /** What the present observation made certain. */
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
        // Records of a suite without encryption are reported as text too.
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

  /** The records in doubt, as the messages that they probably are. */
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
    // After compression, the length of a record reveals nothing.
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
