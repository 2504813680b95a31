import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";

const file = "04.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Two hexadecimal digits are one byte. So the number of bytes is half the number of digits: `echo DIGITS | xxd -r -p | wc -c`.",
    "Read the digits in pairs. `61` is a, `62` is b, `63` is c, and so on; `20` is the space. The pair `c3` and the pair after it are one letter.",
    "`echo é | xxd -p` shows three bytes: two for the letter, and one for the end of the line. Do the same with your own letter.",
    "The last pair of digits is the line end: the byte that the Enter key makes.",
  ],
  questions: {
    bytes: "How many bytes does the line with your sentence have, with its line end?",
    accent: "Which bytes are the letter with an accent or a tilde in your sentence? (in hexadecimal)",
    last: "What is the last byte of the line? (in hexadecimal)",
  },
  predictions: {
    length:
      "Your sentence has a letter with an accent or a tilde. Compare its bytes with its letters and spaces: are there more bytes, as many, or fewer?",
    end: "Is there a byte after the last letter of the line?",
  },
  claims: {
    sentence: "Your sentence is in it",
    bytes: "You counted the bytes of the line",
    accent: "You found a letter that needs two bytes",
    last: "You found the end of the line",
  },
  next: {
    sentence: "Capture again while the bot speaks: lab exercise bot 4 --plain",
    bytes: "Half the number of digits: lab sniff -r work/captures/04.pcap --json --hex | grep frase",
    accent: "Look for a pair of digits that begins with c3, and take the next pair with it.",
    last: "Look at the last two digits of the line with your sentence.",
  },
  mistakes: {
    letters: "this is how many letters and spaces there are. Some letters need two bytes",
    "one-less": "one byte is missing: did you count the end of the line?",
    digits: "this is how many digits there are. Two digits are one byte",
  },
  why: "TCP transports bytes. It does not know what they mean. The sender and the reader use the same encoding, UTF-8, so the numbers become the same letters again. Every program that knows UTF-8 can do this, and so can you, with a table and a pencil.",
  tryNext:
    "Paste a whole frame into `lab decode`. Send an emoji from `lab chat` and find its bytes: how many are there? What does `xxd` show for the bot's name, the first line that it sent?",
};

/** The bytes of the phrase's line, of its letter with two bytes, and of its line end. */
export const exercise = defineExercise({
  minutes: 15,
  texts,
  questions: { bytes: "number", accent: "bytes", last: "bytes" },
  predictions: {
    length: {
      choices: ["more", "as-many", "fewer"],
      finding: inCapture(file, (_, { phrase }) => {
        const more = Buffer.byteLength(phrase) - [...phrase].length;
        return more > 0 ? "more" : more < 0 ? "fewer" : "as-many";
      }),
    },
    end: inCapture(file, (own, { phrase }) => {
      const { text, length } = lineOf(own, phrase);
      return length > Buffer.byteLength(text) ? "yes" : "no";
    }),
  },
  bot: { kind: "says-phrase" },
  captures: [{ file, mode: "plain" }],
  async claims({ capture, phrase }) {
    const { isYours, asserts, answers } = await capture(file);
    return [
      isYours,
      asserts("sentence", `text contains "${phrase}"`),
      answers(
        "bytes",
        (own) => ofKind(own, "text").flatMap(({ text, length }) => (text.includes(phrase) ? [length] : [])),
        (own) => {
          const { text, length } = lineOf(own, phrase);
          return { letters: [[...text].length], "one-less": [length - 1], digits: [2 * length, 2 * length - 2] };
        },
      ),
      answers("accent", () =>
        (phrase.match(/[^\0-\x7f]/gu) ?? []).map((letter) => Buffer.from(letter).toString("hex")),
      ),
      answers("last", (own) => {
        const { bytes } = own.frames.get(lineOf(own, phrase).packet)!;
        return [Buffer.from(bytes.subarray(-1)).toString("hex")];
      }),
    ];
  },
});

function lineOf(own: OwnCapture, phrase: string) {
  return ofKind(own, "text").find(({ text }) => text.includes(phrase))!;
}
