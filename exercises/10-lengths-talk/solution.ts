import type { Classroom } from "../classroom.ts";
import { secretLines } from "./exercise.ts";

/** Exercise 10: the line by its length, and then a guess. */
export async function solve(classroom: Classroom): Promise<void> {
  const [plainLines, padded] = ["work/captures/10-lines.pcap", "work/captures/10-padded.pcap"];
  await classroom.captureConversations("lab server --tls", [
    { file: plainLines, bot: "lab exercise bot 10 --tls" },
    { file: padded, bot: "lab exercise bot 10 --tls --padded" },
  ]);
  const show = "--text | grep 'client  TLS record application_data'";
  await classroom.succeed(`lab sniff -r ${plainLines}`);
  const records = await classroom.succeed(`lab sniff -r ${plainLines} ${show}`);
  const lengths = [...records.matchAll(/, (\d+) bytes/gu)].map(([, length]) => Number(length));
  // The end of the client's handshake, its name, the line, close_notify.
  const bytes = lengths[2]! - 18;
  const letter = Object.entries(secretLines).find(([, text]) => Buffer.byteLength(text) === bytes)?.[0];
  await classroom.run(`lab check 10 line=${letter}`);
  await classroom.succeed(`lab sniff -r ${padded}`);
  await classroom.succeed(`lab sniff -r ${padded} ${show}`);
  await classroom.succeed("lab check 10 first=A");
}
