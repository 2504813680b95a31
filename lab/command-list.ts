import type { Command } from "commander";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** One line to copy, shown by `lab --help`. */
  readonly example: string;
  /** What root is for under sudo: to open a device, or to look at the machine. Without it, root is given up at once. */
  readonly root?: "for-device" | "for-checks";
  /** Loads the command's file, which adds its arguments, options and action; help and completion need the other commands, too. */
  readonly load: () => Promise<{ define(command: Command, wholeCommandLine: () => Promise<Command>): void }>;
}

/** Every command, in the order a course meets them. The files behind them are loaded only when called. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "demo",
    summary: "the whole lesson in one go: a chat in the clear and over TLS, captured, side by side",
    example: "lab demo",
    root: "for-device",
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "server",
    summary: "the chat server, in the clear, over TLS, or both on one port",
    example: "lab server --both",
    load: () => import("./commands/server.ts"),
  },
  {
    name: "chat",
    summary: "take part in the chat",
    example: "lab chat --plain --name ana",
    load: () => import("./commands/chat.ts"),
  },
  {
    name: "accounts",
    summary: "who may log in to the chat, where names belong to accounts",
    example: "lab accounts",
    load: () => import("./commands/accounts.ts"),
  },
  {
    name: "files",
    summary: "files that the server keeps and cannot read: encrypted here, shared by public key",
    example: "lab files put notes.txt --name ana",
    load: () => import("./commands/files.ts"),
  },
  {
    name: "mail",
    summary: "the e-mails in the lab's own mail server",
    example: "lab mail",
    load: () => import("./commands/mail.ts"),
  },
  {
    name: "sniff",
    summary: "captures and explains what is on the wire",
    example: "lab sniff lo",
    root: "for-device",
    load: () => import("./commands/sniff.ts"),
  },
  {
    name: "live",
    summary: "the playground: two people, one key to encrypt, and the wire between them",
    example: "lab live",
    root: "for-device",
    load: () => import("./commands/live.ts"),
  },
  {
    name: "mitm",
    summary: "someone in the middle: reads and changes what passes, if the client lets them",
    example: "lab mitm --to localhost:12345",
    root: "for-device",
    load: () => import("./commands/mitm.ts"),
  },
  {
    name: "break",
    summary: "breaks the home-made layers from your own capture, and shows the same by hand",
    example: "lab break hash layers.pcap --digits 4",
    load: () => import("./commands/break.ts"),
  },
  {
    name: "speed",
    summary: "how fast this machine encrypts, hashes and guesses passwords, as bars",
    example: "lab speed",
    load: () => import("./commands/speed.ts"),
  },
  {
    name: "compare",
    summary: "the same words on two wires: what is read, what is hidden, what it costs",
    example: "lab compare plain.pcap tls.pcap",
    load: () => import("./commands/compare.ts"),
  },
  {
    name: "find",
    summary: "looks for your own words in captures",
    example: 'lab find "hola" mine.pcap',
    root: "for-device",
    load: () => import("./commands/find.ts"),
  },
  {
    name: "decode",
    summary: "explains bytes pasted in hexadecimal",
    example: "lab decode 15:03:03:00:02:02:30",
    load: () => import("./commands/decode.ts"),
  },
  {
    name: "certs",
    summary: "make, show and check keys and certificates",
    example: "lab certs init",
    load: () => import("./commands/certs.ts"),
  },
  {
    name: "audit",
    summary: "what is wrong with a TLS server, a client, a chat server: proof, meaning, the line that fixes it",
    example: "lab audit localhost:12345",
    load: () => import("./commands/audit.ts"),
  },
  {
    name: "clean",
    summary: "lists what the lab keeps on this machine, asks, and removes it",
    example: "lab clean",
    load: () => import("./commands/clean.ts"),
  },
  {
    name: "exercise",
    summary: "the course: numbered exercises that check themselves",
    example: "lab exercise start --student ana",
    root: "for-device",
    load: () => import("./commands/exercise.ts"),
  },
  {
    name: "check",
    summary: "checks an exercise against what was really captured",
    example: "lab check 2 packet=NUMBER",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "hint",
    summary: "one more hint for an exercise",
    example: "lab hint 2",
    load: () => import("./commands/hint.ts"),
  },
  {
    name: "assert",
    summary: "says whether a statement about a capture is true",
    example: `lab assert work/captures/02.pcap 'text contains "hola"'`,
    load: () => import("./commands/assert.ts"),
  },
  {
    name: "sandbox",
    summary: "a shell in a private network, where reading the wire needs no root",
    example: "lab sandbox",
    load: () => import("./commands/sandbox.ts"),
  },
  {
    name: "doctor",
    summary: "says what works on this machine, and how to fix the rest",
    example: "lab doctor",
    root: "for-checks",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "help",
    summary: "explains one command; with --man, the manual page of all",
    example: "lab help sniff",
    load: () => import("./commands/help.ts"),
  },
  {
    name: "completion",
    summary: "lets the shell complete commands and options with Tab",
    example: "lab completion bash",
    load: () => import("./commands/completion.ts"),
  },
];
