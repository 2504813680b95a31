import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { addedByTls13, clientRecords } from "../evidence/tls-records.ts";
import { chooseLines, paddedBytes, revealed, secretLines } from "./lines.ts";

/** A line is guessed from its length over TLS; padded, it cannot be. */
export const exercise = defineExercise({
  number: 10,
  title: "Lengths talk",
  minutes: 20,
  hints: [
    "You need only one number: the bytes of the record that carries the line. Subtract what is not the line.",
    "What the client sends as application_data: the end of its handshake (its length is not yours to explain), then the name `bot` (3 bytes, line end, 17: 21), then the line, then the goodbye (an alert, 19).",
    "The length minus 18 is the number of bytes of the line. The table has all four numbers.",
    "In the padded capture four records have the same length. Nothing tells which is which: so guess, and see.",
  ],
  questions: {
    line: "Which line did the bot say in 10-lines.pcap: A, B, C or D?",
    first: "Which line came first in 10-padded.pcap: A, B, C or D?",
  },
  bot: { kind: "says-lines", lines: chooseLines },
  captures: [
    { file: "10-lines.pcap", mode: "tls" },
    { file: "10-padded.pcap", mode: "tls", padded: true },
  ],
  async claims(evidence) {
    const { capture, answer, student } = evidence;
    const lines = await capture("10-lines.pcap", "TLS 1.3");
    const padded = await capture("10-padded.pcap", "TLS 1.3");
    const equal = Buffer.byteLength(`${" ".repeat(paddedBytes)}\n`) + addedByTls13;
    return [
      lines.isYours,
      lines.shows("The bot said one line in it, as it is", () => saidAs(lines.judged.run?.padded, false)),
      lines.shows("You found out which one, without reading it", () => {
        const right = revealed(student, "line", lines.judged.run?.secret);
        const { state, found, next } = answer(
          "line",
          "",
          right === undefined ? [] : [right],
          "The record's length minus 18: look at the table.",
        );
        return { ok: state === "proved", found, next };
      }),
      padded.isYours,
      padded.shows("The bot said all four in it, padded", () => saidAs(padded.judged.run?.padded, true)),
      padded.shows("Now all four records have the same length", (found, connection) => {
        const same = clientRecords(found, connection).filter(({ length }) => length === equal);
        return {
          ok: same.length === Object.keys(secretLines).length,
          found: `${same.length} records of ${equal} bytes`,
          next: "Let the bot speak to its end before you stop the sniffer.",
        };
      }),
      padded.shows("You guessed the first one, and saw what a guess is worth", () =>
        guess(evidence, padded.judged.run?.secret),
      ),
    ];
  },
  why: "A cipher such as AES-GCM makes each text longer by the same few bytes, so the length shines through. If an attacker knows what *might* have been said, the length may be enough to know what *was* said. Padding takes that away, and pays with bytes. TLS 1.3 has room for padding inside each record; few programs use it. The bot padded with spaces, which any chat can do.",
  tryNext:
    "Pad by hand: type a short and a long line in `lab chat --tls --name ana`, the short one with spaces at its end, and capture. How much of your own daily traffic could be told from its lengths: which film, which page, which word you are typing?",
});

function saidAs(padded: boolean | undefined, wanted: boolean): Verdict {
  const ok = padded === wanted;
  return {
    ok,
    found: padded ? "padded lines" : "a line as it is",
    next: `Capture again while this runs: lab exercise bot 10 --tls${wanted ? " --padded" : ""}`,
  };
}

/** Any answer counts, and is told whether it was right. */
function guess({ answer, answeredAt, student }: Evidence, secret: string | undefined): Verdict {
  const right = revealed(student, "first", secret);
  const { state, found, next } = answer("first", "", right === undefined ? [] : [right], "");
  if (answeredAt("first") === undefined) return { ok: false, found, next };
  return {
    ok: true,
    found:
      state === "proved"
        ? `it was ${right}: right, by luck. One guess in four is`
        : `it was ${right}: your guess failed, as three in four do`,
  };
}
