import type { Classroom } from "../classroom.ts";

/** Exercise 2: the packet with the sentence. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/02.pcap";
  await classroom.captureConversations("lab server --plain", [{ file, bot: "lab exercise bot 2 --plain" }]);
  await classroom.succeed(`lab sniff -r ${file}`);
  const [line] = await classroom.json(`lab sniff -r ${file} --json | grep frase`);
  await classroom.succeed(`lab check 2 packet=${line!.packet}`);
  await classroom.succeed(`lab assert ${file} 'text contains "frase de"'`);
}
