import { counted } from "../../terminal/grouped.ts";
import { defaultPort } from "../protocol/protocol.ts";
import { texts as sharedTexts } from "../protocol/texts.ts";

/** What clients of the chat say. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  // A client that cannot connect
  nobodyListens: (where: string) => `no server is listening at ${where}`,
  startServer: (mode: string, port: number) => `Start the server there first: lab server --${mode}${portOption(port)}`,
  unknownHost: (host: string) => `no machine has the name ${host}`,
  checkSpelling: "Check the spelling, or use the address that the server shows when it starts.",
  unreachable: (where: string, code: string) => `${where} cannot be reached (${code})`,
  checkNetwork: (host: string) => `Check that both machines are in the same network: ping ${host}`,
  noAnswer: (where: string) => `${where} does not answer`,
  silentInHandshake: (where: string) => `${where} accepted the connection, but does not answer in TLS`,
  perhapsNotTls: (host: string, port: number) =>
    `Perhaps it speaks no TLS. Start the server with: lab server --tls${portOption(port)}. To see what it answers: openssl s_client -connect ${host}:${port}`,
  sentTls: (where: string, contentType: number) =>
    `the server at ${where} speaks TLS: it sent a TLS record (content type 0x${contentType.toString(16)}), and this client speaks in the clear`,
  sentNoText: (where: string, bytes: Uint8Array) =>
    `the server at ${where} sends bytes that are not text: ${someBytes(bytes)}`,
  lookAtBytes: (host: string, port: number) =>
    `Perhaps it is not a chat server. To see all its bytes: nc ${host} ${port} | xxd`,
  notTls: (where: string) => `the server at ${where} does not speak TLS`,
  comeInTheClear: (port: number) =>
    `Start the server with --tls or --both. (lab chat --plain${portOption(port)} works now, but ${sharedTexts.readersInTheClear} can read the conversation.)`,
  closedInHandshake: (where: string) => `${where} closed the connection during the TLS handshake`,
  handshakeFailed: (where: string, reason: string) => `the TLS handshake with ${where} failed: ${reason}`,
  commonVersions:
    "Client and server need one TLS version and one cipher that both have. Compare their --tls-min, --tls-max and --ciphers.",
  connectionLost: (where: string, reason: string) => `the connection to ${where} broke: ${reason}`,
  tryAgain: "Try again. If it fails again, look at the server's screen.",
  noCertificate: "the server showed no certificate",
  noWelcome: (where: string) => `${where} does not answer like a chat server`,
  tryNc: (host: string, port: number) => `If it is another kind of server, use: nc ${host} ${port}`,
  tryOpenssl: (host: string, port: number) =>
    `If it is another kind of server, use: openssl s_client -quiet -connect ${host}:${port}`,
  foreignServer:
    "this server sends no welcome, so it is not a server of the lab. It gets your lines as you type them. You cannot change the mode",
  closedUnheard: (where: string) => `${where} closed the connection, and sent nothing`,
  perhapsTls: (port: number) => `Perhaps it speaks TLS only: lab chat --tls${portOption(port)}`,
  closedBeforeWelcome: (where: string) => `${where} closed the connection before the welcome`,
  serverRefused: (why: string) => `the server says: ${why}`,
  giveKey: "Ask the operator for the file with the key, then: lab chat --tls --access-key-file FILE",
  giveCertificate: "Use a certificate that the operator's CA has signed: lab chat --tls --cert FILE --key FILE",
  takeName: (name: string) => `Use another name: --name ${name}`,
  comeThroughLayers: (port: number) => `Run: lab chat --layers${portOption(port)}`,
  comeInTheClearInstead: (port: number) =>
    `Run: lab chat --plain${portOption(port)}, or start: lab server --layers chain`,
  comeWithoutAccount: "A name needs no password here: leave out --register and --recover",
  layersStay: "this server has only home-made layers: you cannot change the mode",
  comeOverTls: (port: number) => `Run: lab chat --tls${portOption(port)}`,
  serverClosed: "the server has closed the connection",
  seatTaken: "another connection has taken your place in the chat",
  tellOperator: "If that was not you, tell the operator: someone else may use your name now.",
  inputRefused: (most: number) => `not sent: a line has at most ${most} bytes of UTF-8 text`,
  insecure:
    "NOT VERIFIED (--insecure): this client trusts any server. An attacker in the middle could read and change everything, also over TLS",

  // What crossed the wire
  wireSent: "the last line this client sent:",
  wireReceived: "the last line this client received:",
  wireNothingSent: "nothing was sent yet",
  wireNothingReceived: "nothing was received yet",
  wirePlain: (bytes: number) => `as text, ${counted(bytes, "byte")}`,
  wireSame: (bytes: number) => `on the wire, ${counted(bytes, "byte")}, the same`,
  wireLayers: (bytes: number) => `on the wire, ${bytes} bytes, a line of the layers`,
  wireRecord: (bytes: number) => `on the wire, ${bytes} bytes, TLS record (17 = application_data)`,

  // The server's certificate
  peerFacts: (peer: { subject: string; names: string; issuer: string; from: Date; to: Date; fingerprint: string }) => [
    `the server showed a certificate of ${peer.subject === "" ? "(no subject)" : peer.subject}`,
    `  names        ${peer.names === "" ? "(no names)" : peer.names}`,
    `  issuer       ${peer.issuer}`,
    `  valid        ${day(peer.from)} to ${day(peer.to)}`,
    `  fingerprint  ${peer.fingerprint}`,
  ],
  checkLine: (check: string, ok: boolean, reason: string) => `  ${ok ? "ok  " : "FAIL"}  ${check}: ${reason}`,
  signerTrusted: (signer: string) => `signed by ${signer}`,
  /** OpenSSL's verdicts on a chain. */
  chainProblems: {
    UNABLE_TO_GET_ISSUER_CERT: "its issuer is not a CA that you trust",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its issuer is not a CA that you trust",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its issuer is not a CA that you trust",
    SELF_SIGNED_CERT_IN_CHAIN: "its CA is not one that you trust",
    DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed only by itself",
    CERT_SIGNATURE_FAILURE: "its signature is not from the CA that you trust, although the name is the same",
    CERT_UNTRUSTED: "it is not allowed for this use",
    INVALID_CA: "its issuer may not sign certificates",
    INVALID_PURPOSE: "it is not made for servers",
    CERT_REVOKED: "it was revoked",
  } as Readonly<Record<string, string>>,
  chainProblem: (why: string, signer: string) => `${why} (issuer: ${signer})`,
  opensslSays: (code: string) => `OpenSSL says ${code}`,
  pinCompared: (pin: string, fingerprint: string) => `you asked for ${pin}, and the server showed ${fingerprint}`,
  nameCovered: (name: string) => `it is for ${name}`,
  nameNotCovered: (name: string, names: string) => `it is for ${names}, and you asked for ${name}`,
  noNames: (name: string) => `it has no name (subjectAltName), so it is for no server, and you asked for ${name}`,
  dates: (from: Date, to: Date) => `from ${day(from)} to ${day(to)}`,
  notYetValid: (from: Date, to: Date) => `it is valid from ${day(from)} to ${day(to)}: that is in the future`,
  ended: (from: Date, to: Date) => `it was valid from ${day(from)} to ${day(to)}: it has expired`,
  certificateRefused: (where: string, check: string, reason: string) =>
    `the certificate of ${where} failed a check (${check}): ${reason}. Nothing was sent`,
  /** What to do about a check that failed, by its kind. */
  checkAdvice: {
    pin: () =>
      "Ask the operator for the fingerprint that the server shows when it starts. If it is different, there may be an attacker in the middle.",
    "no-names": () =>
      "On the server's machine, make a certificate with a name: lab certs self-sign --new --san localhost   (openssl: -addext subjectAltName=DNS:localhost)",
    name: () =>
      "Check the name you typed. If it is right, do not go on: this may be another server. The operator can make a certificate for this name.",
    dates: () =>
      "Check this machine's date. If it is right, the server needs a new certificate: lab certs init --renew",
    trust: (host: string) =>
      `Get the class CA's certificate: lab certs fetch ${host}. Compare its fingerprint with your teacher by voice. Then: lab chat --tls --ca FILE`,
    certificate: () => "The server needs another certificate. On its machine: lab certs init --renew",
  },
} as const;

function portOption(port: number): string {
  return port === defaultPort ? "" : ` --port ${port}`;
}

/** The first of some bytes, in hexadecimal. */
function someBytes(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, 8))
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
  return bytes.length > 8 ? `${shown} …` : shown;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? "an unreadable date" : date.toISOString().slice(0, 10);
}
