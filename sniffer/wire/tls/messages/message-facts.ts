import type { CertificateFacts } from "./certificate.ts";

type Detail = string | number | boolean | readonly string[];

/** What is read of a handshake message, filled in as the reading goes, so that nothing is lost where it ends in an error. */
export interface MessageFacts {
  serverName?: string;
  alpn?: readonly string[];
  /** A client's legacy_version; a server's choice. */
  version?: string;
  versions?: readonly string[];
  suites?: readonly string[];
  suite?: string;
  random?: string;
  sessionId?: string;
  compression?: readonly string[];
  extensions?: string[];
  groups?: readonly string[];
  group?: string;
  keyShares?: readonly string[];
  signatureAlgorithms?: readonly string[];
  pskModes?: readonly string[];
  certificates?: CertificateFacts[];
  /** What has no key of its own. */
  details?: Record<string, Detail>;
}

/** Notes something that has no key of its own. */
export function noteDetail(facts: MessageFacts, name: string, value: Detail): void {
  facts.details ??= {};
  facts.details[name] = value;
}
