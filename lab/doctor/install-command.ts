import { findProgram } from "../../terminal/files/find-program.ts";
import { texts } from "./texts.ts";

/** The known package managers, with their names for libpcap with headers, and for the tools to build npm cap. */
const managers = [
  { program: "apt-get", install: "apt-get install -y", libpcap: "libpcap-dev g++ make python3" },
  { program: "dnf", install: "dnf install -y", libpcap: "libpcap-devel gcc-c++ make python3" },
  { program: "pacman", install: "pacman -S --needed", libpcap: "libpcap gcc make python" },
  { program: "apk", install: "apk add", libpcap: "libpcap-dev g++ make python3 linux-headers" },
  { program: "brew", install: "brew install", libpcap: "libpcap" },
] as const;

/** Programs whose package has another name. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tshark: { dnf: "wireshark-cli", pacman: "wireshark-cli", brew: "wireshark" },
  dumpcap: {
    "apt-get": "wireshark-common",
    dnf: "wireshark-cli",
    pacman: "wireshark-cli",
    apk: "wireshark-common",
    brew: "wireshark",
  },
  nc: {
    "apt-get": "netcat-openbsd",
    dnf: "nmap-ncat",
    pacman: "openbsd-netcat",
    apk: "netcat-openbsd",
    brew: "netcat",
  },
};

/** The command that installs a program (or "libpcap") on this system. */
export function installCommand(wanted: string): string {
  const manager = managers.find(({ program }) => findProgram(program) !== undefined);
  if (manager === undefined) return texts.installByHand(wanted);
  const name = wanted === "libpcap" ? manager.libpcap : (otherNames[wanted]?.[manager.program] ?? wanted);
  const needsRoot = manager.program !== "brew" && process.getuid?.() !== 0;
  return `${needsRoot ? "sudo " : ""}${manager.install} ${name}`;
}
