import { joined } from "../../stream/joined.ts";

/**
 * The labels of a key log that name a secret of a connection: RFC 9850 section 2, and NSS's `PMS_CLIENT_RANDOM`. The
 * value is the length of the secret in bytes; undefined means the length of the suite's hash.
 */
const secretLengths = {
  CLIENT_RANDOM: 48,
  PMS_CLIENT_RANDOM: undefined,
  CLIENT_EARLY_TRAFFIC_SECRET: undefined,
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: undefined,
  SERVER_HANDSHAKE_TRAFFIC_SECRET: undefined,
  CLIENT_TRAFFIC_SECRET_0: undefined,
  SERVER_TRAFFIC_SECRET_0: undefined,
  EARLY_EXPORTER_SECRET: undefined,
  EXPORTER_SECRET: undefined,
  ECH_SECRET: undefined,
  ECH_CONFIG: undefined,
} as const;

/** A label of a line that begins with the random of a ClientHello. */
export type SecretLabel = keyof typeof secretLengths;

/** One parsed line of a key log. `line` counts from 1. */
export type KeyLogLine =
  | { readonly kind: "secret"; readonly label: SecretLabel; readonly random: Uint8Array; readonly secret: Uint8Array }
  /** `RSA`: the premaster secret. The first eight bytes of its encrypted form identify it. */
  | { readonly kind: "premaster"; readonly encrypted: Uint8Array; readonly secret: Uint8Array }
  /** `RSA Session-ID:… Master-Key:…`, an old form of OpenSSL's tools. */
  | { readonly kind: "session"; readonly sessionId: Uint8Array; readonly secret: Uint8Array }
  /** A comment, an empty line, or a label of another protocol. */
  | { readonly kind: "other" }
  /** A line without a usable secret. `random`: the hexadecimal digits at the place of the random. */
  | { readonly kind: "bad"; readonly random: string; readonly isUnfinished: boolean };

export const secretLabels = Object.keys(secretLengths) as readonly SecretLabel[];

/** The longest line that is read: long enough for an ECH configuration. */
export const MAX_KEY_LOG_LINE = 16 * 1024;

const LF = 0x0a;
const decoder = new TextDecoder();

/**
 * Reads a key log (SSLKEYLOGFILE, RFC 9850) while it grows: call `push` for new bytes, and `end` after the last ones.
 */
export class KeyLogReader {
  /** Lines read so far. */
  lines = 0;
  private rest: Uint8Array = new Uint8Array(0);
  private isTooLong = false;

  /** Adds the next bytes; calls `take` for each line that they complete. */
  push(bytes: Uint8Array, take: (line: KeyLogLine, number: number) => void): void {
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      const line = joined(this.rest, bytes.subarray(from, end));
      this.rest = bytes.subarray(0, 0);
      from = end + 1;
      this.lines += 1;
      const isTooLong = this.isTooLong || line.length > MAX_KEY_LOG_LINE;
      take(isTooLong ? tooLong : readKeyLogLine(decoder.decode(line)), this.lines);
      this.isTooLong = false;
    }
    this.rest = this.isTooLong ? this.rest : joined(this.rest, bytes.subarray(from)).slice();
    if (this.rest.length <= MAX_KEY_LOG_LINE) return;
    this.isTooLong = true;
    this.rest = new Uint8Array(0);
  }

  /** After the last bytes: the last line may lack its line end. */
  end(take: (line: KeyLogLine, number: number) => void): void {
    if (this.rest.length === 0 && !this.isTooLong) return;
    const line = this.isTooLong ? tooLong : readKeyLogLine(decoder.decode(this.rest));
    this.rest = new Uint8Array(0);
    this.lines += 1;
    take(line.kind === "bad" ? { ...line, isUnfinished: true } : line, this.lines);
  }
}

const tooLong: KeyLogLine = { kind: "bad", random: "", isUnfinished: false };

/** Reads one line, with or without its line end. */
export function readKeyLogLine(line: string): KeyLogLine {
  // If a log is emptied while a program writes it, zeros come before the program's next line.
  const text = line.replace(/^[\0\s]+/, "").trimEnd();
  if (text === "" || text.startsWith("#")) return { kind: "other" };
  const [label, id = "", secret = "", ...more] = text.split(/[ \t]+/);
  if (label === "RSA") return readRsaLine(id, secret, more);
  const isKnown = Object.hasOwn(secretLengths, label!);
  if (!isKnown && /^[A-Za-z][A-Za-z0-9_]*$/.test(label!) && isHex(id) && isHex(secret)) return { kind: "other" };
  const random = /^[0-9a-fA-F]*/.exec(id)![0].toLowerCase();
  const bad: KeyLogLine = { kind: "bad", random, isUnfinished: false };
  if (!isKnown || more.length > 0 || id.length !== 64 || random.length !== 64 || !isHex(secret)) return bad;
  const name = label as SecretLabel;
  const wanted = secretLengths[name];
  if (wanted !== undefined && secret.length !== 2 * wanted) return bad;
  return { kind: "secret", label: name, random: bytesOf(id), secret: bytesOf(secret) };
}

function readRsaLine(id: string, secret: string, more: readonly string[]): KeyLogLine {
  const sessionId = /^Session-ID:([0-9a-fA-F]{2,64})$/.exec(id)?.[1];
  const master = /^Master-Key:([0-9a-fA-F]{96})$/.exec(secret)?.[1];
  if (sessionId !== undefined && master !== undefined && sessionId.length % 2 === 0) {
    return { kind: "session", sessionId: bytesOf(sessionId), secret: bytesOf(master) };
  }
  if (id.length !== 16 || !isHex(id) || secret.length !== 96 || !isHex(secret) || more.length > 0) {
    return { kind: "bad", random: "", isUnfinished: false };
  }
  return { kind: "premaster", encrypted: bytesOf(id), secret: bytesOf(secret) };
}

function isHex(text: string): boolean {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text);
}

function bytesOf(hexadecimal: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexadecimal, "hex"));
}
