/** The parent's order to the dumper: one JSON argument. */
export interface DumpRequest {
  readonly device: string;
  /** A BPF filter (pcap-filter(7)); empty for everything. */
  readonly filter: string;
  /** The path of another program that captures, which the dumper runs instead. */
  readonly program?: string;
}

/** The dumper's messages beside the capture: lines on standard error, each a prefix and one of these as JSON. */
export type DumperMessage =
  | {
      readonly kind: "failed";
      readonly why: DumpFailure;
      readonly message: string;
      readonly devices?: readonly string[];
    }
  /** The other program captures. Only this message proves it: its first bytes may come before it fails. */
  | { readonly kind: "ready" }
  /** Frames that were dropped because the reader was too slow. */
  | { readonly kind: "dropped"; readonly frames: number };

export type DumpFailure = "permission" | "device" | "filter" | "build" | "other";

const messagePrefix = "lab-dumper ";

export function messageLine(message: DumperMessage): string {
  return `${messagePrefix}${JSON.stringify(message)}\n`;
}

/** The message in a line of the dumper's standard error, or undefined: libpcap writes there too. */
export function readMessage(line: string): DumperMessage | undefined {
  if (!line.startsWith(messagePrefix)) return undefined;
  return JSON.parse(line.slice(messagePrefix.length)) as DumperMessage;
}
