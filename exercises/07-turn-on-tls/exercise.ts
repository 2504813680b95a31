import { defineExercise } from "../define-exercise.ts";
import { headerInHex, recordsOfLine } from "../evidence/tls-records.ts";
import { phraseLine } from "../student/student.ts";

/** The same talk over TLS: no word is readable, and the record that must hold the phrase is found by its length. */
export const exercise = defineExercise({
  number: 7,
  title: "Turn on TLS",
  minutes: 15,
  hints: [
    "Server and bot both need `--tls`. If your sentence is in the file in the clear, one of them ran with `--plain`.",
    "Look only at what the client sent: `lab sniff -r work/captures/07.pcap --text | grep 'client  TLS record'`. There are only a few lines.",
    'The bot printed your sentence. The line it sent is `frase de NAME: SENTENCE`, with your name as the course knows it. `echo "that line" | wc -c` counts its bytes, the line end too.',
    "Add 17 to these bytes. The record with so many bytes is the one. The second number in its line is the packet. For the second: `printf '170303%04x\\n' LENGTH`.",
  ],
  questions: {
    packet: "In which packet is the record with your sentence?",
    header: "What are the five bytes of its header? (such as 1703030026)",
  },
  bot: { kind: "says-phrase" },
  captures: [{ file: "07.pcap", mode: "tls" }],
  async claims({ capture, student }) {
    const file = await capture("07.pcap", "TLS 1.3");
    const line = phraseLine(student, 7);
    const look = "lab sniff -r work/captures/07.pcap --text";
    return [
      file.isYours,
      file.asserts(
        "Nobody can read your sentence in it",
        `no text contains "${line}"`,
        "Capture again, with server and bot over TLS.",
      ),
      file.shows("The talk is in records of type application_data", (evidence, connection) => {
        const records = recordsOfLine(evidence, connection, line);
        return {
          ok: records.length > 0,
          found:
            records.length > 0 ? "there is a record of just the right length" : "no record of the bot is long enough",
          next: "Let the bot speak to its end before you stop the sniffer.",
        };
      }),
      file.answers(
        "packet",
        "You found the packet with that record",
        (evidence, connection) => recordsOfLine(evidence, connection, line).map(({ packet }) => packet),
        `The bytes of the line and its end, and 17: the record of this length: ${look}`,
      ),
      file.answers(
        "header",
        "You know the part of it that is in the clear",
        (evidence, connection) => recordsOfLine(evidence, connection, line).map(headerInHex),
        `17, 03 03, and the length as four hexadecimal digits: ${look}`,
      ),
    ];
  },
  why: "Client and server agreed on a secret key during the handshake, without ever sending it. With it each line is encrypted and sealed before TCP gets it. Without the key, every text of the same length is equally likely. That is why the words cannot be found, whatever form you look for.",
  tryNext:
    "Change a byte of the capture with a hex editor: what would the receiver have done? Then join with `lab chat --tls --name ana` and type the same line twice. Are the two records the same? Why not?",
});
