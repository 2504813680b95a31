import { hex } from "../../sniffer/wire/decode/reader.ts";
import { recordNonce } from "../../sniffer/wire/tls/open/aead.ts";
import type { Opened } from "../../sniffer/wire/tls/open/opened.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";
import { recordsOfLine } from "../evidence/tls-records.ts";
import { keyLogSecrets, openedWith, openingOf, privateKeySecrets, reasonsIn } from "./opened.ts";

const [todayFile, rsaFile] = ["12-today.pcap", "12-rsa.pcap"];
const [keyLogFile, keyFile] = ["keys.log", "certs/rsa-key.pem"];

const texts = {
  needs: "three terminals, capture, `xxd`",
  hints: [
    "The key log and the capture must be from the same run. If you start the server again, capture again, too.",
    "In the sniffer, / searches: type a word of your sentence, and press Enter. The explanation of this packet has five steps.",
    "Step 1 names the line of the key log. `grep -n CLIENT_TRAFFIC_SECRET_0 work/keys.log` also shows the lines with their numbers: the bot is the client.",
    "The nonce is in step 3: it is the IV xor the sequence number of the record. Your sentence is the second record of the bot under this key, after its name.",
    "To see why the private key does not help, select a packet with `closed` in the list, and read below it.",
  ],
  questions: {
    line: "Which line of work/keys.log has the secret that decrypts the record with your sentence?",
    nonce: "What is the nonce of that record? (12 bytes, in hexadecimal)",
    why: "Why does the private key not decrypt 12-today.pcap?",
  },
  predictions: {
    lab: "The lab can show the words inside TLS records. Will it show your sentence without any key?",
    stolen:
      "You capture today. Next year a thief steals the server's private key. Can the thief read the capture then?",
    xxd: "xxd -r -p turned hexadecimal into words in exercise 4. What will it give for an encrypted record: words or nonsense?",
  },
  claims: {
    opens: "The key log decrypts your sentence in 12-today.pcap",
    closed: "The server's private key does not decrypt it",
    rsa: "The same private key decrypts your sentence in 12-rsa.pcap",
    line: "You know which line of the key log has the secret",
    nonce: "You know the nonce of the record",
    why: "You know why the private key is not enough",
  },
  next: {
    opens:
      "The key log and the capture must be from the same run: lab server --tls --cert work/certs/rsa.pem --key work/certs/rsa-key.pem --keylog work/keys.log",
    closed: "Make the key, and start the server with it: lab certs key --kind rsa-2048 --out work/certs/rsa-key.pem",
    rsa: "Capture again with: lab server --tls --tls-max 1.2 --ciphers AES128-GCM-SHA256 --cert work/certs/rsa.pem --key work/certs/rsa-key.pem",
    line: "Look at step 1 of the explanation: lab sniff -r work/captures/12-today.pcap --keylog work/keys.log",
    nonce: "Look at step 3 of the explanation: lab sniff -r work/captures/12-today.pcap --keylog work/keys.log",
    why: "Select a packet with `closed` in the list: lab sniff -r work/captures/12-today.pcap --key work/certs/rsa-key.pem",
  },
  mistakes: {
    handshake: "this line has the secret of the handshake, which ends before your sentence",
    server: "this line has the secret of the server's direction",
    iv: "this is the IV. The nonce is the IV xor the sequence number of the record",
    "other-record": "this is the nonce of another record under the same key",
    "right-key": "it is the right key: it belongs to the server's certificate",
    whole: "no packet is missing, and the length of a key does not matter here",
  },
  tooLarge: "this file is too large to be a key log or a key",
  waitsForCapture: "first make the capture of your conversation",
  waitsForKeyLog: "first the key log must decrypt your sentence",
  opened: (packet: number) => `decrypted with the key: your sentence, in packet ${packet}`,
  notOpened: "no record with your sentence was decrypted",
  stayedClosed: (reasons: string) => `every record stays encrypted: ${reasons}`,
  isOpened: "the key decrypts it: this server did not use Diffie-Hellman",
  otherKey: "this is not the key with which the server of the capture signed, or it is not an RSA key",
  why: "TLS uses two kinds of keys. The server uses its private key for months, and only to sign: the signature proves who the server is. The words are encrypted with other keys. Both sides compute them with Diffie-Hellman, for this one conversation, and delete them afterwards. The key log has the secrets of these keys, because you asked the server to write them. With RSA key exchange, the client sends the secret itself, encrypted with the server's public key. Then anyone who steals the private key can decrypt every capture of that time. That is why TLS 1.3 removed it.",
  tryNext:
    "Let your browser write a key log (the variable SSLKEYLOGFILE), capture a visit to a page of your own, and open it. Then change one byte of the capture with a hex editor: which record stays closed, and what does the lab say?",
};

/** The student's own capture: the key log opens it, the private key does not, unless the key exchange was RSA. */
export const exercise = defineExercise({
  minutes: 25,
  beliefs: ["M8", "M9", "M10", "M12"],
  texts,
  questions: { line: "number", nonce: "bytes", why: ["forward-secrecy", "other-key", "lost-bytes", "too-long"] },
  predictions: {
    lab: inCapture(todayFile, (own, { line }) =>
      own.observations.some((one) => one.kind === "text" && one.text.includes(line)) ? "yes" : "no",
    ),
    stolen: inCapture(todayFile, (own, { line, work }) => {
      const opened = openedIfThere(own, line, work(keyFile));
      return opened === undefined ? undefined : opened ? "yes" : "no";
    }),
    xxd: {
      choices: ["words", "nonsense"],
      finding: inCapture(todayFile, (own, { line }) =>
        recordsOfLine(own, own.connection, line).length === 0 ? undefined : "nonsense",
      ),
    },
  },
  bot: { kind: "says-phrase" },
  captures: [
    { file: todayFile, mode: "TLS 1.3", needsOwnServer: true },
    { file: rsaFile, mode: "TLS 1.2", needsOwnServer: true },
  ],
  async claims({ capture, file, answer, waits, line }) {
    const [today, rsa] = [await capture(todayFile), await capture(rsaFile)];
    let found: { readonly packet: number; readonly opening: Opened } | undefined;
    const opens = await file("opens", keyLogFile, (path) => {
      if (today.own === undefined) return { ok: false, found: texts.waitsForCapture };
      found = openingOf(openedWith(today.own, keyLogSecrets(path, texts.tooLarge)), line);
      return verdictOn(today.own.path, found?.packet);
    });
    const closed = await file("closed", keyFile, (path) => staysClosed(today.own, line, path));
    const opensRsa = await file("rsa", keyFile, (path) => {
      if (rsa.own === undefined) return { ok: false, found: texts.waitsForCapture };
      return verdictOn(rsa.own.path, openingOf(openedWith(rsa.own, keyOf(path)), line)?.packet);
    });
    const origin = found?.opening.keys.secret.origin;
    return [
      today.isYours,
      opens,
      closed,
      rsa.isYours,
      opensRsa,
      found === undefined || origin?.kind !== "key-log"
        ? waits("line", texts.waitsForKeyLog)
        : answer("line", [origin.line], linesOf(origin.source, found.opening)),
      found === undefined
        ? waits("nonce", texts.waitsForKeyLog)
        : answer("nonce", [nonceOf(found.opening)], {
            iv: [hex(found.opening.keys.iv)],
            "other-record": [0, 2, 3].map((sequence) => hex(recordNonce(found!.opening.keys.iv, sequence))),
          }),
      answer("why", ["forward-secrecy"], { "right-key": ["other-key"], whole: ["lost-bytes", "too-long"] }),
    ];
  },
});

function keyOf(path: string) {
  return privateKeySecrets(path, texts.tooLarge);
}

function verdictOn(path: string, packet: number | undefined): Verdict {
  if (packet === undefined) return { ok: false, found: texts.notOpened };
  return { ok: true, found: texts.opened(packet), where: { file: path, packets: [packet] } };
}

/** The private key must be the server's: then only the key exchange keeps it out. */
function staysClosed(own: OwnCapture | undefined, line: string, path: string): Verdict {
  if (own === undefined) return { ok: false, found: texts.waitsForCapture };
  const observations = openedWith(own, keyOf(path));
  if (openingOf(observations, line) !== undefined) return { ok: false, found: texts.isOpened };
  const reasons = reasonsIn(observations);
  const isSecret = reasons.includes("forward-secrecy");
  return { ok: isSecret, found: isSecret ? texts.stayedClosed(reasons.join(", ")) : texts.otherKey };
}

/** Whether the private key opens the line; undefined without a key. */
function openedIfThere(own: OwnCapture, line: string, path: string): boolean | undefined {
  try {
    const secrets = keyOf(path);
    return secrets.isEmpty ? undefined : openingOf(openedWith(own, secrets), line) !== undefined;
  } catch {
    return undefined;
  }
}

function nonceOf({ keys, place }: Opened): string {
  return hex(recordNonce(keys.iv, place.sequence));
}

/** The other key-log lines of the same conversation. */
function linesOf(path: string, { keys }: Opened) {
  const secrets = keyLogSecrets(path, texts.tooLarge);
  const { origin } = keys.secret;
  if (origin.kind !== "key-log") return {};
  const lines = secrets.linesBeside(keys.secret);
  const numbered = (label: RegExp) => lines.filter((one) => label.test(one.label)).map((one) => one.line);
  return { handshake: numbered(/_HANDSHAKE_/), server: numbered(/^SERVER_TRAFFIC/) };
}
