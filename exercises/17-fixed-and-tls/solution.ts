import type { Classroom } from "../classroom.ts";

/** Exercise 17: every attack, on `fixed` and on TLS; each fails for a reason. */
export async function solve(classroom: Classroom): Promise<void> {
  const [fixed, tls] = ["work/captures/17-fixed.pcap", "work/captures/17-tls.pcap"];
  await classroom.captureTalk(17, fixed);
  await classroom.captureConversations("lab server --tls", [{ file: tls, bot: "lab exercise bot 17 --tls" }]);
  for (const command of classroom.shellLines("17-fixed-and-tls").filter((one) => one.startsWith("lab break "))) {
    const { code, shown } = await classroom.run(command);
    const reason = command.includes(tls) ? "this conversation is TLS 1.3" : "the recipe fixed";
    if (code !== 1 || !shown.includes(reason)) throw new Error(`${command} ended with ${code}:\n${shown}`);
  }
  await classroom.succeed(`lab sniff -r ${fixed} --text --where 'text contains "~"' | cut -c 1-79`);
  const wrong = await classroom.run("lab check 17 keys=access repeated=name");
  if (wrong.code !== 1) throw new Error(`wrong answers passed:\n${wrong.shown}`);
  await classroom.succeed("lab check 17 keys=share repeated=number");
}
