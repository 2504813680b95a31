import { type ChildProcess, spawn } from "node:child_process";

/** How long a test waits for an expected output, in milliseconds. */
const patience = 20_000;

/** A real program at the other end (nc, openssl, socat, python3): its output, and a way to type into it. */
export interface Peer {
  readonly pid: number;
  type(text: string | Uint8Array): void;
  /** Resolves to all output so far, as soon as it contains `text`. */
  shows(text: string): Promise<string>;
  readonly printed: () => string;
  endInput(): void;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
  /** Sends SIGTERM. */
  terminate(): void;
  stop(): void;
}

/** Starts a program; end it with `stop()` at the end of the test. */
export function startPeer(command: string, args: readonly string[], folder?: string): Peer {
  const child: ChildProcess = spawn(command, args, { stdio: "pipe", cwd: folder });
  let printed = "";
  const listeners = new Set<() => void>();
  const onText = (text: Buffer) => {
    printed += text.toString();
    for (const listener of listeners) listener();
  };
  child.stdout!.on("data", onText);
  child.stderr!.on("data", onText);
  child.stdin!.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return {
    pid: child.pid!,
    type: (text) => void child.stdin!.write(text),
    printed: () => printed,
    shows: (text) =>
      until(
        () => (printed.includes(text) ? printed : undefined),
        listeners,
        () => `${command} to show ${JSON.stringify(text)}, it printed:\n${printed}`,
      ),
    endInput: () => void child.stdin!.end(),
    ended: () => ended,
    terminate: () => void child.kill("SIGTERM"),
    stop: () => void child.kill("SIGKILL"),
  };
}

/**
 * Resolves to the result of `look`, which is called again after each call of a listener. Rejects when the patience
 * ends.
 */
export function until<T>(look: () => T | undefined, listeners: Set<() => void>, what: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      listeners.delete(check);
      resolve(found);
    };
    const timer = setTimeout(() => {
      listeners.delete(check);
      reject(new Error(`waited in vain for ${what()}`));
    }, patience);
    listeners.add(check);
    check();
  });
}
