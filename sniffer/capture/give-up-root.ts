import { readFileSync } from "node:fs";

const nobody = 65534;
/** Where the numbers of users and groups end: the last one means "none" (setreuid(2)). */
const MAX_ID = 2 ** 32 - 1;

/**
 * Gives up root for good, where this process has it: to the user who called sudo, else to nobody. In a private user namespace,
 * where root is only the user's own mask and no other user exists, it stays. Throws if root could be taken back.
 */
export function giveUpRoot(): void {
  if (!hasRootToGiveUp()) return;
  if (process.geteuid!() !== 0) process.seteuid!(0);
  become(unprivileged(process.env.SUDO_UID), unprivileged(process.env.SUDO_GID));
}

/** Whether this process is root, and not only in a private user namespace. */
export function hasRootToGiveUp(): boolean {
  return process.getuid?.() === 0 && !isInUserNamespace();
}

/** Gives up root before something is decoded, where the system lets it: in a container root may lack the right to become another user. */
export function giveUpRootToDecode(): void {
  try {
    giveUpRoot();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}

/**
 * Under sudo, becomes for good the user who called it, so that the files made from here on are theirs. Does nothing otherwise: who is
 * root without sudo has nobody to become. To be called when everything that needs root has been started.
 */
export function becomeInvokingUser(): void {
  if (unprivileged(process.env.SUDO_UID) !== nobody) giveUpRoot();
}

/**
 * Under sudo, acts as the user who called it: files are made, read and written with their rights and belong to them. Root stays within
 * reach of `asRootAgain` alone, for the process that opens a device. Does nothing otherwise.
 */
export function actAsInvokingUser(): void {
  const user = unprivileged(process.env.SUDO_UID);
  if (process.getuid?.() !== 0 || process.geteuid!() !== 0 || user === nobody || isInUserNamespace()) return;
  const group = unprivileged(process.env.SUDO_GID);
  process.setgroups!([group]);
  process.setegid!(group);
  process.seteuid!(user); // Last, since it takes away the right to do the other two.
}

/** For `spawn`: what gives a child root back where `actAsInvokingUser` put it aside. */
export function asRootAgain(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 && process.geteuid!() !== 0 ? { uid: 0, gid: 0 } : {};
}

function become(user: number, group: number): void {
  process.setgroups!([group]);
  process.setgid!(group);
  process.setuid!(user); // Last, since it takes away the right to do the other two.
  const ids = [process.getuid!(), process.geteuid!(), process.getgid!(), process.getegid!(), ...process.getgroups!()];
  if (ids.includes(0) || canTakeRootBack() || hasCapabilities()) throw new Error("root could not be given up");
}

function unprivileged(id: string | undefined): number {
  const number = Number(id ?? nobody);
  return Number.isInteger(number) && number > 0 && number < MAX_ID ? number : nobody;
}

/** Whether this process's root is only one of a user namespace. In the system's own, all 2^32 - 1 users map to themselves (user_namespaces(7)). */
export function isInUserNamespace(): boolean {
  const map = contents("/proc/self/uid_map");
  return map !== undefined && !/^\s*0\s+0\s+4294967295\s*$/.test(map);
}

function canTakeRootBack(): boolean {
  try {
    process.setuid!(0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the process still has any of root's single powers (capabilities(7)). */
function hasCapabilities(): boolean {
  const status = contents("/proc/self/status") ?? "";
  return /^Cap(?:Prm|Eff|Amb):\s*0*[1-9a-f]/m.test(status);
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
