import { Eavesdropper, type Overheard } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import { factsOf } from "../../sniffer/observe/eavesdropper/facts.ts";
import type { FactName } from "../../sniffer/observe/eavesdropper/texts.ts";
import { defineExercise } from "../define-exercise.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture, type Prediction } from "../evidence/predictions.ts";
import { recordHeaderLength, recordsOfLine } from "../evidence/tls-records.ts";

const [plainFile, tlsFile] = ["08-plain.pcap", "08-tls.pcap"];
const texts = {
  needs: "three terminals, capture",
  hints: [
    "Predictions must come before the capture over TLS: `lab exercise 8` asks for them.",
    "Two captures need two runs of the sniffer, each with its own file name. Leave the server running: with `--both` it accepts both on one port.",
    "The server's name is in the ClientHello. Open `lab sniff -r work/captures/08-tls.pcap` and press `e`: the page shows what an eavesdropper can read.",
    "The overhead: in the clear, the line needs its own bytes and one for the line end. Over TLS it needs a header of 5 bytes, the same bytes, and what TLS 1.3 adds inside the record (exercise 7). How many more is that? The length of the sentence is not important.",
  ],
  questions: {
    sni: "Which server name is in the clear in the conversation over TLS?",
    overhead: "How many more bytes does your sentence need over TLS?",
  },
  predictions: {
    words: "Over TLS, can an eavesdropper see the words of your sentence?",
    name: "Over TLS, can they see the name of the sender, bot?",
    server: "Over TLS, can they see the name of the server that the client wants?",
    ports: "Over TLS, can they see the ports and the addresses?",
    times: "Over TLS, can they see when each line was sent?",
    lengths: "Over TLS, can they see how long each line is?",
  },
  claims: {
    predicted: "You made all six predictions",
    sni: "You know which server name is in the clear",
    overhead: "You know what the encryption of a line costs",
  },
  next: {
    predicted: "Say what you expect, visible or hidden: lab exercise 8",
    sni: "It is in the ClientHello. Press e for what an eavesdropper knows: lab sniff -r work/captures/08-tls.pcap",
    overhead:
      "Compare the bytes of the line in the clear with its record, with the header: lab compare work/captures/08-plain.pcap work/captures/08-tls.pcap",
  },
  mistakes: {
    "no-header": "nearly right: count the five bytes of the record's header, too",
    "only-header": "this is only the record's header. TLS 1.3 also adds bytes inside the record",
  },
  allSix: "all six",
  missing: (names: readonly string[]) => `not yet predicted: ${names.join(", ")}`,
  why: "TLS is a layer between the chat and TCP. It encrypts what the chat sends. It does not encrypt what TCP and IP need, such as addresses and ports, and it does not hide sizes and times. The client sends the first message, the ClientHello, before there is a key, so everyone on the path can read it.",
  tryNext:
    "Write the comparison for a report: `lab compare work/captures/08-plain.pcap work/captures/08-tls.pcap --html work/compare.html`. Then think of a doctor's web page: what does an eavesdropper learn from the name and the lengths alone? Exercise 10 continues with this.",
};

/** Predictions first, then two captures of the same conversation, and what an eavesdropper still knows. */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { sni: "words", overhead: "number" },
  predictions: {
    words: seen("words"),
    name: seen("names"),
    server: seen("serverName"),
    ports: seen("ports"),
    times: seen("began"),
    lengths: seen("lengths"),
  },
  bot: { kind: "says-phrase" },
  captures: [
    { file: plainFile, mode: "plain" },
    { file: tlsFile, mode: "TLS 1.3" },
  ],
  async claims({ capture, claim, remembered, line }) {
    const plain = await capture(plainFile);
    const tls = await capture(tlsFile);
    const missing = Object.keys(texts.predictions).filter((name) => remembered.predictions?.[name] === undefined);
    const lineBytes = Buffer.byteLength(`${line}\n`);
    return [
      claim("predicted", {
        ok: missing.length === 0,
        found: missing.length === 0 ? texts.allSix : texts.missing(missing),
      }),
      plain.isYours,
      tls.isYours,
      tls.answers("sni", serverNames),
      tls.answers(
        "overhead",
        (own) => recordsOfLine(own, own.connection, line).map(({ length }) => length + recordHeaderLength - lineBytes),
        (own) => ({
          "no-header": recordsOfLine(own, own.connection, line).map(({ length }) => length - lineBytes),
          "only-header": [recordHeaderLength],
        }),
      ),
    ];
  },
});

/** Whether the capture shows that an eavesdropper on TLS knows it, fully or in part. */
function seen(about: FactName): Prediction {
  return {
    choices: ["visible", "hidden"],
    finding: inCapture(tlsFile, (own) => {
      const { knowledge } = factsOf(overheard(own)).find((fact) => fact.about === about)!;
      return knowledge === "readable" || knowledge === "partly" ? "visible" : "hidden";
    }),
  };
}

/** The unencrypted server names of the bot's connection. */
function serverNames(own: OwnCapture): readonly string[] {
  return overheard(own).tls?.serverNames ?? [];
}

/** What an eavesdropper knows about the bot's connection. */
function overheard({ observations, connection }: OwnCapture): Overheard {
  const eavesdropper = new Eavesdropper();
  for (const one of observations) if ("connection" in one && one.connection === connection) eavesdropper.push(one);
  return eavesdropper.overheard();
}
