import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import { inCapture } from "../evidence/predictions.ts";
import { claimOfTalk, inTalk, type OwnTalk } from "../layers/own-talk.ts";
import { texts as layersTexts } from "../layers/texts.ts";

const [fixedName, tlsFile] = ["captures/17-fixed.pcap", "17-tls.pcap"];
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Each attack says in one line why it has nothing to begin with. That line is the answer to: what did they do better?",
    "In step 3, compare with exercise 13: which lines are gone, and which are new?",
    "`~ share` is half of a key exchange (X25519). With both shares and without a private half, nobody computes the key.",
    "Behind the `~` of each message is a number. It is sealed with the message, and each number counts once.",
  ],
  questions: {
    keys: "Which line of fixed is there in the place of the wrapped keys: access, share, or session-key?",
    repeated: "What makes a line worthless that is sent twice: its number, its name, or its length?",
  },
  predictions: {
    fixed: "How many of the attacks hash, rc4, reversed, clock, xor and replay will work on `fixed`?",
    tls: "And on TLS 1.3?",
  },
  claims: {
    fixed: "work/captures/17-fixed.pcap is a capture of your two bots under fixed",
    nothing: "No hash and no wrapped key is in it: no attack has anything to begin with",
    keys: "You know what is there instead",
    repeated: "You know why a repeated line is worth nothing",
    silent: "Nothing readable is in the TLS capture",
  },
  next: { silent: "Capture only the conversation over TLS: lab exercise bot 17 --tls" },
  mistakes: {
    hash: "this was the hash of the access key, in exercises 13 to 16. Here the key crosses inside the encryption",
    wrapped: "this was a wrapped key, in exercises 13 to 16. Is it in this capture?",
  },
  numbered: (lines: number) => `${lines} numbered lines, and neither a hash nor a wrapped key`,
  stillThere: "there is a hash or a wrapped key in it",
  records: (count: number, lines: number) => `${count} records of TLS, and ${lines} lines of text`,
  why: "Nothing is broken here because nothing can be tried. The key was never sent: each side made half of it, and the halves that crossed the wire do not give it away. The server's signature covers every line so far, so nobody can stand between the two. Each message has its own number and tag. These are the parts of TLS 1.3, in the same order.",
  tryNext:
    "Someone in the middle can still offer a weaker recipe: run `lab chat --layers --name ana` and think about what `lab chat --layers fixed --name ana` adds. How does TLS stop that?",
};

/** The recipe `fixed`, and TLS: every attack of the exercises before, and why none has anything to begin with. */
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
