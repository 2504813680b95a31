import type { TlsMessageObservation } from "../observe/observation.ts";
import type { CertificateFacts } from "../wire/tls/certificate-facts.ts";
import type { HandshakeFacts } from "./compared-capture.ts";

/** Most different values kept of each fact. */
const MAX_VALUES = 20;

/** Gathers what handshakes tell in the clear, each value once. */
export class HandshakeFactsCollector {
  private readonly serverNames = new Set<string>();
  private readonly alpnOffered = new Set<string>();
  private readonly alpnChosen = new Set<string>();
  private readonly versions = new Set<string>();
  private readonly suites = new Set<string>();
  private readonly suitesOffered = new Set<number>();
  private readonly probableCertificates = new Set<number>();
  private readonly certificates = new Map<string, CertificateFacts>();

  push(message: TlsMessageObservation): void {
    if (message.guess) {
      const names = [message.message, ...((message.details?.with as readonly string[] | undefined) ?? [])];
      if (message.from === "server" && names.includes("certificate")) add(this.probableCertificates, message.length);
      return;
    }
    switch (message.message) {
      case "client_hello":
        add(this.serverNames, message.serverName);
        for (const protocol of message.alpn ?? []) add(this.alpnOffered, protocol);
        if (message.suites !== undefined) add(this.suitesOffered, message.suites.length);
        break;
      case "server_hello":
        add(this.versions, message.version);
        add(this.suites, message.suite);
        add(this.alpnChosen, message.alpn?.[0]);
        break;
      case "certificate":
        if (message.from === "server") this.certificate(message.certificates?.[0]);
        break;
    }
  }

  facts(): HandshakeFacts {
    return {
      serverNames: [...this.serverNames],
      alpnOffered: [...this.alpnOffered],
      alpnChosen: [...this.alpnChosen],
      versions: [...this.versions],
      suites: [...this.suites],
      certificates: [...this.certificates.values()],
      probableCertificates: [...this.probableCertificates],
      suitesOffered: [...this.suitesOffered],
    };
  }

  private certificate(facts: CertificateFacts | undefined): void {
    if (facts !== undefined && this.certificates.size < MAX_VALUES) this.certificates.set(JSON.stringify(facts), facts);
  }
}

function add<T>(values: Set<T>, value: T | undefined): void {
  if (value !== undefined && values.size < MAX_VALUES) values.add(value);
}
