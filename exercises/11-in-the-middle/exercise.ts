import type { BotRun } from "../bot/bot-log.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { inFile } from "../evidence/predictions.ts";
import { isPlainVisit } from "../evidence/wrong-time.ts";
import { type Conversation, changedLine, otherLeg, readLeg } from "./legs.ts";

const [leftFile, rightFile] = ["mitm/left.pcapng", "mitm/right.pcapng"];

const texts = {
  needs: "three terminals, capture",
  hints: [
    "Start the bot three times while the attacker runs, and do not stop the attacker in between. Each new run of the attacker replaces its files.",
    "The attacker listens on port 12346, so start the bot with --port 12346. On port 12345 it would reach the server itself.",
    "The fingerprint: open work/mitm/left.pcapng, go to the packet with the server's handshake, and look for SHA-256 in the opened Certificate. The attacker also printed it when it started.",
    "Which file can sign a certificate for any name? Not a certificate: everyone may have it. Not the server's key: with it an attacker can only pretend to be this one server.",
  ],
  questions: {
    shown: "What are the first two bytes of the fingerprint (SHA-256) of the attacker's certificate?",
    steal:
      "With which stolen file of work/certs can an attacker make certificates that your verifying client accepts, for any name?",
  },
  predictions: {
    clear:
      "An attacker is between a client and the server, which speak in the clear. Can the attacker change a word on its way?",
    insecure:
      "The client speaks TLS, but accepts every certificate (--insecure). Can the attacker still change a word?",
    verifying:
      "Now the client verifies the certificate. How much will it say before it leaves: nothing, its name, or all?",
  },
  claims: {
    read: "In the clear, the attacker read your sentence",
    changed: "In the clear, the server got a changed sentence",
    "tls-read": "Over TLS with --insecure, the attacker read your sentence",
    "tls-changed": "Over TLS with --insecure, the server got a changed sentence",
    certificates: "There were two certificates with the same name, and with different fingerprints",
    shown: "You know the fingerprint of the attacker's certificate",
    left: "The client that verifies left with the alert unknown_ca, and sent no application data",
    steal: "You know what an attacker would have to steal",
  },
  next: {
    read: "Start the attacker, and then the bot on its port: lab exercise bot 11 --plain --port 12346",
    changed: 'The attacker must change a word: lab mitm --to localhost:12345 --change "el =ningún "',
    "tls-read": "While the same attacker runs: lab exercise bot 11 --tls --insecure --port 12346",
    "tls-changed": 'The attacker must change a word: lab mitm --to localhost:12345 --change "el =ningún "',
    certificates: "While the same attacker runs: lab exercise bot 11 --tls --insecure --port 12346",
    left: "While the same attacker runs: lab exercise bot 11 --tls --port 12346",
  },
  mistakes: {
    real: "this is the fingerprint of the real server",
    "server-key": "with this key an attacker can pretend to be this one server, but cannot sign certificates",
    public: "everyone may have this certificate: it is public",
  },
  noConversation: "your bot did not say your sentence to this run of the attacker",
  noTlsConversation: "there is no conversation of your bot over TLS with --insecure in this run of the attacker",
  noOther:
    "the server's leg has no conversation that belongs to it: the two files are from different runs, or the server did not answer",
  notChanged: "your sentence arrived without a change",
  said: (line: string) => `the attacker read: ${line}`,
  arrived: (line: string) => `the server got: ${line}`,
  sameCertificate: "both legs show the same certificate",
  twoCertificates: (name: string, shown: string, real: string) => `both are for ${name}: …${shown}… and …${real}…`,
  noRefusal: "in this run of the attacker, no bot of yours refused the certificate",
  otherAlert: (alert: string) => `it left with the alert ${alert}`,
  noAlert: "it left without an alert",
  leftSilent: "alert unknown_ca, 0 records of application data",
  saidSomething: (records: number) => `it sent ${records} records of application data`,
  waitsForLegs: "first let the bot say your sentence to the attacker",
  why: "TLS without verification is a secret conversation with a stranger. Your TLS connection ended at the attacker, who made a second one to the server. Between the two, your words were in the clear. The attacker's certificate had the same name, the same dates and the same kind of key. But the attacker did not have the server's private key, or the signature of a CA that you trust. So the check of the certificate is necessary: only this check proves *who* is at the other end.",
  tryNext:
    "Give the attacker the stolen CA: `lab mitm --to localhost:12345 --ca work/certs/ca.pem --ca-key work/certs/ca-key.pem`, and let the bot verify. Then try `lab mitm --table`: it runs every attack against every client on your machine.",
};

/**
 * An attacker in the middle of a conversation: without encryption, over TLS that nobody verified, and over verified
 * TLS.
 */
export const exercise = defineExercise({
  minutes: 25,
  beliefs: ["M1", "M2", "M3", "M6", "M14"],
  texts,
  questions: { shown: "bytes", steal: ["ca.pem", "ca-key.pem", "server.pem", "server-key.pem"] },
  predictions: {
    clear: inFile(rightFile, (_, evidence) => changedIn(evidence, "clear")),
    insecure: inFile(rightFile, (_, evidence) => changedIn(evidence, "insecure")),
    verifying: {
      choices: ["nothing", "name", "all"],
      finding: inFile(leftFile, async (_, evidence) => {
        const { verifying } = await visitsIn(evidence);
        if (verifying === undefined) return undefined;
        return ["nothing", "name"][verifying.applicationData] ?? "all";
      }),
    },
  },
  bot: { kind: "says-phrase" },
  async claims(evidence) {
    const { claim, waits, file, answer, phrase, work } = evidence;
    let visits: Visits = {};
    const read = await file("read", leftFile, async () => {
      visits = await visitsIn(evidence);
      return phraseRead(visits.clear, phrase, texts.noConversation, work(leftFile));
    });
    const right = await file("changed", rightFile, () =>
      phraseChanged(visits.clear, visits.right, phrase, work(rightFile)),
    );
    const certificates = pairOfCertificates(visits);
    return [
      read,
      right,
      claim("tls-read", phraseRead(visits.insecure, phrase, texts.noTlsConversation, work(leftFile))),
      claim("tls-changed", phraseChanged(visits.insecure, visits.right, phrase, work(rightFile))),
      claim("certificates", { where: { file: work(leftFile) }, ...differ(certificates) }),
      certificates === undefined
        ? waits("shown", texts.waitsForLegs)
        : answer("shown", [certificates.shown.sha256.slice(0, 4)], { real: [certificates.real.sha256.slice(0, 4)] }),
      claim("left", leftSilently(visits.verifying, work(leftFile))),
      answer("steal", ["ca-key.pem"], { "server-key": ["server-key.pem"], public: ["ca.pem", "server.pem"] }),
    ];
  },
});

/** The evidence about the visits. */
type Visited = Pick<Evidence, "work" | "phrase" | "botRuns">;

/** The bot's three visits to the attacker, and the whole leg to the server. */
interface Visits {
  readonly clear?: Conversation | undefined;
  readonly insecure?: Conversation | undefined;
  readonly verifying?: Conversation | undefined;
  readonly right?: readonly Conversation[];
}

/**
 * Finds the visits in the left leg: over TLS by the random number in the bot's log, without TLS by the phrase and the
 * time.
 */
async function visitsIn({ work, phrase, botRuns }: Visited): Promise<Visits> {
  const [left, right] = [await readLeg(work(leftFile)), await readLeg(work(rightFile)).catch(() => [])];
  const byRandom = (certificate: BotRun["certificate"]) =>
    left.findLast(({ clientRandom }) =>
      botRuns.some(
        (run) => run.certificate === certificate && clientRandom !== undefined && run.clientRandom === clientRandom,
      ),
    );
  const clear = left.findLast(({ isTls, lines }) =>
    lines.some(({ text, at }) => !isTls && text.includes(phrase) && botRuns.some((run) => isPlainVisit(run, at))),
  );
  return { clear, insecure: byRandom("not verified"), verifying: byRandom("refused"), right };
}

function phraseRead(visit: Conversation | undefined, phrase: string, missing: string, file: string): Verdict {
  const line = visit?.lines.find(({ text }) => text.includes(phrase));
  if (line === undefined) return { ok: false, found: missing };
  return { ok: true, found: texts.said(line.text), where: { file, packets: [line.packet] } };
}

function phraseChanged(visit: Conversation | undefined, right: Visits["right"], phrase: string, file: string): Verdict {
  if (visit === undefined) return { ok: false, found: texts.waitsForLegs };
  const other = otherLeg(visit, right ?? []);
  if (other === undefined) return { ok: false, reason: "other-run", found: texts.noOther };
  const changed = changedLine(visit, other, phrase);
  if (changed === undefined) return { ok: false, found: texts.notChanged };
  const { text, packet } = changed.arrived;
  return { ok: true, found: texts.arrived(text), where: { file, packets: [packet] } };
}

function pairOfCertificates({ insecure, right }: Visits) {
  const other = insecure && otherLeg(insecure, right ?? []);
  const [shown, real] = [insecure?.certificate, other?.certificate];
  return shown === undefined || real === undefined ? undefined : { shown, real };
}

function differ(pair: ReturnType<typeof pairOfCertificates>): Verdict {
  if (pair === undefined) return { ok: false, found: texts.noTlsConversation };
  const { shown, real } = pair;
  if (shown.sha256 === real.sha256) return { ok: false, found: texts.sameCertificate };
  return { ok: true, found: texts.twoCertificates(real.subject, shown.sha256.slice(4, 12), real.sha256.slice(4, 12)) };
}

function leftSilently(visit: Conversation | undefined, file: string): Verdict {
  if (visit === undefined) return { ok: false, found: texts.noRefusal };
  if (visit.applicationData > 0) return { ok: false, found: texts.saidSomething(visit.applicationData) };
  if (visit.alert?.name === "unknown_ca")
    return { ok: true, found: texts.leftSilent, where: { file, packets: [visit.alert.packet] } };
  return { ok: false, found: visit.alert === undefined ? texts.noAlert : texts.otherAlert(visit.alert.name) };
}

async function changedIn(evidence: Visited, visit: "clear" | "insecure"): Promise<string | undefined> {
  const visits = await visitsIn(evidence);
  const { ok, reason } = phraseChanged(visits[visit], visits.right, evidence.phrase, rightFile);
  return visits[visit] === undefined || reason !== undefined ? undefined : ok ? "yes" : "no";
}
