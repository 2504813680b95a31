import { readFileSync } from "node:fs";

const nobody = 65534;
/** The bound for the numbers of users and groups: the last one means "none" (setreuid(2)). */
const MAX_ID = 2 ** 32 - 1;

/**
 * Gives up root for good, if this process has it: it becomes the user who called sudo, or else nobody. In a private
 * user namespace it stays root: there, root has only the user's own rights, and no other user exists. Throws if root
 * could be taken back.
 */
export function giveUpRoot(): void {
  if (!hasRootToGiveUp()) return;
  if (process.geteuid!() !== 0) process.seteuid!(0);
  become(unprivileged(process.env.SUDO_UID), unprivileged(process.env.SUDO_GID));
}

/** Whether this process is root outside of any private user namespace. */
export function hasRootToGiveUp(): boolean {
  return process.getuid?.() === 0 && !isInUserNamespace();
}

/**
 * Gives up root before something is decoded, if the system allows it: in a container, root may lack the right to become
 * another user.
 */
export function giveUpRootToDecode(): void {
  try {
    giveUpRoot();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}

/**
 * Under sudo, becomes the user who called it, for good: new files then belong to that user. Does nothing otherwise,
 * because without sudo there is no such user. Call it after everything that needs root has started.
 */
export function becomeInvokingUser(): void {
  if (unprivileged(process.env.SUDO_UID) !== nobody) giveUpRoot();
}

/**
 * Under sudo, acts as the user who called it: files are made, read and written with that user's rights, and belong to
 * them. Only `asRootAgain` can give a child process root again, to open a device. Does nothing otherwise.
 */
export function actAsInvokingUser(): void {
  const user = unprivileged(process.env.SUDO_UID);
  if (process.getuid?.() !== 0 || process.geteuid!() !== 0 || user === nobody || isInUserNamespace()) return;
  const group = unprivileged(process.env.SUDO_GID);
  process.setgroups!([group]);
  process.setegid!(group);
  process.seteuid!(user); // Last, because it takes away the right to do the other two.
}

/** For `spawn`: gives a child process root again after `actAsInvokingUser`. */
export function asRootAgain(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 && process.geteuid!() !== 0 ? { uid: 0, gid: 0 } : {};
}

function become(user: number, group: number): void {
  process.setgroups!([group]);
  process.setgid!(group);
  process.setuid!(user); // Last, because it takes away the right to do the other two.
  const ids = [process.getuid!(), process.geteuid!(), process.getgid!(), process.getegid!(), ...process.getgroups!()];
  if (ids.includes(0) || canTakeRootBack() || hasCapabilities()) throw new Error("root could not be given up");
}

function unprivileged(id: string | undefined): number {
  const number = Number(id ?? nobody);
  return Number.isInteger(number) && number > 0 && number < MAX_ID ? number : nobody;
}

/**
 * Whether this process is root only in a user namespace. In the system's own namespace, all 2^32 - 1 users map to
 * themselves (user_namespaces(7)).
 */
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

/** Whether the process still has any of root's single rights (capabilities(7)). */
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
