import type { Classroom } from "../classroom.ts";

const leg = (side: "left" | "right") => `work/mitm/${side}.pcapng`;

/** Exercise 11: three visits to one attacker, and what its packets show. */
export async function solve(classroom: Classroom): Promise<void> {
  const server = classroom.open("lab server --both");
  await server.shows("12345");
  const attacker = classroom.open('lab mitm --to localhost:12345 --change "el =ningún "');
  await attacker.shows("Ctrl-C");
  await classroom.succeed("lab exercise bot 11 --plain --port 12346");
  await classroom.succeed("lab exercise bot 11 --tls --insecure --port 12346");
  const verifying = await classroom.run("lab exercise bot 11 --tls --port 12346");
  if (verifying.code !== 1) throw new Error(`the bot believed the attacker:\n${verifying.shown}`);
  await attacker.shows("unknown_ca");
  await attacker.interrupt();
  await server.interrupt();
  for (const side of ["left", "right"] as const)
    await classroom.succeed(`lab sniff -r ${leg(side)} --text --where 'opened text contains "frase de" from client'`);
  await classroom.succeed(`lab sniff -r ${leg("left")} --text --where 'opened alert unknown_ca'`);
  await classroom.succeed(`lab sniff -r ${leg("left")}`);
  const shown = await fingerprint(classroom, "left");
  const wrong = await classroom.run(`lab check 11 shown=${await fingerprint(classroom, "right")} steal=server-key.pem`);
  if (wrong.code !== 1) throw new Error(`wrong answers passed:\n${wrong.shown}`);
  await classroom.succeed(`lab check 11 shown=${shown} steal=ca-key.pem`);
}

/** The first two bytes of the fingerprint of the first certificate on a leg. */
async function fingerprint(classroom: Classroom, side: "left" | "right"): Promise<string> {
  const lines = await classroom.json(`lab sniff -r ${leg(side)} --json --where 'opened message certificate'`);
  const certificates = lines.flatMap((line) => line.certificates ?? []);
  return certificates[0]!.sha256.slice(0, 4);
}
