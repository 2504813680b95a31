import { basename } from "node:path";
import { findProgram } from "../../terminal/files/find-program.ts";
import type { DumpRequest } from "./dumper-protocol.ts";

/** What these programs print once they capture. */
export const saysItCaptures = /listening on|^File: /m;

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

/** The paths of tcpdump and dumpcap, where this system has them and this user may start them. */
export function otherDumpers(): readonly string[] {
  return Object.keys(programs).flatMap((name) => findProgram(name) ?? []);
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
