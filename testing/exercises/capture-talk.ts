import type { Classroom } from "./classroom.ts";

/** How long after the last word the last packets are in the file, in milliseconds. */
const settling = 300;

/** Captures the conversation of an exercise's two bots, as the instructions say. */
export async function captureTalk(classroom: Classroom, exercise: number, file: string): Promise<void> {
  const sniffer = await startSniffer(classroom, file);
  await classroom.succeed(`lab exercise talk ${exercise}`);
  await stopCapture(sniffer);
}

type Terminal = ReturnType<Classroom["open"]>;

/** The same where one of them stays: resolves when everything is said. */
export async function talkThatStays(
  classroom: Classroom,
  exercise: number,
  file: string,
): Promise<{ readonly sniffer: Terminal; readonly talk: Terminal }> {
  const sniffer = await startSniffer(classroom, file);
  const talk = classroom.open(`lab exercise talk ${exercise}`);
  await talk.shows("luis listens");
  return { sniffer, talk };
}

export async function stopCapture(sniffer: Terminal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settling));
  await sniffer.interrupt();
}

async function startSniffer(classroom: Classroom, file: string): Promise<Terminal> {
  const sniffer = classroom.open(`lab sniff lo -w ${file}`);
  await sniffer.shows("capturing");
  return sniffer;
}
