import type { Classroom } from "./classroom.ts";

/** Runs server, sniffer and bot as the instructions say, and leaves the capture. Each command is run as it is quoted there. */
export async function captureTalk(
  classroom: Classroom,
  { server, file, bots }: { readonly server: string; readonly file: string; readonly bots: readonly string[] },
): Promise<void> {
  const open = classroom.open(server);
  await open.shows("12345");
  const sniffer = classroom.open(`lab sniff lo -w ${file}`);
  await sniffer.shows("capturing");
  for (const bot of bots) await classroom.succeed(bot);
  // The last packets, of the bot's goodbye, are still on their way to the file.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await sniffer.interrupt();
  await open.interrupt();
}

/** One line of `lab sniff --json`, as far as the solutions look at it. */
export interface Line {
  readonly kind: string;
  readonly number: number;
  readonly packet: number;
  readonly connection: number;
  readonly from: string;
  readonly text: string;
  readonly flags: readonly string[];
  readonly length: number;
  readonly payload: number;
  readonly sequence: number;
  readonly destination: string;
  readonly contentType: string;
  readonly message: string;
  readonly guess: boolean;
}

/** What `lab sniff --json` printed, line by line. */
export function jsonLines(shown: string): readonly Line[] {
  return shown
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);
}
