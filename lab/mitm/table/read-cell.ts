import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import type { Observation } from "../../../sniffer/observe/observation.ts";
import { observeCapture } from "../../../sniffer/observe/observe-capture.ts";
import { Secrets } from "../../../sniffer/wire/tls/open/secrets.ts";
import type { Cell } from "./cell.ts";

/** The facts about the client's leg from the packets of a cell. */
type Seen = Pick<Cell, "alert" | "applicationData">;

/**
 * Reads a cell's capture: the alert that ended TLS on the client's leg, and how many records of application data the
 * client sent there. The leg is the one to the attacker's port; the secrets in the file open it.
 */
export async function readCell(path: string, attackerPort: number): Promise<Seen> {
  const isLeft = new Set<number>();
  let alert: Cell["alert"];
  let applicationData = 0;
  const look = (observations: readonly Observation[]) => {
    for (const one of observations) {
      if (one.kind === "connection" && one.server.port === attackerPort) isLeft.add(one.connection);
      if (!("connection" in one) || one.connection === undefined || !isLeft.has(one.connection)) continue;
      if (one.kind === "tls-alert" && one.description !== undefined && one.description !== "close_notify" && !one.guess)
        alert ??= { name: one.description, from: one.from === "client" ? "client" : "attacker" };
      if (one.kind === "tls-record" && one.from === "client" && contentOf(one) === "application_data")
        applicationData += 1;
    }
  };
  await observeCapture(openCaptureFile(path), look, { secrets: new Secrets() });
  return { alert, applicationData };
}

/** In TLS 1.3 every encrypted record has the type application_data; the key shows its true type. */
function contentOf(record: { readonly contentType: string; readonly innerContentType?: string }): string {
  return record.innerContentType ?? record.contentType;
}
