import type { BotRun } from "../bot/bot-log.ts";
import { defineExercise } from "../define-exercise.ts";
import { inBotLog } from "../evidence/predictions.ts";
import { claimOfTalk, inTalk, sentencesIn } from "../layers/own-talk.ts";
import { accessKeyOf, secretSentence, talkLines } from "../layers/talk-secrets.ts";
import { texts as layersTexts } from "../layers/texts.ts";
import type { Student } from "../student/student.ts";

const captureName = "captures/15.pcap";
const texts = {
  needs: "two terminals, capture",
  hints: [
    "If you XOR two ciphertexts with the same keystream, you get text XOR text. A space XOR a letter is the same letter, with the other case.",
    "`lab break xor work/captures/15.pcap` needs all messages: start the sniffer before they talk, and stop it when luis listens.",
    "The server of `lab exercise talk 15` must still run when you change a message. If you stopped it, start and capture the conversation again: it has a new key.",
    'The number after --packet is that of the line in step 3: lab break flip work/captures/15.pcap --packet NUMBER --change "ocho=diez"',
  ],
  questions: { sentence: "Which sentence does ana tell luis?" },
  predictions: {
    change: "Can someone without the key change ocho into diez in an encrypted line, so that luis reads it?",
    longer: "Would a longer key for RC4 stop the attack of step 3?",
  },
  claims: {
    capture: "work/captures/15.pcap is a capture of your two bots, from the beginning",
    sentence: "You read the secret sentence",
    flipped: "luis heard ana say something that ana never said",
  },
  next: {
    sentence: "Read all lines at once: lab break xor work/captures/15.pcap",
    flipped: "While luis listens (lab exercise talk 15), change a line, as in step 4.",
  },
  otherWords: (was: string, heard: string) => `ana said "${was}", and luis heard "${heard}"`,
  why: "A stream cipher is XOR with a keystream. XOR works on each bit alone, so a flipped bit of the ciphertext is a flipped bit of the text. And with the same keystream twice, the XOR of two ciphertexts is the XOR of the two texts. WEP, the first encryption of Wi-Fi, was broken in both ways. TLS 1.3 counts the records: each has its own nonce, and a tag that no one can make without the key.",
  tryNext:
    "Change the name of the place instead of the time. Which words can you use, and which not? Try `lab break flip` on work/captures/13.pcap: what does it report?",
};

/** The recipe `stream`: one keystream for all messages, and no authentication. */
export const exercise = defineExercise({
  minutes: 20,
  beliefs: ["M6", "M11"],
  texts,
  questions: { sentence: "words" },
  predictions: {
    change: inBotLog((run, { student }) => (flippedLine(run, student) === undefined ? undefined : "yes")),
    longer: inTalk(captureName, 15, () => "no"),
  },
  talk: { recipe: "stream", stays: true },
  async claims(evidence) {
    const { answer, waits, student, botRuns } = evidence;
    const { claim, own } = await claimOfTalk(evidence, "capture", captureName, 15);
    const [change] = botRuns.flatMap((run) => flippedLine(run, student) ?? []).slice(-1);
    const flipped = evidence.claim(
      "flipped",
      change === undefined
        ? { ok: false, found: layersTexts.nothingHeard }
        : { ok: true, found: texts.otherWords(change.was, change.heard) },
    );
    if (own === undefined) return [claim, waits("sentence", layersTexts.waits), flipped];
    const said = sentencesIn(own, accessKeyOf(student, 15), secretSentence(student, 15));
    return [claim, answer("sentence", said), flipped];
  },
});

/**
 * A line that luis got under ana's name, and that is one of ana's lines with changed bytes: flipping bits keeps the
 * length.
 */
function flippedLine({ heard = [] }: BotRun, student: Student) {
  for (const { name, text } of heard) {
    if (name !== "ana") continue;
    const said = talkLines(student, 15).flatMap(([who, line]) => (who === "ana" ? [line] : []));
    if (said.includes(text)) continue;
    const was = said.find((line) => Buffer.byteLength(line) === Buffer.byteLength(text) && isNear(line, text));
    if (was !== undefined) return { was, heard: text };
  }
  return undefined;
}

/** Whether most bytes are the same, each at its place. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  const same = a.filter((byte, at) => byte === b[at]).length;
  return same * 2 > a.length;
}
