import type { Classroom } from "../classroom.ts";

/** Exercise 3: handshake, port, offset and the next sequence number, computed as in the instructions. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/03.pcap";
  await classroom.captureConversations("lab server --plain", [{ file, bot: "lab exercise bot 3 --plain" }]);
  await classroom.succeed(`lab sniff -r ${file}`);
  const packets = await classroom.json(`lab sniff -r ${file} --json | grep '"kind":"packet"'`);
  const [text] = await classroom.json(`lab sniff -r ${file} --json | grep frase`);
  const own = packets.filter(({ connection }) => connection === text!.connection);
  const handshake = own.slice(0, 3).map(({ number }) => number);
  const carrier = own.find(({ number }) => number === text!.packet)!;
  const port = own[0]!.destination.split(":").at(-1);
  const offset = carrier.length - carrier.payload;
  const next = (carrier.sequence + carrier.payload) % 2 ** 32;
  await classroom.succeed(`lab check 3 handshake=${handshake} port=${port} offset=${offset} next=${next}`);
}
