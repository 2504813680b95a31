import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import { inCapture } from "../evidence/predictions.ts";
import { claimOfTalk, inTalk, type OwnTalk } from "../layers/own-talk.ts";
import { texts as layersTexts } from "../layers/texts.ts";

const [fixedName, tlsFile] = ["captures/17-fixed.pcap", "17-tls.pcap"];
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Each attack prints one line that says what it needs and does not find. This line tells you what the class did better.",
    "In step 3, compare with exercise 13: which lines are gone, and which are new?",
    "`~ share` is the public half of a key exchange (X25519). Nobody can compute the key from the two public halves alone.",
    "After the `~` of each message is a number. It is sealed with the message, and the receiver accepts each number once.",
  ],
  questions: {
    keys: "Which line of fixed replaces the encrypted keys of the old lock: access, share, or session-key?",
    repeated:
      "An attacker sends a line twice. How does the receiver notice it: by its number, its name, or its length?",
  },
  predictions: {
    fixed: "How many of the attacks hash, rc4, reversed, clock, xor and replay will work on `fixed`?",
    tls: "How many of them will work on TLS 1.3?",
  },
  claims: {
    fixed: "work/captures/17-fixed.pcap is a capture of your two bots under fixed",
    nothing: "It has no hash and no encrypted key, so no attack can start",
    keys: "You know which line replaces them",
    repeated: "You know how the receiver notices a repeated line",
    silent: "The TLS capture has no text in the clear",
  },
  next: { silent: "Capture only the conversation over TLS: lab exercise bot 17 --tls" },
  mistakes: {
    hash: "this was the hash of the access key, in exercises 13 to 16. Here the access key crosses inside the encryption",
    wrapped: "this was an encrypted key, in exercises 13 to 16. Is it in this capture?",
  },
  numbered: (lines: number) => `${lines} numbered lines, no hash, and no encrypted key`,
  stillThere: "it has a hash or an encrypted key",
  records: (count: number, lines: number) => `${count} records of TLS, and ${lines} lines of text`,
  why: "No attack worked, because nothing on the wire lets an attacker test a guess. Nobody sent the key: each side made a private and a public half, and the public halves do not reveal it. The server's signature covers all lines of the handshake, so an attacker in the middle cannot change them. Each message has its own number and tag. TLS 1.3 has the same parts.",
  tryNext:
    "An attacker in the middle can still offer a weaker recipe to a client. Run `lab chat --layers --name ana`, and think about what `lab chat --layers fixed --name ana` adds. How does TLS stop such an attack?",
};

/** The recipe `fixed`, and TLS: every attack of the exercises before, and why each one fails. */
export const exercise = defineExercise({
  minutes: 20,
  beliefs: ["M6", "M7"],
  texts,
  questions: { keys: ["access", "share", "session-key"], repeated: ["number", "name", "length"] },
  predictions: {
    fixed: {
      choices: ["none", "some", "all"],
      finding: inTalk(fixedName, 17, (own) => (hasKeys(own) ? "some" : "none")),
    },
    tls: {
      choices: ["none", "some", "all"],
      finding: inCapture(tlsFile, (own) => (ofKind(own, "text").length === 0 ? "none" : "some")),
    },
  },
  bot: { kind: "says-phrase" },
  talk: { recipe: "fixed" },
  captures: [{ file: tlsFile, mode: "TLS 1.3" }],
  async claims(evidence) {
    const { answer, waits, capture } = evidence;
    const { claim, own } = await claimOfTalk(evidence, "fixed", fixedName, 17);
    const tls = await capture(tlsFile);
    return [
      claim,
      own === undefined
        ? waits("nothing", layersTexts.waits)
        : evidence.claim("nothing", { ok: !hasKeys(own), found: foundIn(own) }),
      answer("keys", ["share"], { hash: ["access"], wrapped: ["session-key"] }),
      answer("repeated", ["number"]),
      tls.isYours,
      tls.shows("silent", (seen) => {
        const lines = ofKind(seen, "text").filter(({ connection }) => connection === seen.connection).length;
        return { ok: lines === 0, found: texts.records(ofKind(seen, "tls-record").length, lines) };
      }),
    ];
  },
});

function hasKeys({ lines }: OwnTalk): boolean {
  return lines.some(({ kind }) => kind === "access" || kind === "private-key" || kind === "session-key");
}

function foundIn(own: OwnTalk): string {
  if (hasKeys(own)) return texts.stillThere;
  return texts.numbered(own.lines.filter(({ kind }) => kind === "numbered").length);
}
