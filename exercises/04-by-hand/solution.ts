import type { Classroom } from "../classroom.ts";

/** Exercise 4: turns the digits of the line into bytes with `xxd`. */
export async function solve(classroom: Classroom): Promise<void> {
  const file = "work/captures/04.pcap";
  await classroom.captureConversations("lab server --plain", [{ file, bot: "lab exercise bot 4 --plain" }]);
  await classroom.succeed(`lab sniff -r ${file}`);
  const [line] = await classroom.json(`lab sniff -r ${file} --json --hex | grep frase`);
  await classroom.succeed("echo 686f6c6121 | xxd -r -p");
  await classroom.succeed("echo ñandú | xxd -p");
  await classroom.succeed("lab decode 686f6c6121");
  await classroom.runIfInstalled(`tshark -r ${file} -Y tcp.payload -T fields -e frame.number -e tcp.payload`);
  const bytes = Number(await classroom.succeed(`echo ${line!.hex} | xxd -r -p | wc -c`));
  const accent = /^(?:(?!c3)..)*(c3..)/u.exec(line!.hex)?.[1];
  await classroom.succeed(`lab check 4 bytes=${bytes} accent=${accent} last=${line!.hex.slice(-2)}`);
}
