import { readFileSync } from "node:fs";
import { defineExercise } from "../define-exercise.ts";
import { claimOfTalk, inTalk, sentencesIn, sessionKeyOf } from "../layers/own-talk.ts";
import { secretSentence } from "../layers/talk-secrets.ts";
import { texts as layersTexts } from "../layers/texts.ts";

const captureName = "captures/14.pcap";
const texts = {
  needs: "two terminals, capture, `openssl`, `xxd`",
  hints: [
    "Two lines contain keys: `~ public-key` and `~ session-key`. Public means that everyone has it, also you.",
    "Is a file empty? Then the line is not in the capture: start the sniffer before the two talk.",
    "`openssl pkeyutl -verifyrecover` uses the public key to undo what the private key did. See the command of step 4.",
    "`lab break reversed work/captures/14.pcap` does all steps at once, and prints them.",
  ],
  questions: {
    sentence: "Which sentence is in the sixth message?",
    who: "Who can decrypt what is encrypted with a private key: owner, everyone or nobody?",
  },
  predictions: {
    open: "The session key is encrypted with the server's private key. Who can decrypt it?",
  },
  claims: {
    capture: "work/captures/14.pcap is a capture of your two bots, from the beginning",
    session: "work/14-session.txt is the session key of your capture",
    sentence: "You read the secret sentence",
    who: "You know who can decrypt it",
  },
  next: {
    session: "Undo it with the public key, as in step 4.",
    sentence: "Decrypt the sixth message, as in step 5.",
  },
  mistakes: { private: "the owner of the private key made it. The other key of the pair decrypts it" },
  sessionRight: "it is the key that decrypts the messages of your capture",
  sessionWrong: "it does not decrypt the messages of your capture",
  why: "RSA has two keys: each one undoes what the other one did. Everyone may have the public key. So everyone can undo what the private key did: that is how signatures work. To send a secret to the owner of a private key, encrypt it with the public key, as in exercise 13.",
  tryNext:
    "Sign a file of your own with `openssl dgst -sha256 -sign` and verify the signature. Then look at a certificate: who signed it, and with which key?",
};

/** The recipe `reversed`: the private key locks the session key, so the public key opens it. */
export const exercise = defineExercise({
  minutes: 15,
  beliefs: ["M9"],
  texts,
  questions: { sentence: "words", who: ["owner", "everyone", "nobody"] },
  predictions: {
    open: {
      choices: ["owner", "everyone", "nobody"],
      finding: inTalk(captureName, 14, ({ lines }) =>
        sessionKeyOf(lines, "reversed", "") === undefined ? "owner" : "everyone",
      ),
    },
  },
  talk: { recipe: "reversed" },
  async claims(evidence) {
    const { answer, file, waits, student } = evidence;
    const { claim, own } = await claimOfTalk(evidence, "capture", captureName, 14);
    const who = answer("who", ["everyone"], { private: ["owner"] });
    if (own === undefined) {
      return [claim, waits("session", layersTexts.waits), waits("sentence", layersTexts.waits), who];
    }
    const session = await file("session", "14-session.txt", (path) => {
      const ok = readFileSync(path, "utf8").trim() === sessionKeyOf(own.lines, "reversed", "");
      return { ok, found: ok ? texts.sessionRight : texts.sessionWrong };
    });
    return [claim, session, answer("sentence", sentencesIn(own, "", secretSentence(student, 14))), who];
  },
});
