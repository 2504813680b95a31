import { secretLines } from "../../10-lengths-talk/lines.ts";
import type { Classroom } from "../classroom.ts";
import { captureTalks, jsonLines } from "../talk.ts";

/** Exercise 10: the line by its length, and then a guess. */
export async function solve(classroom: Classroom): Promise<void> {
  const [plainLines, padded] = ["work/captures/10-lines.pcap", "work/captures/10-padded.pcap"];
  await captureTalks(classroom, "lab server --tls", [
    { file: plainLines, bot: "lab exercise bot 10 --tls" },
    { file: padded, bot: "lab exercise bot 10 --tls --padded" },
  ]);
  const lengths = `--json | grep application_data | grep '"from":"client"'`;
  const [, , line] = jsonLines(await classroom.succeed(`lab sniff -r ${plainLines} ${lengths}`));
  const bytes = line!.length - 18;
  const letter = Object.entries(secretLines).find(([, text]) => Buffer.byteLength(text) === bytes)?.[0];
  await classroom.run(`lab check 10 line=${letter}`);
  await classroom.succeed(`lab sniff -r ${padded} ${lengths}`);
  await classroom.succeed("lab check 10 first=A");
}
