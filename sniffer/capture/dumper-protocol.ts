/** What the parent asks of the dumper: one JSON argument. */
export interface DumpRequest {
  readonly device: string;
  /** A BPF filter (pcap-filter(7)); empty for everything. */
  readonly filter: string;
  /** The path of another program that captures, for this one to run in its place. */
  readonly program?: string;
}

/** What the dumper says beside the capture itself: lines on standard error, each this prefix and one of these as JSON. */
export type DumperMessage =
  | {
      readonly kind: "failed";
      readonly why: DumpFailure;
      readonly message: string;
      readonly devices?: readonly string[];
    }
  /** The other program captures: not before it says so, for its first bytes may come before it gives up. */
  | { readonly kind: "ready" }
  /** Frames that could not be handed on, because the reader was too slow. */
  | { readonly kind: "dropped"; readonly frames: number };

export type DumpFailure = "permission" | "device" | "filter" | "build" | "other";

const messagePrefix = "lab-dumper ";

export function messageLine(message: DumperMessage): string {
  return `${messagePrefix}${JSON.stringify(message)}\n`;
}

/** The message in a line of the dumper's standard error; libpcap writes there too. */
export function readMessage(line: string): DumperMessage | undefined {
  if (!line.startsWith(messagePrefix)) return undefined;
  return JSON.parse(line.slice(messagePrefix.length)) as DumperMessage;
}
