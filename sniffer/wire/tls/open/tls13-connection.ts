import type { End } from "../../stream/end.ts";
import { extensionOf } from "../messages/extension.ts";
import type { ClientHello, TlsMessage } from "../messages/message.ts";
import { handshakeType, protocolVersion } from "../names.ts";
import { suiteProperties } from "../registry/cipher-suites.ts";
import { algorithmOf } from "./algorithms.ts";
import type { ClosedReason } from "./closed.ts";
import type { SuiteHash } from "./hkdf.ts";
import type { SecretLabel } from "./key-log.ts";
import type { MissedRecords } from "./missed-records.ts";
import type { ArrivedRecord, Opened, StillClosed } from "./opened.ts";
import type { Secret, SecretOrigin, Secrets } from "./secrets.ts";
import { type Phase, Tls13Direction } from "./tls13-direction.ts";
import { Tls13Keys, type Tls13Suite } from "./tls13-keys.ts";

const labels: Readonly<Record<Phase, readonly [client: SecretLabel, server: SecretLabel]>> = {
  early: ["CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_EARLY_TRAFFIC_SECRET"],
  handshake: ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET"],
  traffic: ["CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"],
};

/** The encryption of a TLS 1.3 connection, from its ClientHello on. */
export class Tls13Connection {
  private readonly secrets: Secrets;
  private readonly client: End;
  /** The random by which the key log knows the connection; empty if the ClientHello was not captured. */
  private random: Uint8Array;
  /** Whether the key log may have another random: of a hidden ClientHello (ECH), or of one that was not captured. */
  private isHidden: boolean;
  private readonly isSearched: [boolean, boolean] = [false, false];
  private readonly offersEarlyData: boolean;
  private readonly offeredSuites: readonly number[];
  private readonly directions: readonly [Tls13Direction, Tls13Direction];
  private readonly missed: readonly [MissedRecords, MissedRecords];
  private suite: Tls13Suite | ClosedReason = { kind: "no-handshake" };

  /** The known parts of the ClientHello; all may be missing. */
  constructor(
    secrets: Secrets,
    client: End,
    { extensions, cipherSuites = [], random = new Uint8Array(0) }: Partial<ClientHello>,
    missed: readonly [MissedRecords, MissedRecords],
  ) {
    this.secrets = secrets;
    this.client = client;
    this.missed = missed;
    this.random = random.slice();
    this.isHidden = random.length === 0 || extensionOf(extensions, "encrypted_client_hello") !== undefined;
    this.offersEarlyData = extensionOf(extensions, "early_data") !== undefined;
    this.offeredSuites = cipherSuites;
    this.directions = [
      new Tls13Direction((phase) => this.keys(phase, 0), missed[0]),
      new Tls13Direction((phase) => this.keys(phase, 1), missed[1]),
    ];
    if (this.offersEarlyData) this.directions[client].enter("early");
  }

  /** The second ClientHello, after a HelloRetryRequest: early data are over. */
  retry(): void {
    this.directions[this.client].enter("handshake");
  }

  /** The ServerHello. */
  answer(version: number, suite: number): void {
    this.suite = tls13Suite(version, suite) ?? { kind: "not-available", suite };
    for (const direction of this.directions) direction.settle();
  }

  /** Any later message, unencrypted or opened. */
  message(end: End, { kind, type }: TlsMessage): void {
    const direction = this.directions[end];
    if (kind === "finished") direction.enter("traffic");
    else if (kind === "key_update") direction.update();
    else if (type === handshakeType.end_of_early_data) direction.enter("handshake");
  }

  open(end: End, record: ArrivedRecord): Opened | StillClosed {
    if (this.isHidden) this.search(end, record);
    return this.directions[end].open(record);
  }

  /** Finds the key-log lines of a hidden ClientHello: they open the first encrypted record of this side. */
  private search(end: End, { type, version, fragment }: ArrivedRecord): void {
    const { suite } = this;
    const label = labels.handshake[end === this.client ? 0 : 1];
    if ("kind" in suite || fragment === undefined || this.isSearched[end]) return;
    this.isSearched[end] = true;
    this.isHidden = this.secrets.find(label, this.random) === undefined;
    if (!this.isHidden) return;
    for (const { random, secret } of this.secrets.newest(label)) {
      if (!this.missed[end].mayTry()) return;
      if (secret.bytes.length !== hashLength(suite.hash)) continue;
      const keys = new Tls13Keys(secret, label, suite);
      if (keys.open({ sequence: 0, position: 0, iv: undefined }, { type, version, fragment }) === undefined) continue;
      this.random = random;
      this.isHidden = false;
      return;
    }
  }

  private keys(phase: Phase, end: End): readonly Tls13Keys[] | ClosedReason {
    const { suite } = this;
    const label = labels[phase][end === this.client ? 0 : 1];
    const secret = this.secrets.find(label, this.random);
    if (phase === "early") return this.earlyKeys();
    // If the ServerHello was not captured, the suite is found by trying.
    const isTried = secret !== undefined && "kind" in suite && suite.kind === "no-handshake";
    if (isTried) return this.offeredKeys(secret, label);
    if ("kind" in suite) return suite;
    if (secret === undefined) return this.random.length === 0 ? { kind: "no-handshake" } : this.whyMissing(label);
    if (secret.bytes.length !== hashLength(suite.hash)) return damaged(secret.origin);
    return [new Tls13Keys(secret, label, suite)];
  }

  /** The suite of early data is that of the earlier session: any offered suite that fits the secret. */
  private earlyKeys(): readonly Tls13Keys[] | ClosedReason {
    const label = labels.early[0];
    const secret = this.secrets.find(label, this.random);
    if (secret === undefined) {
      const reason = this.whyMissing(label);
      return reason.kind === "no-such-secret" ? { kind: "no-early-secret" } : reason;
    }
    return this.offeredKeys(secret, label);
  }

  /** Keys for each offered suite that fits the secret. */
  private offeredKeys(secret: Secret, label: SecretLabel): readonly Tls13Keys[] {
    const version = "kind" in this.suite ? protocolVersion["TLS 1.3"] : this.suite.version;
    return this.offeredSuites
      .map((suite) => tls13Suite(version, suite))
      .filter((suite) => suite !== undefined)
      .filter(({ hash }) => hashLength(hash) === secret.bytes.length)
      .map((suite) => new Tls13Keys(secret, label, suite));
  }

  private whyMissing(label: SecretLabel): ClosedReason {
    const { secrets } = this;
    const reason = secrets.whyMissing(label, this.random);
    const isWrongMeans = reason.kind === "no-keys" && !secrets.isEmpty;
    return isWrongMeans
      ? { kind: "forward-secrecy", suite: "kind" in this.suite ? 0 : this.suite.properties.number }
      : reason;
  }
}

function tls13Suite(version: number, suite: number): Tls13Suite | undefined {
  const properties = suiteProperties(suite);
  if (properties?.keyExchange !== "TLS 1.3") return undefined;
  const algorithm = algorithmOf(properties);
  const { hash } = properties;
  if (algorithm === undefined || (hash !== "sha256" && hash !== "sha384")) return undefined;
  return { properties, version, hash, algorithm };
}

/** The secret is too short or too long for the suite. */
function damaged(origin: SecretOrigin): ClosedReason {
  if (origin.kind !== "key-log") return { kind: "not-authentic", hasOpened: false };
  return { kind: "damaged-line", source: origin.source, line: origin.line };
}

function hashLength(hash: SuiteHash): number {
  return hash === "sha384" ? 48 : 32;
}
