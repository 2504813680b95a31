import type { Classroom } from "../classroom.ts";

/** Exercise 14: the steps of the page, with only `openssl` and `xxd`. */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.captureTalk(14, "work/captures/14.pcap");
  let shown = "";
  for (const command of classroom.shellLines("14-locked-with-the-wrong-key").slice(2, -1))
    shown = await classroom.succeed(command);
  const sentence = /^[0-9a-f]{32} (el .+)$/mu.exec(shown)![1]!;
  const wrong = await classroom.run(`lab check 14 sentence=${sentence.replaceAll(" ", "_")} who=owner`);
  if (wrong.code !== 1) throw new Error(`a wrong answer passed:\n${wrong.shown}`);
  await classroom.succeed(`lab check 14 sentence=${sentence.replaceAll(" ", "_")} who=everyone`);
}
