import { hex } from "../wire/decode/reader.ts";
import { suiteName } from "../wire/tls/names.ts";
import type { ClosedKind, ClosedReason } from "../wire/tls/open/closed.ts";

/** Why a record stayed closed although keys were given, and facts that help to find the right keys. */
export interface ClosedFacts {
  readonly reason: ClosedKind;
  /** The random of the ClientHello. The key log's line for this connection begins with it. */
  readonly random?: string;
  /** The label of the missing secret. */
  readonly label?: string;
  /** The damaged line, and the file of its key log. Untrusted text. */
  readonly source?: string;
  readonly line?: number;
  /** The suite that cannot be opened, or whose key exchange does not use the given keys. */
  readonly suite?: string;
  readonly compressed?: true;
  /** Whether other records opened with the same keys. */
  readonly others?: true;
}

/** The facts of a reason, with names instead of numbers. */
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
