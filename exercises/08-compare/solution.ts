import type { Classroom } from "../classroom.ts";

/** Exercise 8: six predictions, some of them wrong, and two captures of the same conversation. */
export async function solve(classroom: Classroom): Promise<void> {
  const [plain, tls] = ["work/captures/08-plain.pcap", "work/captures/08-tls.pcap"];
  await classroom.run("lab check 8 words=hidden name=hidden server=hidden ports=visible times=visible lengths=hidden");
  await classroom.captureConversations("lab server --both", [
    { file: plain, bot: "lab exercise bot 8 --plain" },
    { file: tls, bot: "lab exercise bot 8 --tls" },
  ]);
  await classroom.succeed(`lab compare ${plain} ${tls}`);
  const [hello] = await classroom.json(`lab sniff -r ${tls} --json | grep client_hello`);
  const [line] = await classroom.json(`lab sniff -r ${plain} --json | grep frase`);
  const records = await classroom.json(`lab sniff -r ${tls} --json | grep application_data`);
  const [, , sentence] = records.filter(({ from }) => from === "client");
  const overhead = 5 + sentence!.length - line!.length;
  await classroom.succeed(`lab check 8 sni=${hello!.serverName} overhead=${overhead}`);
}
