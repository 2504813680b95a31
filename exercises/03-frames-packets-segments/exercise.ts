import { defineExercise } from "../define-exercise.ts";
import { type CaptureEvidence, ofKind } from "../evidence/capture-evidence.ts";

/** The handshake, the ports, and the place of the text in its frame and in TCP's counting. */
export const exercise = defineExercise({
  number: 3,
  title: "Frames, packets, segments",
  minutes: 20,
  hints: [
    'Only one connection is the bot\'s. Its packets have the same `"connection":` number as the line with your sentence.',
    'The three packets: `"flags":["SYN"]`, then `"flags":["SYN","ACK"]` back, then `"flags":["ACK"]`. They are the first three of the connection.',
    "The offset: `length` is all bytes of the frame, `payload` the bytes at its end that are yours. So your text begins at `length` minus `payload`.",
    "The next byte: `sequence` plus `payload` of the packet with your sentence. The server confirms it: in its next packet of this connection, `acknowledgment` is that number.",
    "The server's port is the `destination` of the bot's packets: the number after the last colon.",
  ],
  questions: {
    handshake: "Which three packets open the bot's connection? (such as 4,5,6)",
    port: "What is the server's port?",
    offset: "At which byte of its frame does your text begin?",
    next: "Which sequence number would the next byte have?",
  },
  bot: { kind: "says-phrase" },
  captures: [{ file: "03.pcap", mode: "plain" }],
  async claims({ capture, phrase }) {
    const file = await capture("03.pcap", "plain");
    const look = "lab sniff -r work/captures/03.pcap --json";
    return [
      file.isYours,
      file.shows("It holds the bot's connection from its first packet on", (evidence, connection) => {
        const opening = openingOf(evidence, connection);
        return {
          ok: opening !== undefined,
          found: opening === undefined ? "the beginning is missing" : "SYN, SYN and ACK, ACK: all three are there",
          next: "Start the sniffer before the bot: the first three packets are the lesson.",
        };
      }),
      file.answers(
        "handshake",
        "You found the three packets of the handshake",
        (evidence, connection) => {
          const opening = openingOf(evidence, connection);
          return opening === undefined ? [] : [opening.join(",")];
        },
        `Look at "flags" and at "connection": ${look}`,
      ),
      file.answers(
        "port",
        "You found the server's port",
        (evidence, connection) =>
          ofKind(evidence, "connection").flatMap((one) => (one.connection === connection ? [portOf(one.server)] : [])),
        "It is the destination of what the bot sends.",
      ),
      file.answers(
        "offset",
        "You know the byte at which your text begins",
        (evidence) => {
          const { number, before } = carrierOf(evidence, phrase);
          return [Buffer.from(evidence.frames.get(number)!.bytes).indexOf(before)];
        },
        `length minus payload, in the line of the packet with your sentence: ${look}`,
      ),
      file.answers(
        "next",
        "You know how TCP counts on",
        (evidence) => {
          const { sequence = 0, payload = 0 } = carrierOf(evidence, phrase);
          return [(sequence + payload) % 2 ** 32];
        },
        `sequence plus payload of the packet with your sentence: ${look}`,
      ),
    ];
  },
  why: "Every layer adds its own header in front and looks only at that. So the place of your text is the sum of the headers before it. And since TCP numbers every byte, both sides know what has come, what is missing, and where the next byte belongs, whatever order the packets take.",
  tryNext:
    "Count the packets that carry no text at all. Find the `FIN` with which the bot says goodbye. If tshark is installed, compare: `tshark -r work/captures/03.pcap`.",
});

/** The packets SYN, SYN-ACK and ACK of a connection; undefined where the capture does not begin with them. */
function openingOf(evidence: CaptureEvidence, connection: number): readonly number[] | undefined {
  const packets = ofKind(evidence, "packet").filter((packet) => packet.connection === connection);
  const [syn, answer, acknowledgment] = packets;
  const isOpening =
    syn?.flags?.join() === "SYN" && answer?.flags?.join() === "SYN,ACK" && acknowledgment?.flags?.join() === "ACK";
  return isOpening ? [syn.number, answer.number, acknowledgment.number] : undefined;
}

/** The packet in which the phrase's line ends, and that line. */
function carrierOf(evidence: CaptureEvidence, phrase: string) {
  const line = ofKind(evidence, "text").find(({ text }) => text.includes(phrase))!;
  const packet = ofKind(evidence, "packet").find(({ number }) => number === line.packet)!;
  return { ...packet, before: line.text };
}

function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(":") + 1);
}
