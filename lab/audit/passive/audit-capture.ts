import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import type { AuditReport } from "../report/report.ts";
import { reportOn } from "../report-on.ts";
import { texts } from "../texts.ts";
import { ServerWatch } from "./watch-servers.ts";

/**
 * Audits every TLS server in a capture, by its answers to the captured clients, without sending anything. Throws
 * LabError if the file is not a capture, or has no TLS handshake. `name`: the name that must be in the certificates, if
 * the capture does not show it.
 */
export async function auditCapture(
  path: string,
  anchorsPem: readonly string[],
  name: string | undefined,
  capture = openCaptureFile(path),
): Promise<readonly AuditReport[]> {
  const watch = new ServerWatch();
  let problem: string | undefined;
  for await (const batch of capture) {
    for (const item of batch) {
      if (item.kind === "capture-problem") problem ??= item.message;
      watch.push(item);
    }
  }
  watch.end();
  const servers = watch.seen();
  if (servers.length === 0) throw new LabError(...texts.noHandshake(path, problem));
  return Promise.all(servers.map((seen) => reportOn({ ...seen, name: name ?? seen.name }, "capture", anchorsPem)));
}
