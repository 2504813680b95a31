import type { Capture, CaptureItem, CaptureSecrets } from "./frame.ts";
import { KeyLogFile } from "./key-log-file.ts";

/** How long a live capture waits for the secrets of what it captured: programs write them during the handshake, not before it. */
const lagMilliseconds = 250;
/** How often a key log is looked at that is being written. */
const lookMilliseconds = 50;

export interface KeyLogOptions {
  readonly paths: readonly string[];
  /** Whether capture and key logs are still being written. */
  readonly isLive: boolean;
  /** Gets one clean line for a file that cannot be read, or is no key log; the capture goes on. */
  readonly notice: (line: string) => void;
}

/** A capture with the secrets of these key logs in it, before the frames that they open. */
export function withKeyLogs(capture: Capture, { paths, isLive, notice }: KeyLogOptions): Capture {
  const files = paths.map((path) => new KeyLogFile(path));
  const read = (isLast: boolean) => files.flatMap((file) => secretsIn(file, isLast, notice));
  return isLive ? follow(capture, read) : readBefore(capture, read(true));
}

async function* readBefore(capture: Capture, secrets: readonly CaptureSecrets[]): Capture {
  if (secrets.length > 0) yield secrets;
  yield* capture;
}

/** Each batch goes on a moment later than it came, after what was written into the key logs meanwhile. */
async function* follow(capture: Capture, read: (isLast: boolean) => readonly CaptureSecrets[]): Capture {
  const earlier = read(false);
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

/** The next batch, or undefined where none comes in time. */
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

function secretsIn(file: KeyLogFile, isLast: boolean, notice: (line: string) => void): CaptureSecrets[] {
  const keyLog = file.read(notice, isLast);
  if (keyLog === "") return [];
  return [{ kind: "secrets", keyLog, source: file.path, ...(!isLast && { isPart: true as const }) }];
}
