import { defineExercise } from "../define-exercise.ts";
import { type CaptureEvidence, ofKind } from "../evidence/capture-evidence.ts";
import { claimed, type Verdict, waiting } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { recordHeaderLength, recordsOfLine } from "../evidence/tls-records.ts";
import { phraseLine } from "../student/student.ts";

const wireClaim = "Your predictions, and what the wire says";
const predictions = ["words", "name", "server", "ports", "times", "lengths"] as const;

/** Predictions first, then two captures of the same talk, and what an eavesdropper still knows. */
export const exercise = defineExercise({
  number: 8,
  title: "Compare",
  minutes: 20,
  hints: [
    "Predictions must come before the capture over TLS. Captured too early? Predict now, and capture again.",
    "Two captures need two runs of the sniffer, each with its own file name. The server can stay: with `--both` it takes both ways on one port.",
    "The server's name: it stands in the line of the ClientHello: `lab sniff -r work/captures/08-tls.pcap --text | grep client_hello`.",
    "The overhead: in the clear the line takes its bytes and one for the line end. Over TLS it takes a header of 5, the same bytes, and what TLS 1.3 adds inside the record (exercise 7). So how many more? The length of the sentence does not matter.",
  ],
  questions: {
    words: "Will the words be visible or hidden?",
    name: "Will the speaker's name be visible or hidden?",
    server: "Will the server's name be visible or hidden?",
    ports: "Will ports and addresses be visible or hidden?",
    times: "Will the times be visible or hidden?",
    lengths: "Will the lengths be visible or hidden?",
    sni: "Which server name stands in the clear in the talk over TLS?",
    overhead: "How many more bytes does your sentence need over TLS?",
  },
  bot: { kind: "says-phrase" },
  captures: [
    { file: "08-plain.pcap", mode: "plain" },
    { file: "08-tls.pcap", mode: "tls" },
  ],
  async claims(evidence) {
    const { capture, student } = evidence;
    const line = phraseLine(student, 8);
    const plain = await capture("08-plain.pcap", "plain");
    const tls = await capture("08-tls.pcap", "TLS 1.3");
    return [
      claimed("You predicted all six before the talk over TLS", predicted(evidence, tls.judged.evidence)),
      plain.isYours,
      tls.isYours,
      predictions.every((name) => evidence.answeredAt(name) !== undefined)
        ? tls.shows(wireClaim, (found, connection) => compared(evidence, found, connection, line))
        : waiting(wireClaim, "first predict: it would be no prediction any more"),
      tls.answers(
        "sni",
        "You know which server name stands in the clear",
        (found, connection) =>
          ofKind(found, "tls-message").flatMap((message) =>
            message.connection === connection && message.serverName !== undefined ? [message.serverName] : [],
          ),
        "It is in the ClientHello: lab sniff -r work/captures/08-tls.pcap --text",
      ),
      tls.answers(
        "overhead",
        "You know what the encryption of a line costs",
        (found, connection) =>
          recordsOfLine(found, connection, line).map(
            ({ length }) => length + recordHeaderLength - Buffer.byteLength(`${line}\n`),
          ),
        "Compare the line's bytes in the clear with its record, header and all: lab compare work/captures/08-plain.pcap work/captures/08-tls.pcap",
      ),
    ];
  },
  why: "TLS sits between the chat and TCP. What the chat says is encrypted; what TCP and IP need to bring it there is not: addresses, ports, sizes, moments. And the first message, the ClientHello, is sent before there is any key, so what is in it can be read.",
  tryNext:
    "Write the comparison for a report: `lab compare work/captures/08-plain.pcap work/captures/08-tls.pcap --html work/compare.html`. Then think of a doctor's web page: what does an eavesdropper learn from the name and the lengths alone? Exercise 10 goes on from there.",
});

function predicted({ answeredAt }: Evidence, tls: CaptureEvidence | undefined): Verdict {
  const times = predictions.map((name) => answeredAt(name));
  const missing = predictions.filter((_, index) => times[index] === undefined);
  const next = `Predict visible or hidden for each, then capture: lab check 8 ${missing.map((name) => `${name}=hidden`).join(" ")}`;
  if (missing.length > 0) return { ok: false, found: `not yet predicted: ${missing.join(", ")}`, next };
  if (tls === undefined) return { ok: true, found: "all six" };
  const { time } = tls.frames.values().next().value!;
  const tooLate = predictions.filter((_, index) => times[index]! > time.seconds * 1000 + time.nanoseconds / 1e6);
  return {
    ok: tooLate.length === 0,
    found: tooLate.length === 0 ? "all six" : `said after the talk was captured: ${tooLate.join(", ")}`,
    next: "That was no prediction. Leave your answers as they are, and capture again: lab sniff lo -w work/captures/08-tls.pcap",
  };
}

/** What the capture over TLS really shows, computed from it, beside what was predicted. */
function compared({ answer }: Evidence, found: CaptureEvidence, connection: number, line: string): Verdict {
  const text = ofKind(found, "text").map((one) => one.text);
  const isVisible: Readonly<Record<(typeof predictions)[number], boolean>> = {
    words: text.some((one) => one.includes(line)),
    name: text.some((one) => /\bbot\b/u.test(one)),
    server: ofKind(found, "tls-message").some(
      (message) => message.serverName !== undefined && message.encrypted !== true,
    ),
    ports: ofKind(found, "packet").some(({ source }) => source?.includes(":") === true),
    times: found.frames.size > 0,
    lengths: recordsOfLine(found, connection, line).length > 0,
  };
  const told = predictions.map((name) => {
    const truth = isVisible[name] ? "visible" : "hidden";
    const isRight = answer(name, name, [truth], "").state === "proved";
    return `${name} ${truth} (${isRight ? "as you said" : "you said otherwise"})`;
  });
  return { ok: true, found: `${told.join(", ")}.` };
}
