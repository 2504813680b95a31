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
  private readonly heard: { readonly [Key in keyof TlsOverheard]: TlsOverheard[Key][number][] } = {
    serverNames: [],
    alpnOffered: [],
    alpnChosen: [],
    versions: [],
    suites: [],
    certificates: [],
    probableCertificates: [],
    suitesOffered: [],
    alerts: [],
  };

  constructor(onFound: (about: FactName, packet: number) => void) {
    this.onFound = onFound;
  }

  message(message: TlsMessageObservation): void {
    if (message.guess) {
      const names = [message.message, ...((message.details?.with as readonly string[] | undefined) ?? [])];
      if (message.from === "server" && names.includes("certificate"))
        this.add("certificate", this.heard.probableCertificates, message.length, message.packet);
      return;
    }
    const { serverName, alpn = [], suites, suite, version, certificates, packet } = message;
    switch (message.message) {
      case "client_hello":
        this.add("serverName", this.heard.serverNames, serverName, packet);
        for (const protocol of alpn) this.add("alpn", this.heard.alpnOffered, protocol, packet);
        this.add("software", this.heard.suitesOffered, suites?.length, packet);
        break;
      case "server_hello":
        this.add("version", this.heard.versions, version, packet);
        this.add("suite", this.heard.suites, suite, packet);
        this.add("alpn", this.heard.alpnChosen, alpn[0], packet);
        break;
      case "certificate":
        if (message.from === "server") this.certificate(certificates?.[0], packet);
        break;
    }
  }

  alert({ encrypted, description, packet }: TlsAlertObservation): void {
    if (!encrypted) this.add("alerts", this.heard.alerts, description, packet);
  }

  overheard(): TlsOverheard {
    return structuredClone(this.heard);
  }

  private certificate(facts: CertificateFacts | undefined, packet: number): void {
    const { certificates } = this.heard;
    this.add("certificate", certificates, certificates.find(({ sha256 }) => sha256 === facts?.sha256) ?? facts, packet);
  }

  private add<T>(about: FactName, values: T[], value: T | undefined, packet: number): void {
    if (value === undefined || values.length === MAX_VALUES) return;
    if (!values.includes(value)) values.push(value);
    this.onFound(about, packet);
  }
}
