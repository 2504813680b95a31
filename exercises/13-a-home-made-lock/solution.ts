import type { Classroom } from "../classroom.ts";

/** Exercise 13: the access key from its hash, and what opens with it. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/13.pcap";
  await classroom.captureTalk(13, file);
  await classroom.succeed(`lab sniff -r ${file} --text --where 'text contains "~"' | cut -c 1-79 | head -6`);
  const shown = await classroom.succeed(`lab break hash ${file} --digits 2`);
  await classroom.succeed("printf %s hola12 | openssl dgst -sha512");
  await classroom.succeed(`lab break rc4 ${file} --digits 2`);
  const key = /The access key is: (\S+)/u.exec(shown)![1]!;
  const sentence = /ana: (el .+)$/mu.exec(shown)![1]!;
  const byHand = shown.split("step by step, to the first message:\n")[1]!.split("\n\n")[0]!;
  const lines = shown.split("The same by hand:\n")[1]!.split("\n").slice(0, 2);
  const opened = await classroom.succeed([...lines, byHand].join("\n"));
  if (!opened.includes("hola luis")) throw new Error(`by hand it does not open:\n${opened}`);
  const wrong = await classroom.run(`lab check 13 key=hola sentence=hola`);
  if (wrong.code !== 1) throw new Error(`wrong answers passed:\n${wrong.shown}`);
  await classroom.succeed(`lab check 13 key=${key} sentence=${sentence.replaceAll(" ", "_")}`);
}
