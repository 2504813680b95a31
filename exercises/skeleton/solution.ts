import type { Classroom } from "../classroom.ts";

/** Runs every command of the README.md. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/00.pcap";
  await classroom.captureConversations("lab server --plain", [{ file, bot: "lab exercise bot 0 --plain" }]);
  await classroom.succeed(`lab sniff -r ${file}`);
  const [line] = await classroom.json(`lab sniff -r ${file} --json | grep frase`);
  await classroom.succeed(`lab check 0 packet=${line!.packet}`);
}
