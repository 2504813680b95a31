import type { KeyObject } from "node:crypto";
import type { ClosedReason } from "./closed.ts";
import { findKept, type KeptSecrets, keptSecret, labelsIn, without } from "./kept-secrets.ts";
import { type KeyLogLine, KeyLogReader, type SecretLabel } from "./key-log.ts";

export type SecretOrigin =
  | { readonly kind: "key-log"; readonly source: string; readonly line: number; readonly label: string }
  | { readonly kind: "private-key"; readonly source: string }
  | { readonly kind: "psk" }
  /** The session continues an earlier one, and uses its secret. */
  | { readonly kind: "resumed"; readonly from: SecretOrigin };

export interface Secret {
  readonly bytes: Uint8Array;
  readonly origin: SecretOrigin;
}

/** A key-log line without a usable secret. */
export interface BadLine {
  readonly source: string;
  readonly line: number;
  /** The hexadecimal digits at the place of the random. */
  readonly random: string;
  /** Whether it is the last line and has no line end, as in a log that is being written. */
  readonly isUnfinished: boolean;
}

/** Most connections whose secrets are kept. Those with the oldest lines are forgotten first. */
const MAX_KEY_LOG_CONNECTIONS = 250_000;
/** Most connections whose lines are tried if the ClientHello does not show the right one. */
const MAX_TRIED = 1000;
const MAX_BAD_LINES = 1000;
/** The fewest digits of a damaged random that are compared. */
const FEWEST_DIGITS = 8;

/**
 * Opens lines of a home-made encryption with a given key. The sniffer knows no such scheme: the caller passes this in.
 * Lines come in the order of the capture; earlier lines may hold the keys of later ones.
 */
export interface LineOpener {
  /** The plain text of a line; undefined if the line is something else, or stays closed. */
  open(connection: number, from: "client" | "server", line: string): string | undefined;
  /** The result so far. */
  readonly outcome: OpenerOutcome;
}

/**
 * The result of opening lines. "no-keys": the lines that carry keys are not in the capture. "forward-secret": no access
 * key opens these layers, not even the right one.
 */
export type OpenerOutcome = "opened" | "wrong-key" | "no-keys" | "forward-secret" | "no-layers";

/** All keys for a capture: key logs, private keys of servers, pre-shared keys. */
export class Secrets {
  readonly privateKeys: { readonly key: KeyObject; readonly source: string }[] = [];
  readonly psks: Uint8Array[] = [];
  readonly badLines: BadLine[] = [];
  /** Whether a key log was given, even an empty one. */
  hasKeyLog = false;
  /** Opens home-made layers; set if their access key was given. */
  lines: LineOpener | undefined;
  private hasTls13Lines = false;
  private hasPremasterLines = false;
  private readonly readers = new Map<string, KeyLogReader>();
  private readonly connections = new Map<string, KeptSecrets>();
  private readonly sources: string[] = [];
  private readonly premasters = new Map<string, Secret>();
  private readonly sessions = new Map<string, Secret>();

  /** Adds the next bytes of a key log. `source` names its file, or the capture itself. */
  addKeyLog(bytes: Uint8Array, source: string): void {
    this.hasKeyLog = true;
    const reader = this.readers.get(source) ?? new KeyLogReader();
    this.readers.set(source, reader);
    reader.push(bytes, (line, number) => this.take(line, number, source));
  }

  /** The key log of this source has ended: its last line may lack its line end. */
  endKeyLog(source: string): void {
    this.readers.get(source)?.end((line, number) => this.take(line, number, source));
    this.readers.delete(source);
  }

  get isEmpty(): boolean {
    return !this.hasKeyLog && this.privateKeys.length === 0 && this.psks.length === 0 && this.lines === undefined;
  }

  /** Whether the key log has premaster secrets. */
  get hasPremasters(): boolean {
    return this.premasters.size > 0 || this.hasPremasterLines;
  }

  /** The secret of this label for the connection whose ClientHello has this random. */
  find(label: SecretLabel, random: Uint8Array): Secret | undefined {
    return this.read(this.connections.get(keyOf(random)), label);
  }

  /** The secrets of this label in the newest lines, the newest first. */
  *newest(label: SecretLabel): Iterable<{ readonly random: Uint8Array; readonly secret: Secret }> {
    for (const [key, known] of [...this.connections].slice(-MAX_TRIED).reverse()) {
      const secret = this.read(known, label);
      if (secret !== undefined) yield { random: Buffer.from(key, "latin1"), secret };
    }
  }

  /** All key-log lines of the connection that has this secret. */
  linesBeside({ origin }: Secret): readonly { readonly label: string; readonly line: number }[] {
    if (origin.kind !== "key-log") return [];
    for (const known of this.connections.values()) {
      const lines = labelsIn(known).flatMap((label) => {
        const { origin: other } = this.read(known, label)!;
        return other.kind === "key-log" ? [other] : [];
      });
      if (lines.some(({ line, source }) => line === origin.line && source === origin.source)) return lines;
    }
    return [];
  }

  /** The premaster secret for an encrypted one, from the key log's `RSA` lines. */
  premaster(encrypted: Uint8Array): Secret | undefined {
    return this.premasters.get(keyOf(encrypted.subarray(0, 8)));
  }

  /** The master secret of a session id, from the key log. */
  session(id: Uint8Array): Secret | undefined {
    return this.sessions.get(keyOf(id));
  }

  /** Why the key log does not have the secret of this label. */
  whyMissing(label: SecretLabel, random: Uint8Array): ClosedReason {
    if (!this.hasKeyLog) return { kind: "no-keys" };
    const isTls13 = label !== "CLIENT_RANDOM";
    const known = this.connections.get(keyOf(random));
    const damaged = this.damagedLine(random);
    if (damaged !== undefined) return { kind: "damaged-line", source: damaged.source, line: damaged.line };
    if (isTls13 && (known === undefined ? !this.hasTls13Lines && this.connections.size > 0 : isTls12Only(known))) {
      return { kind: "only-tls12-lines" };
    }
    return known === undefined ? { kind: "no-line", random } : { kind: "no-such-secret", label };
  }

  private take(line: KeyLogLine, number: number, source: string): void {
    switch (line.kind) {
      case "secret": {
        const { label, random, secret: bytes } = line;
        if (label === "PMS_CLIENT_RANDOM") this.hasPremasterLines = true;
        else if (label !== "CLIENT_RANDOM") this.hasTls13Lines = true;
        const key = keyOf(random);
        const known = without(this.connections.get(key) ?? "", label);
        remember(this.connections, key, known + keptSecret(label, this.sourceNumber(source), number, bytes));
        break;
      }
      case "premaster":
        remember(this.premasters, keyOf(line.encrypted), fromLine(line.secret, source, number, "RSA"));
        break;
      case "session":
        remember(this.sessions, keyOf(line.sessionId), fromLine(line.secret, source, number, "RSA Session-ID"));
        break;
      case "bad":
        if (this.badLines.length < MAX_BAD_LINES) {
          this.badLines.push({ source, line: number, random: line.random, isUnfinished: line.isUnfinished });
        }
        break;
    }
  }

  private read(known: KeptSecrets | undefined, label: SecretLabel): Secret | undefined {
    const kept = known === undefined ? undefined : findKept(known, label);
    if (kept === undefined) return undefined;
    return {
      bytes: kept.bytes,
      origin: { kind: "key-log", source: this.sources[kept.source]!, line: kept.line, label },
    };
  }

  private sourceNumber(source: string): number {
    const at = this.sources.indexOf(source);
    return at >= 0 ? at : this.sources.push(source) - 1;
  }

  /** The damaged line for this random: it has the random, or its first digits. */
  private damagedLine(random: Uint8Array): BadLine | undefined {
    const digits = Buffer.from(random).toString("hex");
    return this.badLines.find((bad) => bad.random.length >= FEWEST_DIGITS && digits.startsWith(bad.random));
  }
}

function isTls12Only(known: KeptSecrets): boolean {
  return labelsIn(known).every((label) => label === "CLIENT_RANDOM" || label === "PMS_CLIENT_RANDOM");
}

function fromLine(bytes: Uint8Array, source: string, line: number, label: string): Secret {
  return { bytes, origin: { kind: "key-log", source, line, label } };
}

/** Adds the newest entry at the end. Forgets the oldest one if there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_KEY_LOG_CONNECTIONS) map.delete(map.keys().next().value!);
}

/** Bytes as the key of a map. */
export function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
