import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { TextObservation } from "../../sniffer/observe/observation.ts";
import { defineExercise } from "../define-exercise.ts";
import { ofKind, readEvidence } from "../evidence/capture-evidence.ts";
import type { Verdict } from "../evidence/claim.ts";
import { passwordIn, recordOf } from "../evidence/passwords.ts";
import { inFile } from "../evidence/predictions.ts";

const files = {
  password: "mine/18.password",
  words: "captures/18-words.pcap",
  hash: "captures/18-hash.pcap",
  scram: "captures/18-scram.pcap",
  table: "accounts/accounts.db",
};

const texts = {
  needs: "three terminals, capture, `nc`, `sqlite3`",
  hints: [
    "Every way to log in has its own server and its own capture. If an answer is strange, check if an older server is still running.",
    "In step 4 you do not need the password: the server asks for the hash, and the table has it. The hash is the 64 digits after the second $.",
    "If marta cannot log in, stop the server, remove the folder work/accounts, and start at step 2. After five wrong tries, wait a minute.",
    "`lab sniff -r work/captures/18-words.pcap --text` shows every line with its packet. The client sends the password right after the server's `? password`.",
  ],
  questions: {
    packet: "Which packet of 18-words.pcap is the first one with your password?",
    hash: "What are the first four bytes of marta's hash?",
  },
  predictions: {
    read: "marta's client sends only the SHA-256 hash of her password. Can someone who reads the hash log in as marta?",
    proof: "SCRAM sends a proof. pablo logs in twice: will both proofs be the same?",
  },
  claims: {
    own: "work/mine/18.password is a password with your name in it",
    words: "Your password crossed the wire in the clear",
    table: "The stolen table has the hash of marta's password",
    passed: "You logged in with the hash alone",
    scram: "You logged in twice with a proof, without the password or its hash on the wire",
    packet: "You know the first packet with the password",
    hash: "You know the hash",
  },
  next: {
    own: 'Step 1: echo "la clave de ana" > work/mine/18.password',
    words: "Step 2: the sniffer first, then lab chat with --register.",
    table: "Step 2: lab server --plain --accounts --storage sha256",
    passed: "Step 4: nc localhost 12345, then marta, then the hash from the table.",
    scram: "Step 5: make the account before the sniffer runs, then log in twice.",
    packet: "Look at it: lab sniff -r work/captures/18-words.pcap --text",
    hash: 'Look at it: sqlite3 work/accounts/accounts.db "SELECT name, password FROM accounts"',
  },
  mistakes: { again: "this is the second time: the server asked for the password again" },
  withoutName: (name: string) => `it does not have your name in it: ${name}`,
  passwordOf: (name: string) => `a password of ${name}`,
  notThere: "the password of work/mine/18.password is not in it",
  saidIn: (packet: number) => `the client sent it in packet ${packet}`,
  noHash: "there is no marta with the SHA-256 of your password in work/accounts",
  hasHash: "the SHA-256 of your password, without salt",
  noWelcome: "nobody logged in with the hash of your password",
  passwordToo: "the password itself is in it, too: it should have only the hash",
  letIn: "someone logged in with only the hash",
  proofs: (count: number) => `${count} ${count === 1 ? "login" : "logins"} with a proof`,
  leaked: "the password or its hash is in it: start the sniffer after you made the account",
  proved: "two proofs, and they are different",
  waitsForPassword: "first make the password of step 1",
  why: "SHA-256 always makes the same bytes from the same password. So for a server that asks for the hash, the hash is the password. SCRAM mixes a new random number from each side into every proof, so an eavesdropper cannot use a proof again. And the way of storing passwords decides how fast a thief can guess them at home.",
  tryNext:
    "Do step 5 with `lab server --tls --accounts --login scram`, and put `lab mitm` in between: the proof is bound to the TLS connection, so the attacker cannot use it. If you have john: `john --format=raw-sha256 FILE` guesses the passwords of the table.",
};

/** Password, hash and SCRAM on the wire, and the table of a server. */
export const exercise = defineExercise({
  minutes: 25,
  beliefs: ["M7", "M12"],
  texts,
  questions: { packet: "number", hash: "bytes" },
  predictions: {
    read: inFile(files.hash, async (path, { work }) => {
      const { ok } = await passedTheHash(path, passwordIn(work(files.password)));
      return ok ? "yes" : undefined;
    }),
    proof: inFile(files.scram, async (path) => {
      const proofs = proofsIn(await linesOf(path));
      return proofs.length < 2 ? undefined : new Set(proofs).size === proofs.length ? "no" : "yes";
    }),
  },
  async claims({ file, answer, waits, work, student }) {
    const password = passwordIn(work(files.password));
    const words = existsSync(work(files.words)) ? await saidIn(work(files.words), password) : [];
    const digest = sha256(password);
    return [
      await file("own", files.password, () => {
        const isOwn = password.toLowerCase().includes(student.name.toLowerCase());
        return { ok: isOwn, found: isOwn ? texts.passwordOf(student.name) : texts.withoutName(student.name) };
      }),
      await file("words", files.words, () => {
        const [first] = words;
        return first === undefined
          ? { ok: false, found: texts.notThere }
          : { ok: true, found: texts.saidIn(first), where: { file: work(files.words), packets: [first] } };
      }),
      await file("table", files.table, (path) => tableHas(path, digest)),
      await file("passed", files.hash, (path) => passedTheHash(path, password)),
      await file("scram", files.scram, (path) => provedTwice(path, password)),
      words.length === 0
        ? waits("packet", texts.waitsForPassword)
        : answer("packet", words.slice(0, 1), { again: words.slice(1) }),
      password === "" ? waits("hash", texts.waitsForPassword) : answer("hash", [digest.slice(0, 8)]),
    ];
  },
});

function sha256(text: string): string {
  return createHash("sha256").update(text.normalize("NFC")).digest("hex");
}

async function linesOf(path: string): Promise<readonly TextObservation[]> {
  return ofKind(await readEvidence(path), "text");
}

/** The packets in which the client sent exactly this. */
async function saidIn(path: string, words: string): Promise<readonly number[]> {
  const lines = await linesOf(path).catch(() => []);
  return lines
    .filter(({ text, from }) => words !== "" && text === words && from === "client")
    .map(({ packet }) => packet);
}

async function tableHas(path: string, digest: string): Promise<Verdict> {
  const isThere = (await recordOf("marta", path))?.toLowerCase().endsWith(digest) ?? false;
  return { ok: isThere, found: isThere ? texts.hasHash : texts.noHash };
}

async function passedTheHash(path: string, password: string): Promise<Verdict> {
  const lines = await linesOf(path);
  if (password === "" || lines.some(({ text }) => text === password)) return { ok: false, found: texts.passwordToo };
  const digest = sha256(password);
  const sent = lines.find(({ text, from }) => from === "client" && text.toLowerCase() === digest);
  const isIn = lines.some(
    ({ text, from, connection }) => connection === sent?.connection && from === "server" && text === "# welcome marta",
  );
  return { ok: isIn, found: isIn ? texts.letIn : texts.noWelcome };
}

async function provedTwice(path: string, password: string): Promise<Verdict> {
  const lines = await linesOf(path);
  const proofs = proofsIn(lines);
  if (lines.some(({ text }) => text === password || text.toLowerCase() === sha256(password)))
    return { ok: false, found: texts.leaked };
  const isEnough = new Set(proofs).size >= 2;
  return { ok: isEnough, found: isEnough ? texts.proved : texts.proofs(proofs.length) };
}

/** The proofs that the server accepted. */
function proofsIn(lines: readonly TextObservation[]): readonly string[] {
  const welcome = new Set(lines.filter(({ text }) => text === "# welcome pablo").map(({ connection }) => connection));
  return lines.flatMap(({ text, from, connection }) => {
    const proof = from === "client" && welcome.has(connection) ? /^c=.*,p=(\S+)$/u.exec(text)?.[1] : undefined;
    return proof === undefined ? [] : [proof];
  });
}
