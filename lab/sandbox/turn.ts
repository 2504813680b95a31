import { spawn } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** The longest wait for another start, in seconds. */
const MAX_WAIT = 10;
/** The exit code of flock(1) if another process held the lock all the time. */
const taken = 75;

/**
 * Waits until no other `lab sandbox` of this user is starting, so that two starts at once share one sandbox. The
 * returned function ends the turn. The turn is a lock (flock(1)) on a file that only this user can open, so no other
 * user can hold it. A child process holds it until its input ends, so the turn ends with this process, however it ends.
 * Without such a file, or without flock, there is no wait.
 */
export async function takeTurn(): Promise<() => void> {
  const folder = privateFolder();
  if (folder === undefined) return () => {};
  const file = join(folder, "lab-sandbox.lock");
  const patience = ["--wait", String(MAX_WAIT), "--conflict-exit-code", String(taken)];
  const { failure, end } = await holdLock([...patience, file]);
  if (failure === taken) throw new LabError(texts.busy, texts.busyHint);
  return end;
}

/**
 * Holds a lock for as long as this process lives; `end` ends it before. Resolves when the lock is held, or with what
 * flock(1) reported: its exit code, or that it is not here.
 */
export async function holdLock(
  flock: readonly string[],
): Promise<{ readonly failure: number | null | Error | undefined; readonly end: () => void }> {
  const holder = spawn("flock", [...flock, "sh", "-c", "echo; exec cat"], { stdio: ["pipe", "pipe", "ignore"] });
  holder.stdin.on("error", () => {});
  const failure = await new Promise<number | null | Error | undefined>((resolve) => {
    holder.stdout.once("data", () => resolve(undefined));
    holder.once("close", resolve).once("error", resolve);
  });
  return { failure, end: () => void holder.stdin.end() };
}

/** A folder of this user that no other user can write to or look into. */
export function privateFolder(): string | undefined {
  const own = join(tmpdir(), `lab-sandbox-${process.getuid!()}`);
  const candidates = [process.env.XDG_RUNTIME_DIR, join(homedir(), ".cache", "wire-lab"), own];
  return candidates.find((folder) => folder !== undefined && isPrivate(folder));
}

function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return uid === process.getuid!() && (mode & 0o077) === 0;
  } catch {
    return false;
  }
}
