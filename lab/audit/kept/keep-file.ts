import { dirname, join, relative } from "node:path";
import { refuseForeignLink } from "../../../certs/files/write-new.ts";
import { systemReason } from "../../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../../terminal/files/write-file.ts";
import { workFolder } from "../../work-folder.ts";
import type { Fact } from "../report/report.ts";
import { texts } from "../texts.ts";
import type { KeptPackets } from "./kept-packets.ts";

/** The file for the packets of an audit: one for each kind, new each time. */
export function keptFile(audit: "server" | "chat" | "client"): string {
  return relative(process.cwd(), join(workFolder, "audit", `${audit}.pcapng`));
}

/**
 * Writes the packets, readable only by their owner. Returns where they are, or why not: the report continues in any
 * case. Without a file, nothing is kept.
 */
export function keepFile(packets: KeptPackets, path: string | undefined): readonly Fact[] {
  if (path === undefined || packets.connections === 0) return [];
  try {
    refuseForeignLink(dirname(path));
    writeFileAtomically(path, packets.file(), { mode: 0o600 });
    return [{ label: texts.packets, value: texts.look(path) }];
  } catch (error) {
    return [{ label: texts.packets, value: texts.notKept(systemReason(error)) }];
  }
}
