import type { Classroom } from "../classroom.ts";

/** Exercise 16: sends ana's token under the name eva with `nc`. */
export async function solve(classroom: Classroom): Promise<void> {
  const talk = await classroom.captureTalkThatStays(16, "work/captures/16.pcap");
  for (const command of classroom.shellLines("16-sealed-is-not-signed").slice(2, -1)) await classroom.succeed(command);
  await talk.shows("luis heard from eva: el ");
  await talk.interrupt();
  const wrong = await classroom.run("lab check 16 needed=session-key");
  if (wrong.code !== 1) throw new Error(`a wrong answer passed:\n${wrong.shown}`);
  await classroom.succeed("lab check 16 needed=hash");
}
