import { existsSync } from "node:fs";
import { fitsRecord, usualCost } from "../../chat/accounts/password-record.ts";
import type { TextObservation } from "../../sniffer/observe/observation.ts";
import { defineExercise } from "../define-exercise.ts";
import { type CaptureEvidence, ofKind, readEvidence } from "../evidence/capture-evidence.ts";
import type { Verdict } from "../evidence/claim.ts";
import { passwordIn, recordOf } from "../evidence/passwords.ts";
import { inFile } from "../evidence/predictions.ts";

const files = {
  clear: "captures/19-clear.pcap",
  starttls: "captures/19-starttls.pcap",
  stolen: "mine/19.stolen",
  table: "accounts/accounts.db",
};
/** A code in the form of an e-mail. */
const codeLine = /^ {4}[A-Z2-9]{4}-[A-Z2-9]{4}$/u;

const texts = {
  needs: "three terminals, capture, `openssl`",
  hints: [
    "The e-mail goes from the chat server to the mail server, port 2525 on this machine. This is not your connection to the chat.",
    "Is there no e-mail? `lab mail` lists all of them. The sniffer must run before you type /recover. After five e-mails in a minute, wait another minute.",
    "`lab sniff -r work/captures/19-clear.pcap --text` shows every line with its packet. The code is in a line of its own, in the middle of the e-mail.",
    "In step 6 the server must run with `lab server --tls --accounts --recovery weak`, and the whole command is one line.",
  ],
  questions: {
    packet: "Which packet of 19-clear.pcap has the code?",
    command: "Which command does the client send in the clear right before TLS begins in 19-starttls.pcap?",
  },
  predictions: {
    letter: "The chat uses only TLS. Can someone who captures on the server's machine read the code in the e-mail?",
    recipient: "Then the e-mails go over STARTTLS. Can they still read the address of the recipient?",
  },
  claims: {
    clear: "The code crossed the wire in the clear, although the chat uses TLS",
    starttls: "The connection with STARTTLS begins in the clear, and the code is not in the clear",
    stolen: "work/mine/19.stolen is a password with your name in it",
    guessed: "You guessed a weak code: the account has the password of the thief",
    packet: "You know the packet with the code",
    command: "You know how TLS began",
  },
  next: {
    clear: "Step 3: the sniffer first, then /recover rosa@clase.example",
    starttls: "Step 5: lab server --tls --accounts --mail-tls",
    stolen: 'Step 1: echo "ahora es de ana la ladrona" > work/mine/19.stolen',
    guessed: "Step 6: lab server --tls --accounts --recovery weak",
    packet: "Look at it: lab sniff -r work/captures/19-clear.pcap --text",
    command: "Look at it: lab sniff -r work/captures/19-starttls.pcap --text",
  },
  mistakes: { answer: "this is the answer of the server" },
  noCode: "it has no e-mail with a code in the clear",
  codeIn: (packet: number) => `the code is in packet ${packet}`,
  noChatTls: "the chat itself must use TLS: the capture has no ClientHello",
  noStartTls: "it has no STARTTLS",
  codeToo: "it has a code in the clear, too",
  noTlsAfter: "no TLS began after STARTTLS",
  hidden: "STARTTLS in the clear, then TLS, and no code",
  withoutName: (name: string) => `it does not have your name in it: ${name}`,
  passwordOf: (name: string) => `a password of ${name}`,
  otherPassword: "rosa has another password",
  changed: "rosa has the password of work/mine/19.stolen",
  noAccount: "there is no account rosa in work/accounts",
  waits: "first make the capture",
  why: "The TLS of the chat ends at the chat server. From there the e-mail goes over SMTP, which is from 1982 and has no encryption of its own. STARTTLS adds encryption, but only from one mail server to the next: every mail server on the path can read the e-mail. So a code should expire soon, work only once, and allow few tries.",
  tryNext:
    "Look at the headers of an e-mail in your own mailbox. Each `Received:` line says how the e-mail came to that server: with ESMTPS it was over TLS, with ESMTP it was in the clear.",
};

/** An e-mail with a code, without encryption and over STARTTLS, and a code that can be guessed. */
export const exercise = defineExercise({
  minutes: 20,
  beliefs: ["M13"],
  texts,
  questions: { packet: "number", command: "words" },
  predictions: {
    letter: inFile(files.clear, async (path) => ((await crossedInTheClear(path)).ok ? "yes" : undefined)),
    recipient: inFile(files.starttls, async (path) => {
      const lines = ofKind(await readEvidence(path), "text");
      if (!lines.some(isStartTls)) return undefined;
      return lines.some(({ text }) => /^RCPT TO/iu.test(text)) ? "yes" : "no";
    }),
  },
  async claims({ file, answer, waits, work, student }) {
    const codes = existsSync(work(files.clear)) ? await codesIn(work(files.clear)).catch(() => []) : [];
    const stolen = passwordIn(work(files.stolen));
    const hasStartTls =
      existsSync(work(files.starttls)) && (await beganWithStartTls(work(files.starttls)).catch(() => undefined))?.ok;
    return [
      await file("clear", files.clear, crossedInTheClear),
      await file("starttls", files.starttls, beganWithStartTls),
      await file("stolen", files.stolen, () => {
        const isOwn = stolen.toLowerCase().includes(student.name.toLowerCase());
        return { ok: isOwn, found: isOwn ? texts.passwordOf(student.name) : texts.withoutName(student.name) };
      }),
      await file("guessed", files.table, (path) => hasPassword(path, stolen)),
      codes.length === 0 ? waits("packet", texts.waits) : answer("packet", codes),
      hasStartTls ? answer("command", ["STARTTLS"], { answer: ["220"] }) : waits("command", texts.waits),
    ];
  },
});

/** The packets with an unencrypted code. */
async function codesIn(path: string): Promise<readonly number[]> {
  return codesOf(await readEvidence(path));
}

function codesOf(evidence: CaptureEvidence): readonly number[] {
  return ofKind(evidence, "text").flatMap(({ text, packet }) => (codeLine.test(text) ? [packet] : []));
}

async function crossedInTheClear(path: string): Promise<Verdict> {
  const evidence = await readEvidence(path);
  const [packet] = codesOf(evidence);
  if (packet === undefined) return { ok: false, found: texts.noCode };
  const isTls = ofKind(evidence, "tls-message").some(({ message }) => message === "client_hello");
  if (!isTls) return { ok: false, found: texts.noChatTls };
  return { ok: true, found: texts.codeIn(packet), where: { file: path, packets: [packet] } };
}

async function beganWithStartTls(path: string): Promise<Verdict> {
  const evidence = await readEvidence(path);
  const command = ofKind(evidence, "text").find(isStartTls);
  if (command === undefined) return { ok: false, found: texts.noStartTls };
  if (codesOf(evidence).length > 0) return { ok: false, found: texts.codeToo };
  const hello = ofKind(evidence, "tls-message").some(
    ({ message, connection }) => connection === command.connection && message === "client_hello",
  );
  const where = { file: path, packets: [command.packet] };
  return hello ? { ok: true, found: texts.hidden, where } : { ok: false, found: texts.noTlsAfter, where };
}

function isStartTls({ text, from }: TextObservation): boolean {
  return from === "client" && /^STARTTLS$/iu.test(text);
}

async function hasPassword(path: string, password: string): Promise<Verdict> {
  const record = await recordOf("rosa", path);
  if (record === undefined) return { ok: false, found: texts.noAccount };
  const fits = await fitsRecord(Buffer.from(password), record, { storage: "scrypt", cost: usualCost });
  return { ok: fits, found: fits ? texts.changed : texts.otherPassword };
}
