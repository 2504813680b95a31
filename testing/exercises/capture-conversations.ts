import type { Classroom } from "./classroom.ts";

/** How long after a conversation its last packets are in the file, in milliseconds. */
const settling = 500;

/** Runs server, sniffer and bot as the instructions say, and leaves one capture for each file. */
export async function captureConversations(
  classroom: Classroom,
  server: string,
  conversations: readonly { readonly file: string; readonly bot: string }[],
): Promise<void> {
  const open = classroom.open(server);
  await open.shows("12345");
  for (const { file, bot } of conversations) {
    const end = await startSniffer(classroom, file);
    await classroom.succeed(bot);
    await end();
  }
  await open.interrupt();
}

/** Starts a server that has accounts; call what it returns to end it. */
export async function serveAccounts(classroom: Classroom, command: string): Promise<() => Promise<void>> {
  const server = classroom.open(command);
  await server.shows("E-mails go");
  return () => server.interrupt();
}

/** Starts the sniffer; call what it returns to end it when the last packets are in the file. */
export async function startSniffer(classroom: Classroom, file: string): Promise<() => Promise<void>> {
  const sniffer = classroom.open(`lab sniff lo -w ${file}`);
  await sniffer.shows("capturing");
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, settling));
    await sniffer.interrupt();
  };
}

/** One line of `lab sniff --json`, as far as the solutions look at it. */
interface Line {
  readonly kind: string;
  readonly number: number;
  readonly packet: number;
  readonly connection: number;
  readonly from: string;
  readonly text: string;
  readonly hex: string;
  readonly flags: readonly string[];
  readonly length: number;
  readonly payload: number;
  readonly sequence: number;
  readonly destination: string;
  readonly message: string;
  readonly encrypted?: boolean;
  readonly serverName?: string;
  readonly suite?: string;
  readonly version?: string;
  readonly certificates?: readonly { readonly sha256: string }[];
}

/** What `lab sniff --json` printed, line by line. */
export function jsonLines(shown: string): readonly Line[] {
  return shown
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);
}
