import { accessSync, constants } from "node:fs";
import { basename, join } from "node:path";
import type { DumpRequest } from "./dumper-protocol.ts";

const ringKibibytes = 64 * 1024;

/** A program that captures, and how it is asked for a pcap stream at once. */
interface OtherDumper {
  readonly arguments: (device: string) => readonly string[];
  /** How long frames may be on their way inside it: it is not stopped earlier than so many milliseconds after the order. */
  readonly graceMilliseconds: number;
}

/** Programs that may have the right to capture where this one has not. */
const programs: Readonly<Record<string, OtherDumper>> = {
  tcpdump: {
    arguments: (device) => ["-i", device, "-n", "-U", "--immediate-mode", "-B", String(ringKibibytes), "-w", "-"],
    graceMilliseconds: 20,
  },
  // Its frames wait in the kernel for up to a quarter of a second.
  dumpcap: {
    arguments: (device) => ["-i", device, "-P", "-q", "-B", String(ringKibibytes / 1024), "-w", "-"],
    graceMilliseconds: 500,
  },
};

/** Folders where system programs lie, which an ordinary user's PATH may leave out. */
const systemFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin"];

/** The paths of tcpdump and dumpcap, where this system has them and this user may start them. */
export function otherDumpers(): readonly string[] {
  const folders = new Set([...(process.env.PATH ?? "").split(":").filter(Boolean), ...systemFolders]);
  return Object.keys(programs).flatMap((name) => {
    const path = [...folders].map((folder) => join(folder, name)).find(isExecutable);
    return path === undefined ? [] : [path];
  });
}

/** The arguments with which one of these programs does what the dumper would. */
export function programArguments(program: string, { device, filter }: DumpRequest): readonly string[] {
  const name = basename(program);
  const filterArguments = filter === "" ? [] : name === "dumpcap" ? ["-f", filter] : [filter];
  return [...programs[name]!.arguments(device), ...filterArguments];
}

/** How long to wait before one of these programs is stopped, in milliseconds. */
export function programGrace(program: string): number {
  return programs[basename(program)]!.graceMilliseconds;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
