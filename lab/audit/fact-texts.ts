import type { Renegotiation } from "./seen.ts";
import { texts } from "./texts.ts";

/** The facts about a server. */
export const factTexts = {
  labels: {
    versions: "versions",
    suites: (version: string) => `suites, ${version}`,
    forwardSecrecy: "forward secrecy",
    groups: "groups",
    hybrid: "X25519MLKEM768",
    schemes: (version: string) => `signatures, ${version}`,
    order: (version: string) => `suite order, ${version}`,
    compression: "compression",
    renegotiationInfo: "secure renegotiation",
    renegotiation: "client may renegotiate",
    masterSecret: "extended master secret",
    encryptThenMac: "encrypt-then-MAC",
    fallback: "refuses fallback",
    resumption: (version: string) => `resumption, ${version}`,
    alpn: "ALPN",
    clear: "line in the clear",
    certificate: "certificate",
    names: "names",
    key: "key",
    signature: "signed with",
    dates: "valid",
    chain: "certificates sent",
  },
  yesNo: (is: boolean) => (is ? "yes" : "no"),
  renegotiation: (seen: Renegotiation) => {
    if (seen.times > 0) return `${seen.isAccepted ? "yes" : "no"}: ${texts.renegotiated(seen)}`;
    return seen.isRefused ? "no" : "no: the server did not answer";
  },
  unknown: "not known",
  none: "none",
  always: "always",
  never: "never",
  sometimes: "not with every suite",
  hybrid: "yes: a future quantum computer cannot read a recording of today",
  noHybrid: "no: a future quantum computer may read a recording of today",
  noTls13: "no: it needs TLS 1.3",
  notNeeded: "not needed: no CBC suites",
  order: { server: "the server's", client: "the client's" },
  resumption: { ticket: "with a ticket", "session id": "with a session id", none: "no" },
  clear: {
    talks: "the server answers in the clear",
    refuses: "the server closes the connection",
    silent: "the server sends nothing",
  },
  dates: (start: Date, end: Date) => `${day(start)} to ${day(end)}`,
  unreadable: "cannot be read",
} as const;

function day(time: Date): string {
  return Number.isNaN(time.getTime()) ? "?" : time.toISOString().slice(0, 10);
}
