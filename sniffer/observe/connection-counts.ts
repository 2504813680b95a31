import { type End, otherEnd } from "../wire/stream/end.ts";
import type { TcpConnection } from "../wire/stream/tcp-connection.ts";
import { contentType, suiteName, versionName } from "../wire/tls/names.ts";
import type { TlsSession } from "../wire/tls/session.ts";
import { type ClosedFacts, closedFacts } from "./closed-facts.ts";
import type { ContentPart } from "./content.ts";
import type { Endpoint } from "./endpoint.ts";
import type { ConnectionSummary } from "./summary.ts";

export class ConnectionCounts {
  conflicts = 0;
  /** Opened lines of home-made layers, and lines in opened records. */
  openedLines = 0;
  /** Captured payload bytes of each end. */
  readonly bytes: [number, number] = [0, 0];
  private gaps = 0;
  private readonly gapBytes: [number, number] = [0, 0];
  private textLines = 0;
  private opened = 0;
  private closed = 0;
  private closedReason: ClosedFacts | undefined;
  private readonly records: Record<string, number> = {};

  gap(end: End, length: number): void {
    this.gaps += 1;
    this.gapBytes[end] += length;
  }

  part(part: ContentPart): void {
    if (part.kind === "text" || part.kind === "readable") this.textLines += 1;
    else if (part.kind === "opened" && part.part.kind === "text") this.openedLines += 1;
    else if (part.kind === "record" && !part.isUnfinished) {
      if (part.opening?.kind === "opened") this.opened += 1;
      else if (part.opening !== undefined) {
        this.closed += 1;
        this.closedReason ??= closedFacts(part.opening.reason);
      }
      const name = contentType.nameOf(part.record.type);
      this.records[name] = (this.records[name] ?? 0) + 1;
    }
  }

  summary(
    connection: number,
    endpoints: readonly [Endpoint, Endpoint],
    { client, isGuess, state, packets }: TcpConnection,
    session: TlsSession | undefined,
  ): ConnectionSummary {
    const server = otherEnd(client);
    const sides = (count: readonly [number, number]) => ({ client: count[client], server: count[server] });
    return {
      connection,
      client: endpoints[client],
      server: endpoints[server],
      ...(isGuess && { guess: true as const }),
      state,
      packets,
      bytes: sides(this.bytes),
      gaps: this.gaps,
      gapBytes: sides(this.gapBytes),
      ...(this.conflicts > 0 && { conflicts: this.conflicts }),
      textLines: this.textLines,
      ...(this.opened > 0 && { opened: this.opened }),
      ...(this.openedLines > 0 && { openedLines: this.openedLines }),
      ...(this.closedReason && { closed: this.closed, closedReason: this.closedReason }),
      records: this.records,
      ...(session?.version !== undefined && { version: versionName(session.version) }),
      ...(session?.suite !== undefined && { suite: suiteName(session.suite) }),
      ...(session?.serverName !== undefined && { serverName: session.serverName }),
      ...(session?.alpn !== undefined && { alpn: session.alpn }),
    };
  }
}
