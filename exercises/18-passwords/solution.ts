import type { Classroom } from "../classroom.ts";

const withFile = "--password-file work/mine/18.password";

/**
 * Exercise 18: the password, its hash and a proof of it on the wire. With the hash from the table, anyone can log in.
 */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("mkdir -p work/mine");
  await classroom.succeed('echo "la clave de ana" > work/mine/18.password');
  await classroom.succeed("chmod 600 work/mine/18.password");

  const words = await classroom.serveAccounts("lab server --plain --accounts --storage sha256");
  const end = await classroom.startSniffer("work/captures/18-words.pcap");
  await classroom.succeed(`lab chat --plain --name marta --register marta@clase.example ${withFile}`, "/quit\n");
  await end();
  await words();
  await classroom.succeed('lab find "la clave de" work/captures/18-words.pcap');

  await classroom.runIfInstalled('sqlite3 work/accounts/accounts.db "SELECT name, password FROM accounts"');
  await classroom.succeed("printf 123456 | sha256sum");
  const hashed = await classroom.succeed("tr -d '\\n' < work/mine/18.password | sha256sum");
  const [hash = ""] = /[0-9a-f]{64}/u.exec(hashed) ?? [];

  const byHash = await classroom.serveAccounts("lab server --plain --accounts --login hash");
  const endOfHash = await classroom.startSniffer("work/captures/18-hash.pcap");
  const thief = classroom.open("nc localhost 12345");
  thief.type("marta");
  await thief.shows("? sha256");
  thief.type(hash);
  await thief.shows("# welcome marta");
  await thief.interrupt();
  await endOfHash();
  await byHash();

  const byProof = await classroom.serveAccounts("lab server --plain --accounts --login scram");
  await classroom.succeed(`lab chat --plain --name pablo --register pablo@clase.example ${withFile}`, "/quit\n");
  const endOfProof = await classroom.startSniffer("work/captures/18-scram.pcap");
  for (let time = 0; time < 2; time += 1)
    await classroom.succeed(`lab chat --plain --name pablo ${withFile}`, "/quit\n");
  await endOfProof();
  await byProof();
  await classroom.succeed("lab sniff -r work/captures/18-scram.pcap --text | grep ,p=");
  await classroom.runIfInstalled(
    "openssl kdf -keylen 32 -kdfopt pass:123456 -kdfopt salt:0123456789abcdef -kdfopt n:131072 -kdfopt r:8 -kdfopt p:1 -kdfopt maxmem_bytes:268435456 SCRYPT",
  );

  const lines = await classroom.json("lab sniff -r work/captures/18-words.pcap --json | grep clave");
  await classroom.succeed(`lab check 18 packet=${lines[0]!.packet} hash=${hash.slice(0, 8)}`);
}
