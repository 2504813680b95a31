import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { CaptureNotPermitted } from "./capture-refused.ts";
import { texts } from "./texts.ts";

const asRoot = ["--user", "--map-root-user", "--net", "--"];
/**
 * If tcpdump is root, it becomes another user, but the namespace has no other. So it must not be root, but keeps the
 * rights.
 */
const asSelf = ["--user", "--map-current-user", "--keep-caps", "--net", "--"];

/** The inner script's exit code if nothing could bring up the loopback device. */
const loopbackDown = 97;

/** SIOCGIFFLAGS, SIOCSIFFLAGS and IFF_UP of Linux (netdevice(7)), for the ways that call the kernel directly. */
const python = `import fcntl,socket,struct
s=socket.socket()
f=struct.unpack("16sh",fcntl.ioctl(s,0x8913,struct.pack("16sh",b"lo",0)))[1]
fcntl.ioctl(s,0x8914,struct.pack("16sh",b"lo",f|1))`;
const perl = `use Socket; socket(S,AF_INET,SOCK_DGRAM,0) or die; my $r=pack("a16sx22","lo",0);
ioctl(S,0x8913,$r) or die; my (undef,$f)=unpack("a16s",$r); ioctl(S,0x8914,pack("a16sx22","lo",$f|1)) or die`;

/**
 * In a new network namespace the loopback device is down, and nothing can be captured on it. The script brings it up
 * with iproute2, net-tools, busybox, Python or Perl, then runs the command.
 */
const innerScript = `
inner_path="$PATH"
PATH="$PATH:/usr/sbin:/sbin"
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || busybox ip link set lo up 2>/dev/null ||
python3 -c '${python}' 2>/dev/null || perl -e '${perl}' 2>/dev/null || exit ${loopbackDown}
PATH="$inner_path"
exec "$@"`;

/**
 * The command line, program first, that runs a command in a new private user and network namespace with its loopback
 * up.
 */
export function inPrivateNamespace(command: readonly string[], { isRoot = true } = {}): readonly string[] {
  return ["unshare", ...(isRoot ? asRoot : asSelf), "sh", "-c", innerScript, "sh", ...command];
}

/** Why a private namespace is not possible here, with the remedy; undefined if it works. Tries it. */
export function privateNamespaceFault(): LabError | undefined {
  if (process.platform !== "linux") return new LabError(texts.namespaceNotLinux, texts.namespaceNotLinuxHint);
  const [program, ...rest] = inPrivateNamespace(["true"]);
  const { status, error, stderr } = spawnSync(program!, rest, { encoding: "utf8" });
  if (status === 0) return undefined;
  if (error !== undefined) return new LabError(texts.noUnshare, texts.noUnshareHint);
  if (status === loopbackDown) return new LabError(texts.loopbackDown, texts.loopbackDownHint);
  return forbidden(printable(stderr.trim().split("\n").at(-1) ?? ""));
}

/** This program with its arguments. */
const thisCommand = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];

/**
 * Runs this command again (or another one) in a private user and network namespace, where an ordinary user may capture
 * on its loopback device. Resolves to its exit code. Throws a `LabError` if the system forbids such namespaces. The
 * command gets this process's input, output and environment, with LAB_PRIVATE_NETWORK=again added.
 */
export async function runAgain(command: readonly string[] = thisCommand): Promise<number> {
  const fault = privateNamespaceFault();
  if (fault !== undefined) throw fault;
  const [program, ...rest] = inPrivateNamespace(command, { isRoot: capWorks() });
  const environment = { ...process.env, LAB_PRIVATE_NETWORK: "again" };
  const child = spawn(program!, rest, { stdio: "inherit", env: environment });
  const stayForChild = () => {}; // Ctrl-C reaches the child too, and the child decides what it does.
  process.on("SIGINT", stayForChild);
  const endChild = () => child.kill("SIGTERM");
  process.on("SIGTERM", endChild);
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    process.off("SIGINT", stayForChild);
    process.off("SIGTERM", endChild);
  }
}

/** Whether a private namespace helps: this user may not capture here, and may there. */
export function mayRunAgain(failure: unknown): boolean {
  return failure instanceof CaptureNotPermitted && !isInPrivateNamespace() && privateNamespaceFault() === undefined;
}

/** Whether this process runs in a private namespace: one of `runAgain`, or the sandbox. */
export function isInPrivateNamespace(): boolean {
  return process.env.LAB_PRIVATE_NETWORK !== undefined;
}

/** Whether `runAgain` has started this command again. Its first lines are then already printed. */
export function isRunAgain(): boolean {
  return process.env.LAB_PRIVATE_NETWORK === "again";
}

/** Whether npm cap was built for this Node. Its folder exists in any case. */
function capWorks(): boolean {
  try {
    createRequire(import.meta.url)("cap");
    return true;
  } catch {
    return false;
  }
}

/** In which way this system forbids namespaces to ordinary users. */
function forbidden(said: string): LabError {
  if (kernelSetting("kernel/apparmor_restrict_unprivileged_userns") === 1) {
    return new LabError(texts.namespaceApparmor, texts.allowHint("kernel.apparmor_restrict_unprivileged_userns=0"));
  }
  if (kernelSetting("kernel/unprivileged_userns_clone") === 0) {
    return new LabError(texts.namespaceSetting, texts.allowHint("kernel.unprivileged_userns_clone=1"));
  }
  if (kernelSetting("user/max_user_namespaces") === 0) {
    return new LabError(texts.namespaceSetting, texts.allowHint("user.max_user_namespaces=10000"));
  }
  return new LabError(texts.namespaceForbidden(said), texts.namespaceForbiddenHint);
}

function kernelSetting(path: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/sys/${path}`, "utf8"));
  } catch {
    return undefined;
  }
}
