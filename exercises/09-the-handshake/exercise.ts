import { defineExercise } from "../define-exercise.ts";
import { ofKind } from "../evidence/capture-evidence.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";

const [olderFile, newerFile] = ["09-tls12.pcap", "09-tls13.pcap"];
const texts = {
  needs: "three terminals, capture",
  hints: [
    "You need two captures, so run the sniffer twice. Start the bot with `--tls-max 1.2` the first time, and without it the second time.",
    "Make two lists of the messages. In each list, cross out the messages with `probably`: nobody can read them. Which message is in both lists, and crossed out in only one?",
    "Some messages of TLS 1.2 do not exist in 1.3, such as `server_key_exchange`. They are not hidden, they are gone. The message that you look for still exists in 1.3.",
    "It is the message that says who the server is. You made such a file yourself in exercises 5 and 6.",
    "`readable`: count the messages of the second capture that are not hidden (records are not messages). `suite`: it is in the line of `server_hello`.",
  ],
  questions: {
    invisible: "Which message is in the clear in TLS 1.2, and encrypted in 1.3?",
    packet: "In which packet of 09-tls12.pcap is it?",
    readable: "How many handshake messages can you read in 09-tls13.pcap?",
    suite: "Which cipher suite did the server choose in 09-tls13.pcap?",
  },
  predictions: {
    certificate: "In TLS 1.3, can an eavesdropper see the server's certificate?",
    server: "In TLS 1.3, can an eavesdropper see the name of the server that the client wants?",
  },
  claims: {
    invisible: "You know which message became invisible",
    older: "In TLS 1.2 anyone can read it",
    newer: "In TLS 1.3 nobody can read it",
    packet: "You found its packet",
    readable: "You know how many messages of TLS 1.3 are in the clear",
    suite: "You know the cipher suite",
  },
  next: {
    invisible: "Compare the two lists of messages: lab sniff -r work/captures/09-tls12.pcap",
    older: "Start the sniffer before the bot connects.",
    newer: "Capture with a bot that offers TLS 1.3: lab exercise bot 9 --tls",
    packet: "The number at the beginning of its line is the packet: lab sniff -r work/captures/09-tls12.pcap",
    readable: "Count the messages that are not hidden: lab sniff -r work/captures/09-tls13.pcap",
    suite: "It is in the server_hello: lab sniff -r work/captures/09-tls13.pcap --text",
  },
  mistakes: {
    gone: "this message does not exist in TLS 1.3. Look for one that does",
    "clear-in-both": "this message is in the clear in both versions",
    "hidden-in-both": "this message is encrypted in both versions",
    "all-messages": "this counts the hidden messages too. Nobody can read those",
    "other-message": "this packet has another message",
  },
  needsBoth: "first make good captures of both versions",
  findItFirst: "first find the message",
  why: "To encrypt, both sides need a shared secret. In TLS 1.2 they have it only after the server has sent its certificate. In TLS 1.3 the client sends its key share in its first message. The server answers with its own key share, and now both can compute the secret. All handshake messages after the two hellos are encrypted, also the certificate.",
  tryNext:
    "In both captures, how often must the client wait for an answer before it can send its first application data? Then try `lab certs show --capture work/captures/09-tls13.pcap`.",
};

/** The handshakes of TLS 1.2 and 1.3, and the messages that became invisible. */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { invisible: "words", packet: "number", readable: "number", suite: "words" },
  predictions: {
    certificate: {
      choices: ["visible", "hidden"],
      finding: inCapture(newerFile, (own) => (names(own, "clear").includes("certificate") ? "visible" : "hidden")),
    },
    server: {
      choices: ["visible", "hidden"],
      finding: inCapture(newerFile, (own) =>
        messages(own, "clear").some(({ serverName }) => serverName !== undefined) ? "visible" : "hidden",
      ),
    },
  },
  bot: { kind: "says-phrase" },
  captures: [
    { file: olderFile, mode: "TLS 1.2" },
    { file: newerFile, mode: "TLS 1.3" },
  ],
  async claims({ capture, answer, waits }) {
    const older = await capture(olderFile);
    const newer = await capture(newerFile);
    const both = older.own && newer.own && { twelve: older.own, thirteen: newer.own };
    const invisible =
      both === undefined
        ? waits("invisible", texts.needsBoth)
        : answer(
            "invisible",
            becameInvisible(both).map(({ message }) => message),
            {
              gone: names(both.twelve, "clear").filter((name) => !names(both.thirteen, "all").includes(name)),
              "clear-in-both": names(both.twelve, "clear").filter((name) =>
                names(both.thirteen, "clear").includes(name),
              ),
              "hidden-in-both": names(both.thirteen, "hidden"),
            },
          );
    return [
      older.isYours,
      newer.isYours,
      invisible,
      // Only after the first claim is proved: both claims contain the answer.
      ...(invisible.state === "proved"
        ? [
            older.asserts("older", "certificate visible is true"),
            newer.asserts("newer", "certificate visible is false"),
          ]
        : [waits("older", texts.findItFirst), waits("newer", texts.findItFirst)]),
      both === undefined
        ? waits("packet", texts.needsBoth)
        : answer(
            "packet",
            becameInvisible(both).map(({ packet }) => packet),
            {
              "other-message": messages(both.twelve, "all").map(({ packet }) => packet),
            },
          ),
      newer.answers(
        "readable",
        (own) => [messages(own, "clear").length],
        (own) => ({ "all-messages": [messages(own, "all").length] }),
      ),
      newer.answers("suite", (own) =>
        messages(own, "clear").flatMap(({ message, suite }) => (message === "server_hello" && suite ? [suite] : [])),
      ),
    ];
  },
});

/** The messages that are readable in TLS 1.2, but only guessed in TLS 1.3. */
function becameInvisible({ twelve, thirteen }: { readonly twelve: OwnCapture; readonly thirteen: OwnCapture }) {
  const hidden = names(thirteen, "hidden");
  return messages(twelve, "clear").filter(({ message }) => hidden.includes(message));
}

/** The handshake messages of the bot's connection: the readable ones, the guesses, or all. */
function messages(own: OwnCapture, which: "clear" | "hidden" | "all") {
  return ofKind(own, "tls-message").filter(
    ({ connection, encrypted = false }) =>
      connection === own.connection && (which === "all" || encrypted === (which === "hidden")),
  );
}

function names(own: OwnCapture, which: "clear" | "hidden" | "all"): readonly string[] {
  return messages(own, which).map(({ message }) => message);
}
