import { defineExercise } from "../define-exercise.ts";
import { type CaptureEvidence, ofKind } from "../evidence/capture-evidence.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";

const file = "03.pcap";
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Only one connection is the bot's. In the conversation (`c`) you see its first packets and your sentence.",
    'The three packets: SYN, then SYN ACK back, then ACK. They are the first three of the connection. In `--json` they have `"flags":["SYN"]`, `"flags":["SYN","ACK"]` and `"flags":["ACK"]`.',
    'The offset: in the sniffer, select the packet with your sentence, go to the bytes with Tab, and find your first letter. Or compute it from `--json`: `"length"` is the size of the frame, and `"payload"` is the size of your line at its end. So your text starts at `length` minus `payload`.',
    'The next byte: `"sequence"` plus `"payload"` of the packet with your sentence. The server confirms it: in its next packet of this connection, `"acknowledgment"` is that number.',
    "The server's port is the destination of the bot's packets: the number after the last colon.",
  ],
  questions: {
    handshake: "Which three packets open the bot's connection?",
    port: "What is the server's port?",
    offset: "At which byte of its frame does your text start?",
    next: "Which sequence number would the next byte have?",
  },
  predictions: {
    before: "How many packets travel in this connection before the first letter of text?",
    empty: "How many of the packets of this connection carry no text at all?",
  },
  claims: {
    opening: "It has the bot's connection from its first packet on",
    handshake: "You found the three packets of the handshake",
    port: "You found the server's port",
    offset: "You know the byte at which your text starts",
    next: "You know the sequence number of the next byte",
  },
  next: {
    opening: "Start the sniffer before the bot: this exercise needs the first three packets.",
    handshake: "Look for SYN, SYN ACK and ACK: lab sniff -r work/captures/03.pcap",
    port: "It is the destination port of the packets that the bot sends.",
    offset: "Select the packet with your sentence and look at its bytes: lab sniff -r work/captures/03.pcap",
    next: "Add the payload to the sequence number of the packet with your sentence: lab sniff -r work/captures/03.pcap --json",
  },
  mistakes: {
    client: "this is the bot's own port, not the server's",
    "from-one": "nearly: the first byte of a frame has the number 0",
    "from-ip": "you counted from the IP header. Before it are the 14 bytes of the Ethernet header",
    payload: "this is the size of your line, not the place where it starts",
    sequence: "this is the number of the first byte of your line. Add the payload",
  },
  openingMissing: "the beginning is missing",
  openingThere: "SYN, SYN ACK, ACK: all three are there",
  why: "Every layer adds its own header in front, and reads only this header. So your text starts after the sum of all headers. TCP numbers every byte. So both sides know which bytes have arrived, which are missing, and where the next byte belongs, even if packets arrive in another order.",
  tryNext:
    "Count the packets that carry no text at all. Find the `FIN` with which the bot closes its side of the connection. If tshark is installed, compare: `tshark -r work/captures/03.pcap`.",
};

/** The handshake, the ports, and the place of the text in its frame and in TCP's sequence numbers. */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { handshake: "numbers", port: "number", offset: "offset", next: "number" },
  predictions: {
    before: {
      choices: ["none", "one", "two", "three", "more"],
      finding: inCapture(file, (own) => {
        const first = packetsOf(own).findIndex(({ payload = 0 }) => payload > 0);
        return first === -1 ? undefined : (["none", "one", "two", "three"][first] ?? "more");
      }),
    },
    empty: {
      choices: ["none", "fewer-than-half", "half-or-more"],
      finding: inCapture(file, (own) => {
        const all = packetsOf(own);
        const empty = all.filter(({ payload = 0 }) => payload === 0).length;
        if (empty === 0) return "none";
        return empty < all.length / 2 ? "fewer-than-half" : "half-or-more";
      }),
    },
  },
  bot: { kind: "says-phrase" },
  captures: [{ file, mode: "plain" }],
  async claims({ capture, phrase }) {
    const { isYours, shows, answers } = await capture(file);
    return [
      isYours,
      shows("opening", (own) => {
        const isThere = openingOf(own).length > 0;
        return { ok: isThere, found: isThere ? texts.openingThere : texts.openingMissing };
      }),
      answers("handshake", (own) => (openingOf(own).length === 0 ? [] : [openingOf(own).join(",")])),
      answers(
        "port",
        (own) => endpointsOf(own).map(({ server }) => server.port ?? 0),
        (own) => ({ client: endpointsOf(own).map(({ client }) => client.port ?? 0) }),
      ),
      answers(
        "offset",
        (own) => [offsetOf(own, phrase)],
        (own) => {
          const offset = offsetOf(own, phrase);
          return { "from-one": [offset + 1], "from-ip": [offset - 14], payload: [carrierOf(own, phrase).payload ?? 0] };
        },
      ),
      answers(
        "next",
        (own) => {
          const { sequence = 0, payload = 0 } = carrierOf(own, phrase);
          return [(sequence + payload) % 2 ** 32];
        },
        (own) => ({ sequence: [carrierOf(own, phrase).sequence ?? 0] }),
      ),
    ];
  },
});

/** The packets SYN, SYN ACK and ACK of the bot's connection; empty if the capture does not begin with them. */
function openingOf(own: OwnCapture): readonly number[] {
  const [syn, answer, acknowledgment] = packetsOf(own);
  const isOpening =
    syn?.flags?.join() === "SYN" && answer?.flags?.join() === "SYN,ACK" && acknowledgment?.flags?.join() === "ACK";
  return isOpening ? [syn.number, answer.number, acknowledgment.number] : [];
}

function packetsOf(own: OwnCapture) {
  return ofKind(own, "packet").filter(({ connection }) => connection === own.connection);
}

function endpointsOf(own: OwnCapture) {
  return ofKind(own, "connection").filter(({ connection }) => connection === own.connection);
}

/** The offset of the line in its frame. */
function offsetOf(own: OwnCapture, phrase: string): number {
  const { number, line } = carrierOf(own, phrase);
  return Buffer.from(own.frames.get(number)!.bytes).indexOf(line);
}

/** The packet with the end of the phrase's line, and that line. */
function carrierOf(evidence: CaptureEvidence, phrase: string) {
  const { text, packet } = ofKind(evidence, "text").find((line) => line.text.includes(phrase))!;
  return { ...ofKind(evidence, "packet").find(({ number }) => number === packet)!, line: text };
}
