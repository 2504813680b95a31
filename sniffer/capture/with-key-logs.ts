import type { Capture, CaptureItem, CaptureSecrets } from "./frame.ts";
import { KeyLogFile } from "./key-log-file.ts";

/**
 * How long a live capture waits for the secrets of its frames: programs write them during the handshake, not before it.
 */
const lagMilliseconds = 250;
/** How often a growing key log is read. */
const lookMilliseconds = 50;

/** Gets one clean line for a file that cannot be read, or is not a key log; the capture continues. */
type Notice = (line: string) => void;

/** Adds the secrets of key logs to a capture, before the frames that they open. */
export type AddKeyLogs = (capture: Capture, notice: Notice) => Capture;

/**
 * Reads these key logs. `isLive`: they and the capture are still being written. Call this then before the device is
 * opened: the secrets so far belong to other captures, and are marked.
 */
export function readKeyLogs(paths: readonly string[], isLive: boolean): AddKeyLogs {
  if (!isLive) return (capture, notice) => readBefore(capture, paths, notice);
  const files = paths.map((path) => new KeyLogFile(path));
  const read = (isLast: boolean, notice: Notice) => files.flatMap((file) => [...secretsIn(file, isLast, notice)]);
  const notices: string[] = [];
  const before = read(false, (line) => notices.push(line));
  return (capture, notice) => {
    for (const line of notices) notice(line);
    return follow(capture, before, (isLast) => read(isLast, notice));
  };
}

/** Part by part: a browser's key log grows for years. */
async function* readBefore(capture: Capture, paths: readonly string[], notice: Notice): Capture {
  for (const path of paths) for (const secrets of secretsIn(new KeyLogFile(path), true, notice)) yield [secrets];
  yield* capture;
}

/** Each batch goes on a short time after it came, after the new secrets of the key logs. */
async function* follow(
  capture: Capture,
  earlier: readonly CaptureSecrets[],
  read: (isLast: boolean) => readonly CaptureSecrets[],
): Capture {
  if (earlier.length > 0) yield earlier.map((item) => ({ ...item, isEarlier: true as const }));
  const waiting: { readonly due: number; readonly items: readonly CaptureItem[] }[] = [];
  const batches = capture[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<readonly CaptureItem[]>> | undefined = batches.next();
  try {
    while (next !== undefined || waiting.length > 0) {
      const arrived: IteratorResult<readonly CaptureItem[]> | undefined = await firstOf(next, lookMilliseconds);
      if (arrived?.done === true) next = undefined;
      else if (arrived !== undefined) {
        waiting.push({ due: Date.now() + lagMilliseconds, items: arrived.value });
        next = batches.next();
      }
      const secrets = read(next === undefined);
      if (secrets.length > 0) yield secrets;
      const now = next === undefined ? Number.POSITIVE_INFINITY : Date.now();
      while (waiting.length > 0 && waiting[0]!.due <= now) yield waiting.shift()!.items;
    }
  } finally {
    await batches.return?.();
  }
}

/** The next batch, or undefined if none comes in time. */
async function firstOf<T>(next: Promise<T> | undefined, milliseconds: number): Promise<T | undefined> {
  if (next === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
  }
}

function* secretsIn(file: KeyLogFile, isLast: boolean, notice: Notice): Iterable<CaptureSecrets> {
  let before: string | undefined;
  const source = file.path;
  for (const keyLog of file.read(notice, isLast)) {
    if (before !== undefined) yield { kind: "secrets", keyLog: before, source, isPart: true };
    before = keyLog;
  }
  if (before === undefined) return;
  yield { kind: "secrets", keyLog: before, source, ...(!isLast && { isPart: true as const }) };
}
