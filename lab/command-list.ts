import type { Command } from "commander";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** One line to copy, shown by `lab --help`. */
  readonly example: string;
  /** Loads the command's file, which adds its arguments, options and action. */
  readonly load: () => Promise<{ define(command: Command): void }>;
}

/** Every command, in the order a course meets them. The files behind them are loaded only when called. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "sniff",
    summary: "captures and explains what is on the wire",
    example: "lab sniff lo",
    load: () => import("./commands/sniff.ts"),
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
    name: "compare",
    summary: "the same words on two wires: what is read, what is hidden, what it costs",
    example: "lab compare plain.pcap tls.pcap",
    load: () => import("./commands/compare.ts"),
  },
  {
    name: "find",
    summary: "looks for your own words in captures",
    example: 'lab find "hola" mine.pcap',
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
];
