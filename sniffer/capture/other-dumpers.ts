import { basename } from "node:path";
import { findProgram } from "../../terminal/files/find-program.ts";
import type { DumpRequest } from "./dumper-protocol.ts";

/** What these programs print when they capture. */
export const saysItCaptures = /listening on|^File: /m;

const ringKibibytes = 64 * 1024;

/** A program that captures, and its arguments for a pcap stream without delay. */
interface OtherDumper {
  readonly arguments: (device: string) => readonly string[];
  /** How long frames may stay inside it, in milliseconds: it is stopped only this long after the order. */
  readonly graceMilliseconds: number;
}

/** Programs that may have the right to capture if this one does not. */
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

/** The paths of tcpdump and dumpcap, if they are installed and this user may start them. */
export function otherDumpers(): readonly string[] {
  return Object.keys(programs).flatMap((name) => findProgram(name) ?? []);
}

/** The arguments with which one of these programs captures as the dumper does. */
export function programArguments(program: string, { device, filter }: DumpRequest): readonly string[] {
  const name = basename(program);
  const filterArguments = filter === "" ? [] : name === "dumpcap" ? ["-f", filter] : [filter];
  return [...programs[name]!.arguments(device), ...filterArguments];
}

/** How long to wait before one of these programs is stopped, in milliseconds. */
export function programGrace(program: string): number {
  return programs[basename(program)]!.graceMilliseconds;
}
