import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";

/** The bytes of the phrase's line, its letter of two bytes, and its line end. */
export const exercise = defineExercise({
  number: 4,
  title: "By hand",
  minutes: 15,
  hints: [
    "Two hexadecimal digits are one byte. So the number of bytes is half the number of digits: `echo DIGITS | xxd -r -p | wc -c`.",
    "Read the digits two by two. From `61` on they are the small letters a, b, c ...; `20` is the space. Where a pair begins with `c3`, it and the next pair are one letter.",
    "`echo ñ | xxd -p` shows `c3b10a`: two bytes for the letter, and one for the end of the line. Do the same with your own letter.",
    "The last pair of digits is the line end that `Enter` makes.",
  ],
  questions: {
    bytes: "How many bytes has the line with your sentence, its end included?",
    accent: "Which bytes are a letter with accent or tilde of your sentence? (in hexadecimal)",
    last: "Which is the last byte of the line? (in hexadecimal)",
  },
  bot: { kind: "says-phrase" },
  captures: [{ file: "04.pcap", mode: "plain" }],
  async claims({ capture, phrase }) {
    const file = await capture("04.pcap", "plain");
    const look = "lab sniff -r work/captures/04.pcap --json --hex | grep frase";
    return [
      file.isYours,
      file.asserts("Your sentence is in it", `text contains "${phrase}"`, "Capture again while the bot speaks."),
      file.answers(
        "bytes",
        "You counted the bytes of the line",
        (evidence) => ofKind(evidence, "text").flatMap(({ text, length }) => (text.includes(phrase) ? [length] : [])),
        `Half the number of digits after "hex": ${look}`,
      ),
      file.answers(
        "accent",
        "You found a letter that needs two bytes",
        () => (phrase.match(/[^\0-\x7f]/gu) ?? []).map((letter) => Buffer.from(letter).toString("hex")),
        `Look for a pair of digits that begins with c3, and take the next pair with it: ${look}`,
      ),
      file.answers(
        "last",
        "You found the end of the line",
        (evidence) => {
          const { packet } = ofKind(evidence, "text").find(({ text }) => text.includes(phrase))!;
          const last = evidence.frames.get(packet)!.bytes.at(-1)!.toString(16).padStart(2, "0");
          return [last, `0x${last}`];
        },
        `Look at the last two digits: ${look}`,
      ),
    ];
  },
  why: "TCP carries bytes and does not know what they mean. Sender and reader use the same table, UTF-8, so the numbers become the same letters again. Any program with that table can do it: the chat, `xxd`, tshark, or you with a pencil.",
  tryNext:
    "Paste a whole frame into `lab decode`. Send an emoji from `lab chat` and find its four bytes. What does `xxd` show for the bot's name, the first line it sent?",
});
