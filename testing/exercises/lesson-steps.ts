import type { Classroom, Terminal } from "../../exercises/classroom.ts";
import { jsonLines } from "./json-lines.ts";
import { shellLines } from "./shell-lines.ts";

/** How long after the last line its packets are in the file, in milliseconds. */
const settling = 500;

type Basics = Pick<Classroom, "open" | "succeed">;
type Steps = Omit<Classroom, keyof Basics | "folder" | "run" | "runIfInstalled">;

/** Steps in the pages of several exercises, made from single commands. */
export function lessonSteps({ open, succeed }: Basics): Steps {
  const startSniffer: Steps["startSniffer"] = async (file) => {
    const sniffer = await opened(`lab sniff lo -w ${file}`, "capturing");
    return async () => {
      await new Promise((resolve) => setTimeout(resolve, settling));
      await sniffer.interrupt();
    };
  };
  const opened = async (command: string, text: string): Promise<Terminal> => {
    const terminal = open(command);
    await terminal.shows(text);
    return terminal;
  };
  return {
    json: async (command) => jsonLines(await succeed(command)),
    shellLines,
    startSniffer,
    captureConversations: async (command, conversations) => {
      const server = await opened(command, "12345");
      for (const { file, bot } of conversations) {
        const end = await startSniffer(file);
        await succeed(bot);
        await end();
      }
      await server.interrupt();
    },
    captureTalk: async (exercise, file) => {
      const end = await startSniffer(file);
      await succeed(`lab exercise talk ${exercise}`);
      await end();
    },
    captureTalkThatStays: async (exercise, file) => {
      const end = await startSniffer(file);
      const talk = await opened(`lab exercise talk ${exercise}`, "luis listens");
      await end();
      return talk;
    },
    serveAccounts: async (command) => {
      const server = await opened(command, "E-mails go");
      return () => server.interrupt();
    },
  };
}
