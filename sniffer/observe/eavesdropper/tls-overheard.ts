import type { CertificateFacts } from "../../wire/tls/certificate-facts.ts";
import type { TlsAlertObservation, TlsMessageObservation } from "../observation.ts";
import type { FactName } from "./texts.ts";

/** Most different values kept of each fact. */
const MAX_VALUES = 20;

/** The unencrypted facts of TLS handshakes and alerts, each value once. Untrusted text. */
export interface TlsOverheard {
  readonly serverNames: readonly string[];
  readonly alpnOffered: readonly string[];
  readonly alpnChosen: readonly string[];
  readonly versions: readonly string[];
  readonly suites: readonly string[];
  /** The servers' own certificates. */
  readonly certificates: readonly CertificateFacts[];
  /** Bytes of hidden messages that are probably a Certificate, or hold one. */
  readonly probableCertificates: readonly number[];
  /** The number of suites in each ClientHello. */
  readonly suitesOffered: readonly number[];
  readonly alerts: readonly string[];
}

/** Collects the facts of handshakes. Calls `onFound` with what a packet showed. */
export class TlsListener {
  private readonly onFound: (about: FactName, packet: number) => void;
  private readonly serverNames = new Set<string>();
  private readonly alpnOffered = new Set<string>();
  private readonly alpnChosen = new Set<string>();
  private readonly versions = new Set<string>();
  private readonly suites = new Set<string>();
  private readonly suitesOffered = new Set<number>();
  private readonly probableCertificates = new Set<number>();
  private readonly alerts = new Set<string>();
  private readonly certificates = new Map<string, CertificateFacts>();

  constructor(onFound: (about: FactName, packet: number) => void) {
    this.onFound = onFound;
  }

  message(message: TlsMessageObservation): void {
    if (message.guess) {
      const names = [message.message, ...((message.details?.with as readonly string[] | undefined) ?? [])];
      if (message.from === "server" && names.includes("certificate"))
        this.add("certificate", this.probableCertificates, message.length, message.packet);
      return;
    }
    const { serverName, alpn = [], suites, suite, version, certificates, packet } = message;
    switch (message.message) {
      case "client_hello":
        this.add("serverName", this.serverNames, serverName, packet);
        for (const protocol of alpn) this.add("alpn", this.alpnOffered, protocol, packet);
        this.add("software", this.suitesOffered, suites?.length, packet);
        break;
      case "server_hello":
        this.add("version", this.versions, version, packet);
        this.add("suite", this.suites, suite, packet);
        this.add("alpn", this.alpnChosen, alpn[0], packet);
        break;
      case "certificate":
        if (message.from === "server") this.certificate(certificates?.[0], packet);
        break;
    }
  }

  alert({ encrypted, description, packet }: TlsAlertObservation): void {
    if (!encrypted) this.add("alerts", this.alerts, description, packet);
  }

  overheard(): TlsOverheard {
    return {
      serverNames: [...this.serverNames],
      alpnOffered: [...this.alpnOffered],
      alpnChosen: [...this.alpnChosen],
      versions: [...this.versions],
      suites: [...this.suites],
      certificates: [...this.certificates.values()],
      probableCertificates: [...this.probableCertificates],
      suitesOffered: [...this.suitesOffered],
      alerts: [...this.alerts],
    };
  }

  private certificate(facts: CertificateFacts | undefined, packet: number): void {
    if (facts === undefined || this.certificates.size === MAX_VALUES) return;
    this.certificates.set(JSON.stringify(facts), facts);
    this.onFound("certificate", packet);
  }

  private add<T>(about: FactName, values: Set<T>, value: T | undefined, packet: number): void {
    if (value === undefined || values.size === MAX_VALUES) return;
    values.add(value);
    this.onFound(about, packet);
  }
}
