import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";

/** The student's phrase is found in the clear in a capture, and its packet is named. */
export const exercise = defineExercise({
  number: 2,
  title: "Eavesdrop",
  minutes: 15,
  hints: [
    "The order matters: server, then sniffer, then bot. What was said before the sniffer listened is gone.",
    "Is the file empty? Server, sniffer and bot must be in the same place: all three inside `lab sandbox`, or all three outside.",
    "Stop the sniffer before you read the file. Then `lab sniff -r work/captures/02.pcap --text` shows it; look for `frase de` and your name.",
    'In `--json`, the line with your sentence has `"kind":"text"`, and in it stands `"packet":` with a number. That number is the answer.',
  ],
  questions: { packet: "Which packet carries your sentence?" },
  bot: { kind: "says-phrase" },
  captures: [{ file: "02.pcap", mode: "plain" }],
  async claims({ capture, phrase }) {
    const file = await capture("02.pcap", "plain");
    return [
      file.isYours,
      file.asserts(
        "Your sentence is in it, readable by everybody",
        `text contains "${phrase}" from client`,
        "Capture again while the bot speaks: lab exercise bot 2 --plain",
      ),
      file.answers(
        "packet",
        "You named a packet that carries it",
        (evidence) => ofKind(evidence, "text").flatMap(({ text, packet }) => (text.includes(phrase) ? [packet] : [])),
        "Look for the line with your sentence: lab sniff -r work/captures/02.pcap --json | grep frase",
      ),
    ];
  },
  why: "The bot's line went through TCP as it was typed. TCP brings bytes to the right program, in the right order. It hides nothing. Whoever carries the packets, a neighbour on the Wi-Fi, a router, a provider, can read them, just as your sniffer did.",
  tryNext:
    "Capture again while you send a private message with `/msg`. Is it private on the wire? Then look for who opened the connection, and for the moment when the bot left.",
});
