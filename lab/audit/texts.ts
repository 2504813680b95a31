import { counted } from "../../terminal/grouped.ts";
import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Weight } from "./finding.ts";
import type { Renegotiation } from "./seen.ts";

interface Where {
  readonly host: string;
  readonly port: number;
}

const where = ({ host, port }: Where) => `${printable(host)} port ${port}`;
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** Why there is no TLS. */
type NoAnswer =
  | { readonly kind: "unreachable"; readonly code: string }
  | { readonly kind: "alert"; readonly alert: string }
  | {
      readonly kind: "garbage" | "endless" | "silent" | "closed" | "reset";
      readonly message: string;
      readonly bytes: string;
    };

const noAnswers = {
  silent: "it accepts the connection and sends nothing",
  closed: "it closes the connection and sends nothing",
  reset: "it resets the connection",
} as const;

/** Texts of an audit, except those of the findings. Texts from outside are cleaned here. */
const cutShort = "; stopped there: one audit tries and reads no more, so the lists above may not be complete";

export const texts = {
  noTls: (place: Where, why: string): Advice => [
    `No TLS at ${where(place)}: ${why}.`,
    "Is the server running, and does it speak TLS? The lab's own server does: lab server --tls",
  ],
  whyNot: (answer: NoAnswer) => {
    switch (answer.kind) {
      case "unreachable":
        return answer.code === "ECONNREFUSED" ? "no server listens there" : `no connection (${answer.code})`;
      case "alert":
        return `it refuses every version from SSL 3.0 to TLS 1.3 (alert ${answer.alert})`;
      case "garbage":
        if (answer.message !== "") return `it answers with ${answer.message}, and no server sends that first`;
        return `its answer is not TLS (it begins with ${answer.bytes})`;
      case "endless":
        return `its answer is longer than any handshake (it begins with ${answer.bytes})`;
      case "silent":
        return answer.bytes === "" ? noAnswers.silent : `its answer is too slow (it begins with ${answer.bytes})`;
      default:
        return noAnswers[answer.kind];
    }
  },
  noVersion: "it accepts no version from SSL 3.0 to TLS 1.3",
  targetUnfit: (text: string): Advice => [
    `"${printable(text)}" is not HOST:PORT.`,
    "Write it like this: lab audit localhost:12345",
  ],
  noTarget: [
    "The audit needs a server or a capture.",
    "A server: lab audit localhost:12345 · a capture: lab audit -r FILE",
  ] as Advice,
  twoTargets: ["Audit a capture or a server, not both at once.", "Leave out -r FILE, or HOST:PORT."] as Advice,
  twoModes: [
    "Give only one of --plain and --tls.",
    "Leave out both: the audit then finds out which one the server speaks.",
  ] as Advice,
  twoForms: ["Give only one of --json and --markdown.", "For both, run the audit twice."] as Advice,
  consentNeeded: (host: string): Advice => [
    `${printable(host)} is not this machine, and it is not in a private network. An audit makes hundreds of connections. Its owner may think that this is an attack.`,
    `Only with the owner's permission: lab audit … --host-i-may-audit ${printable(host)}`,
  ],
  otherConsent: (host: string, consent: string): Advice => [
    `--host-i-may-audit names ${printable(consent)}, but this audit is of ${printable(host)}.`,
    "Write the same host in both places.",
  ],
  ownMachineOnly: (host: string): Advice => [
    `${printable(host)} is not this machine. This audit attacks a chat server and may stop it.`,
    "Run the server and the audit on one machine: lab audit chat localhost:12345",
  ],
  noHandshake: (path: string, problem: string | undefined): Advice => [
    `${printable(path)} shows no TLS server: ${problem === undefined ? "no handshake begins in this capture" : printable(problem)}.`,
    "Start the capture before the connection: lab sniff lo -w work/captures/tls.pcap",
  ],
  inCapture: (number: number) =>
    number === 0
      ? "This capture shows nothing wrong. But it shows only what clients asked for."
      : `${count(number, "finding", "findings")}. The capture shows only what clients asked for. This may find more: lab audit HOST:PORT`,
  noSuchHost: (host: string): Advice => [`There is no host ${printable(host)}.`, "Check the spelling of its name."],

  weights: {
    critical: "critical",
    serious: "serious",
    moderate: "moderate",
    minor: "minor",
  } satisfies Readonly<Record<Weight, string>>,
  parts: { seen: "seen", means: "means", attacker: "attacker", fix: "fix", source: "source" },
  systems: { lab: "lab", node: "Node", python: "Python", nginx: "nginx" },
  seenIn: (packet: number | undefined, connection: number, port: number | undefined) => {
    const where = `connection ${connection}${port === undefined ? "" : `, from port ${port}`}`;
    return packet === undefined ? where : `packet ${packet} (${where})`;
  },
  seenField: (message: string, field: string, offset: number, bytes: string) =>
    `${message}${field === "" ? "" : `, ${field}`}, byte ${offset}: ${bytes}`,
  seenBytes: (bytes: string) => `the bytes ${bytes}`,
  seenNothing: "no bytes came back",
  bits: (number: number) => `${number} bits`,
  renegotiated: ({ times, isRefused, spent }: Omit<Renegotiation, "seen">) => {
    const often = times === 1 ? "once" : times === 2 ? "twice" : `${times} times`;
    if (isRefused) return `${often}, then refused`;
    if (spent === undefined) return `${often}, none refused`;
    if (times === 1) return `${often}, then no answer`;
    return `${often} in ${(spent / 1000).toFixed(1)} seconds, none refused, then the lab stopped asking`;
  },
  days: (number: number) => counted(number, "day"),
  more: (number: number) => `and ${number} more (--json shows all)`,
  seenMore: (number: number) => `and ${number} more`,
  conforms: {
    modern: "Nothing is wrong. It conforms to Mozilla's modern configuration (version 6.0).",
    intermediate: "Nothing is wrong. It conforms to Mozilla's intermediate configuration (version 6.0).",
  },
  conformsElse: {
    modern: (number: number) =>
      `${count(number, "finding", "findings")}. Otherwise it conforms to Mozilla's modern configuration (version 6.0).`,
    intermediate: (number: number) =>
      `${count(number, "finding", "findings")}. Otherwise it conforms to Mozilla's intermediate configuration (version 6.0).`,
  },
  findings: (number: number) =>
    `${count(number, "finding", "findings")}: it does not conform to Mozilla's intermediate configuration (version 6.0).`,
  ended: (number: number) =>
    `${count(number, "finding", "findings")}. Then the server stopped, so the other tests were not made. Fix this, start the server again, and audit again.`,
  missing: {
    rest: (number: number) =>
      `${count(number, "finding", "findings")}. The audit reached its limit of connections or bytes and stopped. More may be wrong.`,
    answers: (number: number) =>
      `${count(number, "finding", "findings")}. Some connections got no answer from the server. More may be wrong.`,
    certificate: (number: number) =>
      `${count(number, "finding", "findings")}. The server showed no certificate that can be read. More may be wrong.`,
  },
  factsTitle: "Facts",
  pageTitle: "Audit report",
  /** The name of the interface in the capture that an audit keeps. */
  keptBy: "lab audit: the bytes are real, and lab audit wrote the TCP headers",
  packets: "packets",
  notKept: (reason: string) => `not saved: ${reason}`,
  look: (path: string) => `lab sniff -r ${printable(path)}`,
  costLabel: "this audit",
  connections: (number: number, seconds: number, isCutShort = false) =>
    `${count(number, "connection", "connections")} in ${seconds.toFixed(1)} seconds${isCutShort ? cutShort : ""}`,
  written: (path: string) => `Written: ${printable(path)}`,
  cannotWrite: (path: string, reason: string) => `${printable(path)} cannot be written: ${reason}`,
} as const;
