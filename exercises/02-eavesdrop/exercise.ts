import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import { inCapture } from "../evidence/predictions.ts";

const file = "02.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: [
    "The order is important: server, then sniffer, then bot. The sniffer cannot capture what was sent before it started.",
    "Is the file empty? Server, sniffer and bot must be in the same place: all three inside `lab sandbox`, or all three outside.",
    "Stop the sniffer before you read the file. Then `lab sniff -r work/captures/02.pcap` opens it, and `c` shows the conversation. Look for `frase de` and your name.",
    'The number at the beginning of that line is the packet. In `--json` it is the number after `"packet":` in the line with your sentence.',
  ],
  questions: { packet: "Which packet has your sentence?" },
  predictions: {
    words: "You only capture packets. You have no password and no key. Will you be able to read the bot's sentence?",
    name: "The bot joins with a name. Will you be able to read its name too?",
  },
  claims: {
    sentence: "Your sentence is in it, and anyone can read it",
    packet: "You found a packet that has your sentence",
  },
  next: {
    sentence: "Capture again while the bot speaks: lab exercise bot 2 --plain",
    packet: "Press c for the conversation, and look for your sentence: lab sniff -r work/captures/02.pcap",
  },
  mistakes: {
    name: "this packet has another line of the chat",
    empty: "this packet has no text at all",
  },
  why: "The bot's line went through TCP as it was typed. TCP brings the bytes to the right program, in the right order. It hides nothing. Everyone on the path can read the packets as your sniffer did: a neighbour on an open Wi-Fi, a router, an internet provider.",
  tryNext:
    "Capture again while you send a private message with `/msg`. Is it private on the wire? Then look for the packet that opens the bot's connection, and for the packet with which the bot closes it.",
};

/** Finds the student's phrase in an unencrypted capture, and names its packet. */
export const exercise = defineExercise({
  minutes: 15,
  texts,
  questions: { packet: "number" },
  predictions: {
    words: inCapture(file, (own, { phrase }) =>
      ofKind(own, "text").some(({ text }) => text.includes(phrase)) ? "yes" : "no",
    ),
    name: inCapture(file, (own) => {
      const first = ofKind(own, "text").find(({ connection }) => connection === own.connection);
      return first?.from === "client" && /^bot/u.test(first.text) ? "yes" : "no";
    }),
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
