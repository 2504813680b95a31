import type { BotRun } from "../bot/bot-log.ts";
import { defineExercise } from "../define-exercise.ts";
import { inBotLog } from "../evidence/predictions.ts";
import { claimOfTalk } from "../layers/own-talk.ts";
import { talkLines } from "../layers/talk-secrets.ts";
import { texts as layersTexts } from "../layers/texts.ts";
import type { Student } from "../student/student.ts";

const captureName = "captures/16.pcap";
const texts = {
  needs: "two terminals, capture, `nc`",
  hints: [
    "The server of `lab exercise talk 16` must still run. If you start it again, it makes new keys: then capture again.",
    "Does the server answer `! wrong-key`? Then the hash is from another capture.",
    "work/16-token.txt must hold one line that begins with `~ [eva] gAAAA`. Is it empty? Then the capture has too few messages.",
    "`lab break replay work/captures/16.pcap --packet NUMBER --as eva` does it all at once.",
  ],
  questions: { needed: "Which secret of the lock did you need: access-key, session-key, or hash?" },
  predictions: {
    opens: "You send ana's sealed message again, under the name eva. Will it open for luis?",
    join: "Can you join the chat without knowing the access key?",
  },
  claims: {
    capture: "work/captures/16.pcap is a capture of your two bots, from the beginning",
    renamed: "luis read ana's words under another name",
    needed: "You know which secret the attack needs",
  },
  next: {
    renamed: "While luis listens (lab exercise talk 16), send ana's token under another name, as in step 4.",
  },
  mistakes: { unused: "you never had it: look at the four lines that you sent" },
  heardFrom: (name: string) => `luis read them under the name ${name}`,
  why: "Fernet encrypts a message and adds an HMAC, so nobody can change it. But all people in the chat use the same key, so the HMAC only proves that one of them made it at some time. The name was outside, and nothing counted the messages. In the recipe `fixed`, the server names the sender, and each line has a number that is sealed with it. TLS counts its records in the same way.",
  tryNext:
    "Send the same token three times under ana's own name. Can luis notice it? Then do it against `lab server --layers fixed`.",
};

/** The recipe `chain` again: an encrypted message is sent again under another name. */
export const exercise = defineExercise({
  minutes: 15,
  beliefs: ["M1", "M7"],
  texts,
  questions: { needed: ["access-key", "session-key", "hash"] },
  predictions: {
    opens: inBotLog((run, { student }) => (renamedBy(run, student) ? "yes" : undefined)),
    join: inBotLog((run, { student }) => (renamedBy(run, student) ? "yes" : undefined)),
  },
  talk: { recipe: "chain", stays: true },
  async claims(evidence) {
    const { answer, student, botRuns } = evidence;
    const { claim } = await claimOfTalk(evidence, "capture", captureName, 16);
    const [name] = botRuns.flatMap((run) => renamedBy(run, student) ?? []).slice(-1);
    return [
      claim,
      evidence.claim(
        "renamed",
        name === undefined
          ? { ok: false, found: layersTexts.nothingHeard }
          : { ok: true, found: texts.heardFrom(name) },
      ),
      answer("needed", ["hash"], { unused: ["access-key", "session-key"] }),
    ];
  },
});

/** The other name under which luis got words of ana. */
function renamedBy({ heard = [] }: BotRun, student: Student): string | undefined {
  const said = talkLines(student, 16).flatMap(([who, line]) => (who === "ana" ? [line] : []));
  return heard.find(({ name, text }) => name !== "ana" && said.includes(text))?.name;
}
