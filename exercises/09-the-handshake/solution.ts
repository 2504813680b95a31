import type { Classroom } from "../classroom.ts";

/** Exercise 9: the messages that are readable in one list, and only guessed in the other. */
export async function solve(classroom: Classroom): Promise<void> {
  const [older, newer] = ["work/captures/09-tls12.pcap", "work/captures/09-tls13.pcap"];
  await classroom.captureConversations("lab server --tls", [
    { file: older, bot: "lab exercise bot 9 --tls --tls-max 1.2" },
    { file: newer, bot: "lab exercise bot 9 --tls" },
  ]);
  for (const file of [older, newer]) await classroom.succeed(`lab sniff -r ${file}`);
  for (const file of [older, newer]) await classroom.succeed(`lab sniff -r ${file} --text | grep -v TCP`);
  const twelve = await classroom.json(`lab sniff -r ${older} --json | grep tls-message`);
  const thirteen = await classroom.json(`lab sniff -r ${newer} --json | grep tls-message`);
  await classroom.succeed(`lab assert ${older} 'certificate visible is true'`);
  await classroom.succeed(`lab assert ${newer} 'certificate visible is false'`);
  await classroom.succeed(`lab certs show --capture ${older}`);
  const hidden = thirteen.filter(({ encrypted }) => encrypted).map(({ message }) => message);
  const invisible = twelve.find(({ message, encrypted }) => !encrypted && hidden.includes(message))!;
  const readable = thirteen.filter(({ encrypted }) => !encrypted);
  const suite = readable.find(({ message }) => message === "server_hello")!.suite;
  await classroom.succeed(
    `lab check 9 invisible=${invisible.message} packet=${invisible.packet} readable=${readable.length} suite=${suite}`,
  );
}
