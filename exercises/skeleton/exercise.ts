import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import { inCapture } from "../evidence/predictions.ts";

const file = "00.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: ["A nudge.", "The way, without the last step.", "The whole way."],
  questions: { packet: "Which packet carries your sentence?" },
  predictions: { words: "Will you be able to read the bot's sentence?" },
  claims: {
    sentence: "Your sentence is in it",
    packet: "You found the packet that carries it",
  },
  next: {
    sentence: "Capture again while the bot speaks: lab exercise bot 0 --plain",
    packet: "Press c for the conversation: lab sniff -r work/captures/00.pcap",
  },
  why: "Say why it worked.",
  tryNext: "Say what else to try.",
};

/** Say what the exercise proves. */
export const exercise = defineExercise({
  minutes: 10,
  texts,
  questions: { packet: "number" },
  predictions: {
    words: inCapture(file, (own, { phrase }) =>
      ofKind(own, "text").some(({ text }) => text.includes(phrase)) ? "yes" : "no",
    ),
  },
  bot: { kind: "says-phrase" },
  captures: [{ file, mode: "plain" }],
  async claims({ capture, phrase }) {
    const { isYours, asserts, answers } = await capture(file);
    return [
      isYours,
      asserts("sentence", `text contains "${phrase}" from client`),
      answers("packet", (own) =>
        ofKind(own, "text").flatMap(({ text, packet }) => (text.includes(phrase) ? [packet] : [])),
      ),
    ];
  },
});
