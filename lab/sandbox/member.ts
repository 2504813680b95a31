import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { keeperVariable, type Machine, machineVariable } from "./machines.ts";

/**
 * The process id of one of this user's processes in the sandbox; undefined without an open sandbox. Looks among the
 * running processes each time, so the answer is never out of date.
 */
export function sandboxMember(): number | undefined {
  return memberWith((environment) => !environment.some((one) => one.startsWith(`${machineVariable}=`)));
}

/** The process id of the keeper of a machine in the sandbox's network; undefined without such a network. */
export function machineMember(machine: Machine): number | undefined {
  return memberWith((environment) => environment.includes(`${keeperVariable}=${machine}`));
}

function memberWith(isWanted: (environment: readonly string[]) => boolean): number | undefined {
  const outside = readlinkSync("/proc/self/ns/net");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((process) => isInside(process, outside, isWanted));
}

function isInside(id: number, outside: string, isWanted: (environment: readonly string[]) => boolean): boolean {
  try {
    if (statSync(`/proc/${id}`).uid !== process.getuid!()) return false;
    if (readlinkSync(`/proc/${id}/ns/net`) === outside) return false;
    const environment = readFileSync(`/proc/${id}/environ`, "latin1").split("\0");
    return environment.includes("LAB_SANDBOX=1") && isWanted(environment);
  } catch {
    return false; // It has ended, or belongs to another user.
  }
}
