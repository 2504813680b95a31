import type { BotRun } from "../bot/bot-log.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { inFile } from "../evidence/predictions.ts";
import { type Conversation, changedLine, otherLeg, readLeg } from "./legs.ts";

const [leftFile, rightFile] = ["mitm/left.pcapng", "mitm/right.pcapng"];

const texts = {
  needs: "three terminals, capture",
  hints: [
    "All three visits of the bot belong to one run of the attacker: do not end it in between. Each run throws away the packets of the one before.",
    "The attacker listens on port 12346, so the bot has to come there: --port 12346. On port 12345 it would reach the server itself.",
    "The fingerprint: open work/mitm/left.pcapng, go to the packet with the server's handshake, and look for SHA-256 in the opened Certificate. The attacker printed it, too, when it started.",
    "Which file can sign a certificate for any name? Not a certificate, which everyone may have. Not the server's key, which can only play this one server.",
  ],
  questions: {
    shown: "Which two bytes does the fingerprint begin with that the attacker showed (SHA-256)?",
    steal:
      "Which file of work/certs must an attacker steal to make certificates for any name, so that your verifying client believes them?",
  },
  predictions: {
    clear:
      "Someone is between a client and the server, both in the clear. Can they change a word so that it arrives as another one?",
    insecure: "The client speaks TLS, but takes every certificate (--insecure). Can they still?",
    verifying: "Now the client verifies. How much will it say before it leaves: nothing, its name, or all?",
  },
  claims: {
    read: "In the clear, the attacker read your phrase",
    changed: "and the server got another one",
    "tls-read": "Over TLS with --insecure, the attacker read your phrase",
    "tls-changed": "and the server got another one, over TLS",
    certificates: "There were two certificates with the same name, and two fingerprints",
    shown: "You know the fingerprint that the attacker showed",
    left: "The client that verifies left with the alert unknown_ca, and sent no application data",
    steal: "You know what an attacker would have to steal",
  },
  next: {
    read: "Start the attacker, and let the bot come to it: lab exercise bot 11 --plain --port 12346",
    changed: 'The attacker must change a word: lab mitm --to localhost:12345 --change "el =ningún "',
    "tls-read": "In the same run of the attacker: lab exercise bot 11 --tls --insecure --port 12346",
    "tls-changed": 'The attacker must change a word: lab mitm --to localhost:12345 --change "el =ningún "',
    certificates: "In the same run of the attacker: lab exercise bot 11 --tls --insecure --port 12346",
    left: "In the same run of the attacker: lab exercise bot 11 --tls --port 12346",
  },
  mistakes: {
    real: "this is the fingerprint of the real server",
    "server-key": "with this key an attacker can play this one server, but sign for no other name",
    public: "everyone may have this certificate: it is public",
  },
  noConversation: "your bot did not say your phrase there in this run",
  noTlsConversation: "there is no conversation of your bot over TLS with --insecure in this run",
  noOther:
    "the leg to the server has no conversation that belongs to it: the two files are of different runs, or the server was not reached",
  notChanged: "your phrase arrived as it was said",
  said: (line: string) => `the attacker read: ${line}`,
  arrived: (line: string) => `the server got: ${line}`,
  sameCertificate: "both legs show the same certificate",
  twoCertificates: (name: string, shown: string, real: string) => `both are for ${name}: …${shown}… and …${real}…`,
  noRefusal: "your bot did not come and refuse the certificate in this run",
  otherAlert: (alert: string) => `it left with the alert ${alert}`,
  noAlert: "it left without an alert",
  leftSilent: "alert unknown_ca, 0 records of application data",
  saidSomething: (records: number) => `it sent ${records} records of application data`,
  waitsForLegs: "first let the bot say your phrase to the attacker",
  why: "TLS without verification is a secret conversation with a stranger. The attacker ended your TLS and began another one: two handshakes, two keys, and in between your words in the clear. The copy of the certificate had the same name, the same dates and the same kind of key. Two things it could not have: the server's private key, and the signature of a CA that you trust. That is why the check of the certificate is not a formality: it is the only thing that says *who* is at the other end.",
  tryNext:
    "Give the attacker the stolen CA: `lab mitm --to localhost:12345 --ca work/certs/ca.pem --ca-key work/certs/ca-key.pem`, and let the bot verify. Then `lab mitm --table`: every attack against every client, run for real on your machine.",
};

/** Someone in the middle of a conversation: in the clear, over TLS that nobody verified, and over TLS that was. */
export const exercise = defineExercise({
  minutes: 25,
  beliefs: ["M1", "M2", "M3", "M6", "M14"],
  texts,
  questions: { shown: "bytes", steal: ["ca.pem", "ca-key.pem", "server.pem", "server-key.pem"] },
  predictions: {
    clear: { choices: ["yes", "no"], finding: inFile(rightFile, (_, evidence) => changedIn(evidence, "clear")) },
    insecure: { choices: ["yes", "no"], finding: inFile(rightFile, (_, evidence) => changedIn(evidence, "insecure")) },
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

/** What of the evidence tells of the visits. */
type Visited = Pick<Evidence, "work" | "phrase" | "botRuns">;

/** The bot's three visits to the attacker, and the whole leg to the server. */
interface Visits {
  readonly clear?: Conversation | undefined;
  readonly insecure?: Conversation | undefined;
  readonly verifying?: Conversation | undefined;
  readonly right?: readonly Conversation[];
}

/** How much the clocks of the bot and of the capture may differ, in milliseconds. */
const clockSlack = 2_000;

/** Finds the visits in the left leg: over TLS by the random number that the bot noted, in the clear by the phrase and the time. */
async function visitsIn({ work, phrase, botRuns }: Visited): Promise<Visits> {
  const [left, right] = [await readLeg(work(leftFile)), await readLeg(work(rightFile)).catch(() => [])];
  const byRandom = (certificate: BotRun["certificate"]) =>
    left.findLast(({ clientRandom }) =>
      botRuns.some(
        (run) => run.certificate === certificate && clientRandom !== undefined && run.clientRandom === clientRandom,
      ),
    );
  const clear = left.findLast(({ isTls, lines }) =>
    lines.some(
      ({ text, at }) =>
        !isTls &&
        text.includes(phrase) &&
        botRuns.some((run) => run.protection === "plain" && run.at - clockSlack <= at && at <= run.until + clockSlack),
    ),
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
