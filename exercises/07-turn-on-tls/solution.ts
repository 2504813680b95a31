import type { Classroom } from "../classroom.ts";

/** Exercise 7: the record with the sentence, by its length. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/07.pcap";
  await classroom.captureConversations("lab server --tls", [{ file, bot: "lab exercise bot 7 --tls" }]);
  await classroom.succeed(`lab sniff -r ${file}`);
  const found = await classroom.run(`lab find "frase de" ${file}`);
  if (found.code !== 1) throw new Error(`words were found over TLS:\n${found.shown}`);
  await classroom.succeed(
    `lab assert ${file} 'no text contains "frase"' 'tls.version is 1.3' 'record application_data count >= 3'`,
  );
  await classroom.succeed(`lab sniff -r ${file} --text | grep application_data`);
  const records = await classroom.json(`lab sniff -r ${file} --json | grep application_data`);
  await classroom.succeed('echo "frase de ana: ..." | wc -c');
  // The end of the client's handshake, its name, the sentence, close_notify.
  const [, , sentence] = records.filter(({ from }) => from === "client");
  await classroom.succeed("printf '%04x\\n' 1000");
  const digits = (await classroom.succeed(`printf '%04x\\n' ${sentence!.length}`)).trim();
  await classroom.succeed(`lab check 7 packet=${sentence!.packet} header=170303${digits}`);
}
