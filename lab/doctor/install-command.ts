import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { words } from "./words.ts";

/** What each package manager calls the packages that the lab may lack. */
const managers = [
  { program: "apt-get", install: "apt-get install -y", names: { libpcap: "libpcap-dev", namespaces: "util-linux" } },
  { program: "dnf", install: "dnf install -y", names: { libpcap: "libpcap-devel", namespaces: "util-linux" } },
  { program: "pacman", install: "pacman -S --needed", names: { libpcap: "libpcap", namespaces: "util-linux" } },
  { program: "apk", install: "apk add", names: { libpcap: "libpcap-dev", namespaces: "util-linux" } },
  { program: "brew", install: "brew install", names: { libpcap: "libpcap" } },
] as const;

const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tshark: { dnf: "wireshark-cli", pacman: "wireshark-cli", brew: "wireshark" },
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
  const manager = managers.find(({ program }) => isInstalled(program));
  if (manager === undefined) return words.installByHand(wanted);
  const known: Readonly<Record<string, string>> = manager.names;
  const name = known[wanted] ?? otherNames[wanted]?.[manager.program] ?? wanted;
  const needsRoot = manager.program !== "brew" && process.getuid?.() !== 0;
  return `${needsRoot ? "sudo " : ""}${manager.install} ${name}`;
}

/** Whether a program is on the PATH, or where system programs lie. */
export function isInstalled(program: string): boolean {
  return pathOf(program) !== undefined;
}

function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":").filter(Boolean), "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
