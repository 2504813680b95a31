import { protocolVersion } from "../names.ts";
import type { ClosedReason } from "./closed.ts";
import { decryptPremaster, pskPremaster } from "./premaster.ts";
import { keyOf, type Secret, type Secrets } from "./secrets.ts";
import type { Tls12Handshake } from "./tls12-handshake.ts";

/** Most earlier sessions remembered, by id and by ticket. */
const MAX_SESSIONS = 10_000;
/** Most sessions in a chain, each the continuation of the one before. */
const MAX_HOPS = 1000;

/** Finds the master secrets of handshakes up to TLS 1.2, and remembers sessions that later handshakes continue. */
export class Tls12Secrets {
  private readonly secrets: Secrets;
  private readonly sessions = new Map<string, Tls12Handshake>();

  constructor(secrets: Secrets) {
    this.secrets = secrets;
  }

  /** Whether master secrets may have to be computed from premaster secrets; that needs the messages. */
  get areComputed(): boolean {
    const { privateKeys, psks, hasPremasters } = this.secrets;
    return privateKeys.length > 0 || psks.length > 0 || hasPremasters;
  }

  /** A session that can be continued, by the id in its ServerHello or by a ticket. */
  remember(name: Uint8Array, handshake: Tls12Handshake): void {
    if (name.length === 0) return;
    const key = keyOf(name);
    this.sessions.delete(key);
    this.sessions.set(key, handshake);
    if (this.sessions.size > MAX_SESSIONS) this.sessions.delete(this.sessions.keys().next().value!);
  }

  /** All possible master secrets, or why there are none. There are several only with several pre-shared keys. */
  masters(handshake: Tls12Handshake): readonly Secret[] | ClosedReason {
    const found = handshake.masters ?? this.find(handshake);
    if (!("kind" in found)) handshake.masters = found;
    return found;
  }

  /** A session that continues another has its master secret. That one may continue a third. */
  private find(handshake: Tls12Handshake): readonly Secret[] | ClosedReason {
    const { secrets } = this;
    let from: Tls12Handshake | undefined = handshake;
    for (let hops = 0; from !== undefined && hops < MAX_HOPS; hops++) {
      const direct = secrets.find("CLIENT_RANDOM", from.clientRandom) ?? secrets.session(from.sessionId);
      const found = direct !== undefined ? [direct] : from.isResumed ? undefined : this.compute(from);
      if (found !== undefined) return "kind" in found || hops === 0 ? found : found.map(resumed);
      from.earlier ??= this.earlierOf(from);
      from = from.earlier;
    }
    const missing = secrets.whyMissing("CLIENT_RANDOM", handshake.clientRandom);
    return missing.kind === "damaged-line" ? missing : { kind: "resumed" };
  }

  private earlierOf({ isSameSession, sessionId, offeredTicket }: Tls12Handshake): Tls12Handshake | undefined {
    return (isSameSession ? this.sessions.get(keyOf(sessionId)) : undefined) ?? this.sessions.get(keyOf(offeredTicket));
  }

  /** RFC 5246 section 8.1.1, RFC 4279. */
  private compute(handshake: Tls12Handshake): readonly Secret[] | ClosedReason {
    const premasters = this.premasters(handshake);
    if ("kind" in premasters) return premasters;
    const masters = premasters.map(({ bytes, origin }) => ({ bytes: handshake.master(bytes), origin }));
    if (masters.some(({ bytes }) => bytes === undefined)) return { kind: "no-handshake" };
    return masters as Secret[];
  }

  private premasters(handshake: Tls12Handshake): readonly Secret[] | ClosedReason {
    const { secrets } = this;
    const { clientRandom, properties, suite } = handshake;
    const logged = secrets.find("PMS_CLIENT_RANDOM", clientRandom);
    if (logged !== undefined) return [logged];
    const exchange = properties?.keyExchange;
    const isPsk = properties?.isPsk ?? false;
    const missing = secrets.whyMissing("CLIENT_RANDOM", clientRandom);
    if (exchange === "PSK" && secrets.psks.length > 0) {
      return secrets.psks.map((psk) => ({ bytes: pskPremaster(psk), origin: { kind: "psk" } as const }));
    }
    if (exchange === "RSA") {
      const carried = this.carriedByRsa(handshake);
      if (carried === undefined) return secrets.privateKeys.length > 0 ? { kind: "other-private-key" } : missing;
      if (!isPsk) return [carried];
      return secrets.psks.map((psk) => ({ bytes: pskPremaster(psk, carried.bytes), origin: carried.origin }));
    }
    const isWrongMeans = secrets.privateKeys.length > 0 || secrets.psks.length > 0;
    return isWrongMeans && !secrets.hasKeyLog ? { kind: "forward-secrecy", suite } : missing;
  }

  /** The premaster secret that the client encrypted for the server's key. */
  private carriedByRsa({ keyExchange, properties, version }: Tls12Handshake): Secret | undefined {
    const encrypted = encryptedPremaster(keyExchange!, properties?.isPsk ?? false, version);
    if (encrypted === undefined) return undefined;
    const logged = this.secrets.premaster(encrypted);
    if (logged !== undefined) return logged;
    for (const { key, source } of this.secrets.privateKeys) {
      const bytes = decryptPremaster(key, encrypted);
      if (bytes !== undefined) return { bytes, origin: { kind: "private-key", source } };
    }
    return undefined;
  }
}

/**
 * The encrypted premaster secret in a ClientKeyExchange. Before it are a length, which SSL 3.0 left out, and with
 * RSA_PSK an identity.
 */
function encryptedPremaster(body: Uint8Array, isPsk: boolean, version: number): Uint8Array | undefined {
  let at = 0;
  const length16 = () => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
  if (isPsk) at += 2 + length16();
  if (version === protocolVersion["SSL 3.0"]) return body.subarray(at);
  const length = length16();
  return at + 2 + length === body.length ? body.subarray(at + 2) : undefined;
}

function resumed({ bytes, origin }: Secret): Secret {
  return { bytes, origin: { kind: "resumed", from: origin } };
}
