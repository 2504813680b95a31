import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import { inCapture } from "../evidence/predictions.ts";

const file = "02.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: [
    "The order matters: server, then sniffer, then bot. What was said before the sniffer listened is gone.",
    "Is the file empty? Server, sniffer and bot must be in the same place: all three inside `lab sandbox`, or all three outside.",
    "Stop the sniffer before you read the file. Then `lab sniff -r work/captures/02.pcap` opens it, and `c` shows the conversation; look for `frase de` and your name.",
    'The number at the beginning of that line is the packet. In `--json` it is the number after `"packet":` in the line with your sentence.',
  ],
  questions: { packet: "Which packet carries your sentence?" },
  predictions: {
    words: "You only look at the wire, with no password and no key. Will you be able to read the bot's sentence?",
    name: "The bot joins with a name. Will you be able to read that too?",
  },
  claims: {
    sentence: "Your sentence is in it, readable by anyone",
    packet: "You found a packet that carries it",
  },
  next: {
    sentence: "Capture again while the bot speaks: lab exercise bot 2 --plain",
    packet: "Press c for the conversation, and look for your sentence: lab sniff -r work/captures/02.pcap",
  },
  mistakes: {
    name: "this packet carries another line of the chat",
    empty: "this packet carries no text at all",
  },
  why: "The bot's line went through TCP as it was typed. TCP brings bytes to the right program, in the right order. It hides nothing. Everyone who carries the packets, a neighbour on the Wi-Fi, a router, a provider, can read them, just as your sniffer did.",
  tryNext:
    "Capture again while you send a private message with `/msg`. Is it private on the wire? Then look for the packet that opens the connection, and for the moment when the bot left.",
};

/** The student's phrase is found in the clear in a capture, and its packet is named. */
export const exercise = defineExercise({
  minutes: 15,
  texts,
  questions: { packet: "number" },
  predictions: {
    words: {
      choices: ["yes", "no"],
      finding: inCapture(file, (own, { phrase }) =>
        ofKind(own, "text").some(({ text }) => text.includes(phrase)) ? "yes" : "no",
      ),
    },
    name: {
      choices: ["yes", "no"],
      finding: inCapture(file, (own) => {
        const first = ofKind(own, "text").find(({ connection }) => connection === own.connection);
        return first?.from === "client" && /^bot/u.test(first.text) ? "yes" : "no";
      }),
    },
  },
  bot: { kind: "says-phrase" },
  captures: [{ file, mode: "plain" }],
  async claims({ capture, phrase }) {
    const { isYours, asserts, answers } = await capture(file);
    return [
      isYours,
      asserts("sentence", `text contains "${phrase}" from client`),
      answers(
        "packet",
        (own) => ofKind(own, "text").flatMap(({ text, packet }) => (text.includes(phrase) ? [packet] : [])),
        (own) => ({
          name: ofKind(own, "text").flatMap(({ text, packet }) => (text.includes(phrase) ? [] : [packet])),
          empty: ofKind(own, "packet").flatMap(({ number, payload = 0 }) => (payload === 0 ? [number] : [])),
        }),
      ),
    ];
  },
});
