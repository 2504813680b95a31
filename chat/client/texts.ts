import { accountRefusals } from "../accounts/texts.ts";
import { fileRefusals } from "../files/texts.ts";
import { defaultPort, type Protection } from "../protocol/protocol.ts";

/** What a line in the clear means, said the same way everywhere. */
const readersInTheClear = "anyone on the path";
const inTheClear = `${readersInTheClear} can read this`;

/** The red line of every screen. */
const homeMadeLayers = (recipe: string) => `HOME-MADE LAYERS (${recipe}): do not rely on this`;

/** What the chat says on the wire and in its clients. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  /** Why the server refuses something. On the wire the key comes before the text: `! name-taken the name ana is taken …`. */
  refusals: {
    ...accountRefusals,
    ...fileRefusals,
    "name-empty": () => "the first line is your name: type it and press Enter",
    "name-too-long": (most: number) => `this name is too long: a name has at most ${most} characters`,
    "name-unprintable": (shown: string) => `a name cannot have invisible or control characters: ${shown.slice(0, 60)}`,
    "name-spaces": (proposed: string) => `a name cannot have spaces: try ${proposed}`,
    "name-shape": (name: string) =>
      `${name} cannot be a name: use letters and digits, and . _ - between them, such as luis-2`,
    "name-mixed": (name: string) => `${name} mixes letters of different alphabets: use letters of one alphabet`,
    "name-reserved": (name: string) => `${name} looks like the name of an operator or a teacher: choose another name`,
    "name-taken": (name: string) => `the name ${name} is taken: choose another, such as ${name}2`,
    "name-similar": (name: string, other: string) =>
      `${name} looks too much like ${other}, who is here: choose another`,

    "line-too-long": (most: number) => `this line is too long: a line has at most ${most} bytes. It was not sent`,
    "line-endless": () => "this line has no end. Goodbye",
    "line-not-utf8": (offset: number) => `this line was not sent: it is not UTF-8 text from byte ${offset + 1} on`,
    "line-control": (shown: string) =>
      `this line was not sent: it has a control character, which could change a terminal: ${shown}`,
    "too-fast": (perSecond: number) =>
      `you send too fast: from now on the server sends ${perSecond} of your lines each second`,
    "unknown-command": (command: string) => `${command.slice(0, 40)} is not a command. /help lists the commands`,
    "incomplete-command": (example: string) => `this command is not complete. For example: ${example}`,
    "no-such-name": (name: string) => `nobody here is called ${name.slice(0, 40)}. /users lists who is here`,

    "same-mode": (name: string) => `${name} uses the same mode already: you can only move from plain to TLS, or back`,
    "wrong-word": (seconds: number) =>
      `this word is wrong or too old. A word works for ${seconds} seconds: ask for a new one`,
    "too-many-wrong-words": () => "too many wrong words: this connection cannot use /move any more",

    "key-needed": () => "this server needs the access key. Send it in the first line: /key KEY",
    "wrong-key": (left: number) =>
      `that is not the access key: ${left === 0 ? "no tries left. Goodbye" : left === 1 ? "1 try left" : `${left} tries left`}`,
    "layers-needed": () =>
      "this server has home-made layers. Use: lab chat --layers   or send this line first: ~ layers",
    "no-layers": () => "this server has no home-made layers. Use: lab chat --plain",
    "no-accounts": () => "this server has no accounts. They need a server started with: lab server --tls --accounts",
    "layers-malformed": () => "this line is not part of the recipe. docs/layers.md lists its lines",
    "layers-clear": () => "messages go through the layers here. In the clear you can only use /users, /nick and /quit",
    "layers-not-genuine": () => "this line was changed or repeated, or a line before it is missing. Goodbye",
    "certificate-needed": () => "this server needs your certificate. Use: lab chat --tls --cert FILE --key FILE",
    "certificate-refused": () =>
      "no CA that this server trusts has signed your certificate, or it is not valid for clients now",
    "name-not-certified": (name: string) => `your name here is the name in your certificate: ${name}`,

    "tls-only": (port: number) =>
      `this server speaks TLS only. Use: lab chat --tls, or: openssl s_client -connect HOST:${port}`,
    "plain-only": (port: number) => `this server speaks plain text only. Use: lab chat --plain, or: nc HOST ${port}`,
    "too-many-waiting": () => "too many connections have not sent a name yet, and this one was the oldest. Try again",
    "address-full": (most: number) => `your address has ${most} connections already: close one of them`,
    banned: () => "the operator has banned your address",
    idle: (minutes: number) => `you have sent nothing for ${minutes} minutes. Goodbye`,
    "server-full": (most: number) => `the server is full: ${most} people are here. Try again later`,
    "no-name": () => "you did not send a name in time. Goodbye",
    kicked: () => "the operator has closed your connection",
    closing: () => "the server is closing. Goodbye",
  },

  /** An example of each command that needs more than its name. */
  examples: { me: "/me waves", msg: "/msg ana hello", nick: "/nick ana2", move: "/move k7m2q9xa" },

  // Other lines of the server
  readersInTheClear,
  inTheClear,
  homeMadeLayers,
  yourProtection: (protection: Protection) =>
    protection.kind === "plain"
      ? protection.layers === undefined
        ? `you are speaking in the clear: ${inTheClear}`
        : homeMadeLayers(protection.layers)
      : `you are speaking over ${protection.version}, ${protection.cipher}`,
  typeYourName: "type your name and press Enter",
  askForLayers: "this server has home-made layers: type ~ layers and press Enter",
  alreadyYourName: (name: string) => `you are already called ${name}`,
  moreUsers: (more: number) => `and ${more} more`,
  sayTheWord: (word: string, seconds: number) =>
    `type this on your other connection within ${seconds} seconds: /move ${word}`,
  isItStill: (name: string) =>
    `someone asks for the name ${name}, from the address that ${name} had before /move. Is this ${name} still the same person?`,
  help: [
    "each line goes to everyone. A line that begins with / is a command:",
    "/users  who is here (also /usuarios, !usuarios)",
    "/msg NAME TEXT  write to one person only (the server can read it too)",
    "/me TEXT  say what you are doing",
    "/nick NAME  change your name",
    "/tls  how your connection is protected",
    "/quit  leave (also /salir)",
  ],
  goodbye: "goodbye",
  serverCloses: "the server is closing. Goodbye",

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
    `the server at ${where} speaks TLS: it sent a TLS record (content type ${contentType}), and this client speaks in the clear`,
  sentNoText: (where: string, bytes: Uint8Array) =>
    `the server at ${where} sends bytes that are not text: ${someBytes(bytes)}`,
  lookAtBytes: (host: string, port: number) =>
    `Perhaps it is not a chat server. To see all its bytes: nc ${host} ${port} | xxd`,
  notTls: (where: string) => `the server at ${where} does not speak TLS`,
  comeInTheClear: (port: number) =>
    `Start the server with --tls or --both. (lab chat --plain${portOption(port)} works now, but ${readersInTheClear} can read the conversation.)`,
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
  wirePlain: (bytes: number) => `as text, ${bytes} bytes`,
  wireSame: (bytes: number) => `on the wire, ${bytes} bytes, the same`,
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
