import type { Classroom } from "../classroom.ts";

const [today, rsa] = ["work/captures/12-today.pcap", "work/captures/12-rsa.pcap"];
const certificate = "--cert work/certs/rsa.pem --key work/certs/rsa-key.pem";

/**
 * Exercise 12: the key log opens the conversation, and the private key does not; with RSA key exchange, the private key
 * opens it too.
 */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("lab certs init");
  await classroom.succeed("lab certs key --kind rsa-2048 --out work/certs/rsa-key.pem");
  await classroom.succeed("lab certs request --key work/certs/rsa-key.pem --out work/certs/rsa.csr");
  await classroom.succeed("lab certs sign work/certs/rsa.csr --out work/certs/rsa.pem");
  await classroom.captureConversations(`lab server --tls ${certificate} --keylog work/keys.log`, [
    { file: today, bot: "lab exercise bot 12 --tls" },
  ]);
  await classroom.captureConversations(`lab server --tls --tls-max 1.2 --ciphers AES128-GCM-SHA256 ${certificate}`, [
    { file: rsa, bot: "lab exercise bot 12 --tls --tls-max 1.2" },
  ]);
  await classroom.succeed(`lab sniff -r ${today} --keylog work/keys.log`);
  const closed = await classroom.succeed(`lab sniff -r ${today} --key work/certs/rsa-key.pem`);
  if (!closed.includes("forward secrecy")) throw new Error(`the private key has another reason:\n${closed}`);
  const opened = await classroom.succeed(`lab sniff -r ${rsa} --key work/certs/rsa-key.pem`);
  if (!opened.includes('opened: "frase de ana')) throw new Error(`the private key opens nothing:\n${opened}`);
  const nonsense = await classroom.succeed(
    `lab sniff -r ${today} --json --hex --where 'record application_data from client' | tail -2 | head -1 | grep -o '"hex":"[0-9a-f]*"' | cut -d '"' -f 4 | xxd -r -p | xxd`,
  );
  if (nonsense.includes("frase")) throw new Error(`the words are in the record:\n${nonsense}`);
  const { line, nonce } = await secretOf(classroom);
  const wrong = await classroom.run(`lab check 12 line=${line} nonce=${nonce.replace(/..$/u, "7f")} why=other-key`);
  if (wrong.code !== 1) throw new Error(`wrong answers passed:\n${wrong.shown}`);
  await classroom.succeed(`lab check 12 line=${line} nonce=${nonce} why=forward-secrecy`);
}

/**
 * The line of the key log, and the nonce, as OpenSSL computes its IV: the second record with the client's traffic
 * secret.
 */
async function secretOf(classroom: Classroom): Promise<{ readonly line: string; readonly nonce: string }> {
  const [hello] = await classroom.json(`lab sniff -r ${today} --json --where 'message client_hello'`);
  const found = await classroom.succeed(`grep -n 'CLIENT_TRAFFIC_SECRET_0 ${hello!.random}' work/keys.log`);
  const [, line, secret] = /^(\d+):\S+ \S+ ([0-9a-f]+)/u.exec(found)!;
  const hash = secret!.length === 96 ? "SHA384" : "SHA256";
  // HkdfLabel: 12 bytes, "tls13 iv", no context.
  const info = `000c08${Buffer.from("tls13 iv").toString("hex")}00`;
  const iv = await classroom.succeed(
    `openssl kdf -keylen 12 -kdfopt mode:EXPAND_ONLY -kdfopt digest:${hash} -kdfopt hexkey:${secret} -kdfopt hexinfo:${info} HKDF`,
  );
  const bytes = Buffer.from(/(?:[0-9A-F]{2}:){11}[0-9A-F]{2}/u.exec(iv)![0].replaceAll(":", ""), "hex");
  bytes[11]! ^= 1;
  return { line: line!, nonce: bytes.toString("hex") };
}
