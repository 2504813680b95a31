import type { Classroom } from "../classroom.ts";

/** Exercise 15: all lines without a key, and one of them changed. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/15.pcap";
  const talk = await classroom.captureTalkThatStays(15, file);
  await classroom.succeed(`lab sniff -r ${file} --text --where 'text contains "~ ["' | cut -c 1-79 | sed -n '15p;11p'`);
  const shown = await classroom.succeed(`lab break xor ${file}`);
  const packet = /packet (\d+) +ana: nos vemos a las ocho/u.exec(shown)![1]!;
  await classroom.succeed(`lab break flip ${file} --packet ${packet} --change "ocho=diez"`);
  await talk.shows("luis heard from ana: nos vemos a las diez en la estación");
  await talk.interrupt();
  const sentence = /ana: (el .+)$/mu.exec(shown)![1]!;
  await classroom.succeed(`lab check 15 sentence=${sentence.replaceAll(" ", "_")}`);
}
