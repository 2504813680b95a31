import { defineExercise } from "../define-exercise.ts";
import { type CaptureEvidence, ofKind } from "../evidence/capture-evidence.ts";
import { waiting } from "../evidence/claim.ts";

const twelveClaim = "In TLS 1.2 everybody can read it";
const thirteenClaim = "In TLS 1.3 nobody can";
const firstFindIt = "first find the message";

/** The handshakes of TLS 1.2 and 1.3, and the message that became invisible. */
export const exercise = defineExercise({
  number: 9,
  title: "The handshake",
  minutes: 20,
  hints: [
    "Two captures, two runs of the sniffer. In the first the bot has `--tls-max 1.2`, in the second it has not.",
    "Make two lists of the messages. Cross out in each what is only `hidden: probably`: nobody can read that. What is in both lists, and crossed out in one?",
    "Some messages of TLS 1.2 do not exist any more in 1.3, such as `server_key_exchange`. They did not become invisible, they are gone. The one you look for is still sent.",
    "It is the message that says who the server is. You made the thing itself in exercises 5 and 6.",
    "`readable`: count the messages of the second capture that are not `hidden: probably` (records are not messages). `suite`: it stands in the line of `server_hello`.",
  ],
  questions: {
    invisible: "Which message is in the clear in TLS 1.2, and encrypted in 1.3?",
    packet: "In which packet of 09-tls12.pcap does it stand?",
    readable: "How many handshake messages can be read in 09-tls13.pcap?",
    suite: "Which cipher suite was chosen in 09-tls13.pcap?",
  },
  bot: { kind: "says-phrase" },
  captures: [
    { file: "09-tls12.pcap", mode: "tls", maxVersion: "TLSv1.2" },
    { file: "09-tls13.pcap", mode: "tls" },
  ],
  async claims({ capture, answer }) {
    const older = await capture("09-tls12.pcap", "TLS 1.2");
    const newer = await capture("09-tls13.pcap", "TLS 1.3");
    const became = (twelve: CaptureEvidence, thirteen: CaptureEvidence) => {
      const readable = messages(twelve, older.judged.connection, false);
      const hidden = messages(thirteen, newer.judged.connection, true).map(({ message }) => message);
      return readable.filter(({ message }) => hidden.includes(message));
    };
    const lookAt = (file: string) => `lab sniff -r work/captures/${file} --text`;
    const invisible = older.shows("You know which message became invisible", (twelve) => {
      const thirteen = newer.judged.evidence;
      if (thirteen === undefined)
        return { ok: false, found: "first comes a good capture in work/captures/09-tls13.pcap" };
      const names = became(twelve, thirteen).map(({ message }) => message);
      const { state, found, next } = answer(
        "invisible",
        "",
        names,
        `Compare the two lists of messages: ${lookAt("09-tls12.pcap")}`,
      );
      return { ok: state === "proved", found, next };
    });
    return [
      older.isYours,
      newer.isYours,
      invisible,
      // Said only now: both claims give the answer away.
      ...(invisible.state === "proved"
        ? [
            older.asserts(twelveClaim, "certificate visible is true", "Capture from the bot's first packet on."),
            newer.asserts(thirteenClaim, "certificate visible is false", "Capture with a bot that may speak TLS 1.3."),
          ]
        : [waiting(twelveClaim, firstFindIt), waiting(thirteenClaim, firstFindIt)]),
      older.answers(
        "packet",
        "You found it on the wire",
        (twelve) =>
          newer.judged.evidence === undefined ? [] : became(twelve, newer.judged.evidence).map(({ packet }) => packet),
        `Its line says the packet: ${lookAt("09-tls12.pcap")}`,
      ),
      newer.answers(
        "readable",
        "You know how many messages of TLS 1.3 are left to read",
        (thirteen, connection) => [messages(thirteen, connection, false).length],
        `Count the messages that are not hidden: ${lookAt("09-tls13.pcap")}`,
      ),
      newer.answers(
        "suite",
        "You know the cipher suite",
        (thirteen, connection) =>
          messages(thirteen, connection, false).flatMap(({ message, suite }) =>
            message === "server_hello" && suite ? [suite] : [],
          ),
        `It is in the server_hello: ${lookAt("09-tls13.pcap")}`,
      ),
    ];
  },
  why: "To encrypt, both sides need a common secret. In TLS 1.2 they had it only after the certificate had been sent. In TLS 1.3 the client offers its key share in the very first message; the server adds its own, and from that moment both can compute the secret. Everything after the two hellos is encrypted, the certificate first of all.",
  tryNext:
    "Count the round trips before the first application_data in both captures: how often must somebody wait for an answer? Then try `lab certs show --capture work/captures/09-tls13.pcap`.",
});

/** The handshake messages of a connection that are in the clear, or that are hidden and only guessed. */
function messages(evidence: CaptureEvidence, connection: number | undefined, hidden: boolean) {
  return ofKind(evidence, "tls-message").filter(
    (message) => message.connection === connection && (message.encrypted === true) === hidden,
  );
}
