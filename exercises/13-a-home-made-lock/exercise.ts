import { defineExercise } from "../define-exercise.ts";
import { claimOfTalk, inTalk, provenKey, sentencesIn } from "../layers/own-talk.ts";
import { accessKeyOf, secretSentence } from "../layers/talk-secrets.ts";
import { texts as layersTexts } from "../layers/texts.ts";

const captureName = "captures/13.pcap";
const texts = {
  needs: "two terminals, capture",
  hints: [
    "Start the sniffer before the two talk: the hash and the encrypted keys cross the wire when someone joins.",
    "The line with the hash: lab sniff -r work/captures/13.pcap --text --where 'text contains \"~ access\"'",
    "Not found? People put numbers after a word. With `--digits 2` the lab tries each word with every number of one and two digits.",
    "`lab break hash work/captures/13.pcap --digits 2` prints the access key, and then every message with its packet. The sentence begins with `el`.",
  ],
  questions: {
    key: "What is the access key?",
    sentence: "Which sentence does ana tell luis?",
  },
  predictions: {
    hash: "Only the hash of the access key crosses the wire, never the key itself. Can someone who captured it find the key?",
    hex: "On the wire you see long rows of letters and digits. Which part of the lock hides nothing at all?",
    longer: "Would this attack take longer with an RSA key of 4,096 bits instead of 1,024?",
  },
  claims: {
    capture: "work/captures/13.pcap is a capture of your two bots, from the beginning",
    key: "You found the access key, and it decrypts the keys in your capture",
    sentence: "You read the secret sentence",
  },
  next: {
    key: "Try words with numbers behind them: lab break hash work/captures/13.pcap --digits 2",
    sentence: "Look at the messages that it prints: lab break hash work/captures/13.pcap --digits 2",
  },
  mistakes: { hash: "this is the hash. The key is what has this hash" },
  why: "An attacker can guess an access key that people can remember. SHA-512 is made to be fast, and that helps the attacker. All other keys of the lock were only as strong as this word. TLS has no such word: both sides compute a new key together, and nothing on the wire lets an attacker test a guess. A chat that needs passwords sends them inside the encryption, and its server stores them with a slow hash.",
  tryNext:
    "`lab speed` shows how many guesses your machine makes in a second. How long would 8 random letters take? And 12?",
};

/** The recipe `chain`: from the hash of the access key to the messages. */
export const exercise = defineExercise({
  minutes: 15,
  beliefs: ["M7", "M11", "M12"],
  texts,
  questions: { key: "words", sentence: "words" },
  predictions: {
    hash: inTalk(captureName, 13, (own, { student }) => (provenKey(own, accessKeyOf(student, 13)) ? "yes" : "no")),
    hex: {
      choices: ["hex-and-base64", "rc4-and-rsa", "nothing-of-it"],
      finding: inTalk(captureName, 13, () => "hex-and-base64"),
    },
    longer: { choices: ["no", "four-times", "much-longer"], finding: inTalk(captureName, 13, () => "no") },
  },
  talk: { recipe: "chain" },
  async claims(evidence) {
    const { answer, waits, student } = evidence;
    const { claim, own } = await claimOfTalk(evidence, "capture", captureName, 13);
    if (own === undefined) return [claim, waits("key", layersTexts.waits), waits("sentence", layersTexts.waits)];
    const key = provenKey(own, accessKeyOf(student, 13));
    const hashes = own.lines.flatMap((line) => (line.kind === "access" ? [line.hash] : []));
    return [
      claim,
      answer("key", key === undefined ? [] : [key], { hash: hashes }),
      answer("sentence", sentencesIn(own, accessKeyOf(student, 13), secretSentence(student, 13))),
    ];
  },
});
