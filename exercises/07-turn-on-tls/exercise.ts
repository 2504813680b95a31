import { defineExercise } from "../define-exercise.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";
import { clientRecords, recordsOfLine } from "../evidence/tls-records.ts";

const file = "07.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Server and bot both need `--tls`. If your sentence is in the file in the clear, one of them ran with `--plain`.",
    "Look only at what the client sent after the handshake: `lab sniff -r work/captures/07.pcap`, then `c`, and the lines with `client →`. There are only a few.",
    'The bot printed your sentence. The line it sent is `frase de NAME: SENTENCE`, with your name as the course knows it. `echo "that line" | wc -c` counts its bytes, with the line end.',
    "Add 17 to this number. Look for a record of this length that is not part of the handshake. The number at the beginning of its line is the packet. For the header: `printf '170303%04x\\n' LENGTH`.",
  ],
  questions: {
    packet: "In which packet is the record with your sentence?",
    header: "What are the five bytes of its header? (in hexadecimal)",
  },
  predictions: {
    whole: "Will every byte that the bot sends be encrypted, from the first to the last?",
    length:
      "Compare a line with the encrypted record that contains it. Will the record be shorter, as long, or longer?",
  },
  claims: {
    hidden: "Nobody can read your sentence in it",
    records: "The conversation is in records of type application_data",
    packet: "You found the packet with that record",
    header: "You know the header of the record, which is in the clear",
  },
  next: {
    hidden: "Capture again, with server and bot over TLS: lab sniff lo -w work/captures/07.pcap --force",
    records: "Wait until the bot has left before you stop the sniffer.",
    packet:
      "Add 17 to the bytes of the line with its end. Press c, and look for this length: lab sniff -r work/captures/07.pcap",
    header: "It is 17, 03 03, and the length of the record as four hexadecimal digits.",
  },
  mistakes: {
    finished: "this packet has the end of the client's handshake, which can have the same length",
    "other-record": "this packet has another record of the client: compare the lengths",
    server: "the server sent this packet, not your bot",
    "decimal-length": "the length must be in hexadecimal, four digits",
    "another-header": "this is the header of another record",
  },
  recordThere: "there is a record of exactly the right length",
  recordMissing: "no record of the bot has the right length",
  why: "During the handshake, client and server agreed on secret keys without sending them. TLS encrypts and authenticates each line with these keys before TCP gets it. Without the keys, nobody can tell the bytes of a record from random bytes. So you cannot find the words in any form.",
  tryNext:
    "Change a byte of the capture with a hex editor: what would the receiver have done? Then join with `lab chat --tls --name ana` and type the same line twice. Are the two records the same? Why not?",
};

/** The same conversation over TLS: no word is readable, and the length shows which record must hold the phrase. */
export const exercise = defineExercise({
  minutes: 15,
  texts,
  questions: { packet: "number", header: "bytes" },
  predictions: {
    // Every record begins with five unencrypted bytes, so a capture with a record answers this question.
    whole: inCapture(file, (own) => (allRecords(own).length > 0 ? "no" : undefined)),
    length: {
      choices: ["shorter", "as-long", "longer"],
      finding: inCapture(file, (own, { line }) => {
        const [record] = recordsOfLine(own, own.connection, line);
        if (record === undefined) return undefined;
        const more = record.length - Buffer.byteLength(`${line}\n`);
        return more > 0 ? "longer" : more < 0 ? "shorter" : "as-long";
      }),
    },
  },
  bot: { kind: "says-phrase" },
  captures: [{ file, mode: "TLS 1.3" }],
  async claims({ capture, line }) {
    const { isYours, asserts, shows, answers } = await capture(file);
    const own = (found: OwnCapture) => recordsOfLine(found, found.connection, line);
    return [
      isYours,
      asserts("hidden", `no text contains "${line}"`),
      shows("records", (found) => {
        const isThere = own(found).length > 0;
        return { ok: isThere, found: isThere ? texts.recordThere : texts.recordMissing };
      }),
      answers(
        "packet",
        (found) => own(found).map(({ packet }) => packet),
        (found) => {
          const { finished, afterwards } = clientRecords(found, found.connection);
          return {
            finished: finished === undefined ? [] : [finished.packet],
            "other-record": afterwards.map(({ packet }) => packet),
            server: found.observations.flatMap((one) =>
              one.kind === "packet" && one.from === "server" ? [one.number] : [],
            ),
          };
        },
      ),
      answers(
        "header",
        (found) => own(found).map(({ header }) => header),
        (found) => ({
          "decimal-length": own(found).map(({ length }) => `170303${String(length).padStart(4, "0")}`),
          "another-header": allRecords(found).map(({ header }) => header),
        }),
      ),
    ];
  },
});

/** Every encrypted record of the bot. */
function allRecords(own: OwnCapture) {
  const { finished, afterwards } = clientRecords(own, own.connection);
  return finished === undefined ? afterwards : [finished, ...afterwards];
}
