import { hex } from "../wire/decode/reader.ts";
import { suiteName } from "../wire/tls/names.ts";
import type { ClosedKind, ClosedReason } from "../wire/tls/open/closed.ts";

/** Why a record stayed closed although keys were given, with what helps to find the right ones. */
export interface ClosedFacts {
  readonly reason: ClosedKind;
  /** The random of the ClientHello, which a key log's line for this connection begins with. */
  readonly random?: string;
  /** The secret that is missing, by its label. */
  readonly label?: string;
  /** The damaged line, and the key log that it is in. Untrusted text. */
  readonly source?: string;
  readonly line?: number;
  /** The suite that cannot be opened, or whose key exchange does not depend on the keys given. */
  readonly suite?: string;
  /** Whether the records are compressed. */
  readonly compressed?: true;
  /** Whether other records opened with the same keys. */
  readonly others?: true;
}

/** The facts of a reason, by names. */
export function closedFacts(reason: ClosedReason): ClosedFacts {
  switch (reason.kind) {
    case "no-line":
      return { reason: reason.kind, random: hex(reason.random) };
    case "no-such-secret":
      return { reason: reason.kind, label: reason.label };
    case "damaged-line":
      return { reason: reason.kind, source: reason.source, line: reason.line };
    case "forward-secrecy":
      return { reason: reason.kind, ...(reason.suite !== 0 && { suite: suiteName(reason.suite) }) };
    case "not-available":
      return { reason: reason.kind, suite: suiteName(reason.suite), ...(reason.isCompressed && { compressed: true }) };
    case "not-authentic":
      return { reason: reason.kind, ...(reason.hasOpened && { others: true }) };
    default:
      return { reason: reason.kind };
  }
}
