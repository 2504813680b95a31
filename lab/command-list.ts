import type { Command } from "commander";
import type { texts } from "./texts.ts";

export interface CommandEntry {
  /** Its summary is in the texts. */
  readonly name: keyof typeof texts.summaries;
  /** One line to copy, shown by `lab --help`. */
  readonly example: string;
  /**
   * Why the command needs root under sudo: to open a device, or to check the machine. Without it, root is given up at
   * once.
   */
  readonly root?: "for-device" | "for-checks";
  /**
   * Loads the command's file, which adds its arguments, options and action. Help and completion also need the other
   * commands.
   */
  readonly load: () => Promise<{ define(command: Command, wholeCommandLine: () => Promise<Command>): void }>;
}

/** Every command, in the order of a course. Its file is loaded only when it is called. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "demo",
    example: "lab demo",
    root: "for-device",
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "server",
    example: "lab server --both",
    load: () => import("./commands/server.ts"),
  },
  {
    name: "chat",
    example: "lab chat --plain --name ana",
    load: () => import("./commands/chat.ts"),
  },
  {
    name: "accounts",
    example: "lab accounts",
    load: () => import("./commands/accounts.ts"),
  },
  {
    name: "files",
    example: "lab files put notes.txt --name ana",
    load: () => import("./commands/files.ts"),
  },
  {
    name: "mail",
    example: "lab mail",
    load: () => import("./commands/mail.ts"),
  },
  {
    name: "sniff",
    example: "lab sniff lo",
    root: "for-device",
    load: () => import("./commands/sniff.ts"),
  },
  {
    name: "live",
    example: "lab live",
    root: "for-device",
    load: () => import("./commands/live.ts"),
  },
  {
    name: "mitm",
    example: "lab mitm --to localhost:12345",
    root: "for-device",
    load: () => import("./commands/mitm.ts"),
  },
  {
    name: "break",
    example: "lab break hash layers.pcap --digits 4",
    load: () => import("./commands/break.ts"),
  },
  {
    name: "speed",
    example: "lab speed",
    load: () => import("./commands/speed.ts"),
  },
  {
    name: "compare",
    example: "lab compare plain.pcap tls.pcap",
    load: () => import("./commands/compare.ts"),
  },
  {
    name: "find",
    example: 'lab find "hola" mine.pcap',
    root: "for-device",
    load: () => import("./commands/find.ts"),
  },
  {
    name: "decode",
    example: "lab decode 15:03:03:00:02:02:30",
    load: () => import("./commands/decode.ts"),
  },
  {
    name: "certs",
    example: "lab certs init",
    load: () => import("./commands/certs.ts"),
  },
  {
    name: "audit",
    example: "lab audit localhost:12345",
    load: () => import("./commands/audit.ts"),
  },
  {
    name: "clean",
    example: "lab clean",
    load: () => import("./commands/clean.ts"),
  },
  {
    name: "exercise",
    example: "lab exercise start --student ana",
    root: "for-device",
    load: () => import("./commands/exercise.ts"),
  },
  {
    name: "check",
    example: "lab check 2 packet=NUMBER",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "hint",
    example: "lab hint 2",
    load: () => import("./commands/hint.ts"),
  },
  {
    name: "assert",
    example: `lab assert work/captures/02.pcap 'text contains "hola"'`,
    load: () => import("./commands/assert.ts"),
  },
  {
    name: "sandbox",
    example: "lab sandbox",
    load: () => import("./commands/sandbox.ts"),
  },
  {
    name: "doctor",
    example: "lab doctor",
    root: "for-checks",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "help",
    example: "lab help sniff",
    load: () => import("./commands/help.ts"),
  },
  {
    name: "completion",
    example: "lab completion bash",
    load: () => import("./commands/completion.ts"),
  },
];
