import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

/**
 * The process id of something of this user that runs in the sandbox, or undefined where no sandbox is open. Looked for among the running
 * processes each time: nothing is written down anywhere that could be out of date.
 */
export function sandboxMember(): number | undefined {
  const outside = readlinkSync("/proc/self/ns/net");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((process) => isInside(process, outside));
}

function isInside(id: number, outside: string): boolean {
  try {
    if (statSync(`/proc/${id}`).uid !== process.getuid!()) return false;
    if (readlinkSync(`/proc/${id}/ns/net`) === outside) return false;
    return readFileSync(`/proc/${id}/environ`, "latin1").split("\0").includes("LAB_SANDBOX=1");
  } catch {
    return false; // It has ended, or is not ours to look at.
  }
}
