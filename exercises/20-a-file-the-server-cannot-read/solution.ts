import type { Classroom } from "../classroom.ts";

const as = (name: string) => `--name ${name} --password-file work/mine/${name}.password`;
const withKeys = "--key-passphrase-file work/mine/keys.passphrase";
const withPassword = "--file-password-file work/mine/letter.password";
const share = `lab files share letter.txt --with luis ${as("ana")} ${withPassword}`;
const get = (to: string) => `lab files get letter.txt --from ana ${as("luis")} ${withKeys} -o work/mine/${to}.txt`;
const fingerprint = /([0-9a-f]{4}) (?:[0-9a-f]{4} ){6}[0-9a-f]{4}/;

/** Exercise 20: a letter from ana to luis, first through an honest server, then through one that swaps keys. */
export async function solve(classroom: Classroom): Promise<void> {
  const secrets = {
    "ana.password": "la clave de ana",
    "luis.password": "la clave de luis",
    "letter.password": "la clave de la carta",
    "keys.passphrase": "la frase de mis llaves",
  };
  await classroom.succeed("mkdir -p work/mine");
  for (const [file, secret] of Object.entries(secrets)) await classroom.succeed(`echo "${secret}" > work/mine/${file}`);
  await classroom.succeed(
    "chmod 600 work/mine/ana.password work/mine/luis.password work/mine/letter.password work/mine/keys.passphrase",
  );
  const honest = classroom.open("lab server --tls --accounts");
  await honest.shows("To join");
  for (const name of ["ana", "luis"]) {
    await classroom.succeed(
      `lab chat --tls --name ${name} --register ${name}@clase.example --password-file work/mine/${name}.password`,
      "/quit\n",
    );
  }
  const [, real = ""] = fingerprint.exec(await classroom.succeed(`lab files keys ${as("luis")} ${withKeys}`)) ?? [];
  await classroom.succeed(`lab files keys ${as("ana")} ${withKeys}`);
  await classroom.succeed('echo "carta secreta de ana: el tesoro está en la biblioteca" > work/mine/letter.txt');
  await classroom.succeed(`lab files put work/mine/letter.txt ${as("ana")} ${withPassword}`);
  await classroom.runIfInstalled("xxd work/accounts/files/1.age");
  const { shown: count } = await classroom.run("grep -c biblioteca work/accounts/files/1.age");
  if (count.trim() !== "0") throw new Error("the server can read the letter");
  await classroom.succeed(share);
  await classroom.succeed(get("from-ana"));
  await honest.interrupt();
  const spy = classroom.open("lab server --tls --accounts --curious");
  await spy.shows("To join");
  const warned = await classroom.run(share);
  if (warned.code !== 1) throw new Error(`ana was not warned:\n${warned.shown}`);
  await classroom.succeed("lab files forget luis --name ana");
  const [, shown = ""] = fingerprint.exec(await classroom.succeed(share)) ?? [];
  await spy.shows("el tesoro");
  await classroom.succeed(get("from-ana-again"));
  await spy.interrupt();
  const swapped = await classroom.run(`lab check 20 real=${shown} shown=${real}`);
  if (swapped.code !== 1) throw new Error(`wrong answers passed:\n${swapped.shown}`);
  await classroom.succeed(`lab check 20 real=${real} shown=${shown}`);
}
