import { defaultPort, type Protection } from "./protocol.ts";
import type { ServerStats } from "./rules.ts";

/** What a line in the clear means, said the same way everywhere. */
const inTheClear = "anyone on the path can read this";

/** Everything the chat says to people. Names put into sentences have been checked or cleaned by the caller. */
export const texts = {
  // Names
  nameEmpty: "the first line is your name: type it and press Enter",
  nameTooLong: (most: number) => `that name is too long: at most ${most} characters. Try a shorter one`,
  nameUnprintable: (shown: string) => `a name cannot hold invisible or control characters: ${shown.slice(0, 60)}`,
  nameWithSpaces: (name: string) => `a name has no spaces: try ${name.trim().replace(/\s+/gu, "_")}`,
  nameShape: (name: string) => `${name} is no name: use letters, digits, and . _ - inside, such as ana or luis-2`,
  nameMixed: (name: string) => `${name} mixes letters of different alphabets that look alike: keep to one`,
  nameTaken: (name: string) => `the name ${name} is taken: choose another, such as ${name}2`,
  nameLooksLike: (name: string, other: string) =>
    `${name} looks too much like ${other}, who is here: choose another name`,
  alreadyYourName: (name: string) => `you are already called ${name}`,

  // Lines that are refused
  lineTooLong: (most: number) => `that line is too long: at most ${most} bytes. Nothing was sent`,
  endlessLine: "this line has no end. Goodbye",
  brokenUtf8: (offset: number) => `that line is not UTF-8 text (from byte ${offset + 1} on). Nothing was sent`,
  unfitCharacter: (shown: string) =>
    `that line holds a character that acts instead of being shown: ${shown}. Nothing was sent`,
  tooFast: (perSecond: number) => `too fast: your lines now wait, and go out at ${perSecond} a second`,
  unknownCommand: (command: string) => `${command.slice(0, 40)} is no command. /help lists them`,
  incomplete: (command: string) =>
    ({
      me: "say what you do: /me waves",
      msg: "say to whom, and what: /msg ana hello",
      nick: "say the new name: /nick ana2",
      move: "say the word: /move WORD",
    })[command] ?? "something is missing. /help tells the forms",
  nobodyCalled: (name: string) => `nobody here is called ${name.slice(0, 40)}. /users lists who is here`,
  nobodyToMove: (name: string) => `nobody here is called ${name.slice(0, 40)}. The first line is your name`,
  sameMode: (name: string) => `${name} is here in the same mode already: a move is from plain to TLS, or back`,
  wrongWord: (seconds: number) =>
    `no connection waits for your place with that word. A word is good for ${seconds} seconds: ask for a new one`,
  tooManyWrongWords: "too many wrong words: this connection cannot move any more",

  // Answers
  sayTheWord: (word: string, seconds: number) =>
    `type this on your other connection within ${seconds} seconds: /move ${word}`,
  moreUsers: (more: number) => `and ${more} more`,
  yourProtection: (protection: Protection) =>
    protection.kind === "plain"
      ? `you are speaking in the clear: ${inTheClear}`
      : `you are speaking over ${protection.version}, ${protection.cipher}`,
  goodbye: "goodbye",
  help: [
    "every line you type goes to all; lines that begin with / are commands:",
    "/users  who is here (also /usuarios, !usuarios)",
    "/msg NAME TEXT  to one person only (the server still reads it)",
    "/me TEXT  say what you do",
    "/nick NAME  change your name",
    "/tls  how your connection is protected",
    "/quit  leave (also /salir)",
  ],
  isItStill: (name: string) =>
    `someone asks for the name ${name}, from the address where ${name} was before changing the connection. Is it still the same ${name}?`,
  typeYourName: "say who you are: type your name and press Enter",

  // Said by the server when it ends a connection
  serverFull: (most: number) => `the server is full: ${most} connections. Try again later`,
  onlyTls: (port: number) =>
    `this server speaks TLS only. Come with: lab chat --tls, or: openssl s_client -connect HOST:${port}`,
  onlyPlain: (port: number) => `this server speaks in the clear only. Come with: lab chat --plain, or: nc HOST ${port}`,
  noNameInTime: "no name came in time. Goodbye",
  kicked: "the operator has ended your connection",
  serverCloses: "the server is closing. Goodbye",

  // The operator's screen
  listening: (mode: string, hosts: readonly string[], port: number) =>
    `chat server, ${modes[mode]}, on ${hosts.map((host) => hostPort(host, port)).join(" and ")}`,
  closing: "closing; everybody is told",
  operatorJoined: (name: string, address: string, protection: Protection) =>
    `${name} joined from ${address}, ${protection.kind === "plain" ? "in the clear" : `over ${protection.version}, ${protection.cipher}`}`,
  operatorMoved: (name: string, protection: Protection) =>
    `${name} now speaks ${protection.kind === "plain" ? "in the clear" : `over ${protection.version}, ${protection.cipher}`}`,
  operatorLeft: (name: string) => `${name} left`,
  operatorDoubted: (name: string, address: string) =>
    `WARNING: ${address} asks for the name ${name}. ${name} was at this address before changing the connection: someone may have taken the place`,
  operatorSlowed: (name: string) => `${name} sends too fast and is slowed down`,
  operatorLetGo: (who: string, why: "stopped-reading" | "no-name" | "endless-line" | "kicked") =>
    `${who} was let go: ${letGoReasons[why]}`,
  operatorHandshake: (address: string, reason: string) => `${address}: the TLS handshake failed: ${reason}`,
  operatorDeadline: (address: string) => `${address} was dropped: it did not begin in time`,
  operatorWrongMode: (address: string, wanted: "plain" | "tls") =>
    wanted === "plain"
      ? `${address} came with TLS; this server speaks in the clear only`
      : `${address} came in the clear; this server speaks TLS only`,

  keyLogWarning: (path: string) =>
    `WARNING: --keylog is on. Whoever reads ${path} can decrypt everything said over TLS from now on. Delete it after class.`,
  insecureSettings: (what: string) => `WARNING: ${what} takes the place of the usual safe settings. For a lesson only.`,
  howToJoin: "To join, in another terminal:",
  joinFrom: (address: string) => `From another machine (${address}):`,
  ownFingerprint: (fingerprint: string) => `The server's own certificate, for --pin: sha256:${fingerprint}`,
  howToTrust: (host: string, fingerprint: string) => [
    `  First get the class CA certificate there: lab certs fetch ${host}`,
    `  and compare this fingerprint by voice: ${fingerprint}`,
  ],
  consoleHint: "Type help for what you can do here.",
  consoleHelp: [
    "help         this list",
    "list         who is here: name, address, protection, since when, messages",
    "count        how many are here",
    "say TEXT     a notice to everybody",
    "kick NAME    end somebody's connection",
    "mode [MODE]  what new connections may speak; change it with mode plain, mode tls or mode both",
    "stats        counts since the start",
    "exit         say goodbye to everybody and close",
  ],
  operatorSays: (text: string) => `operator: ${text}`,
  nobodyHere: "nobody is here",
  count: (here: number, waiting: number) => `${here} here, ${waiting} connected without a name`,
  consoleUnknown: (word: string) => `${word} is no command here. Type help`,
  consoleIncomplete: (usage: string) => `say it whole: ${usage}`,
  consoleNobody: (name: string) => `nobody here is called ${name}`,
  modeNow: (mode: string) => `new connections speak: ${modes[mode]}`,
  modeNeedsCertificate: "TLS needs a certificate: stop, and start with lab server --both",
  protectionShort: (protection: Protection) =>
    protection.kind === "plain" ? "in the clear" : `${protection.version} ${protection.cipher}`,
  stats: (stats: ServerStats, minutes: number, mebibytes: number) => [
    `open for ${minutes} minutes, ${mebibytes} MiB of memory`,
    `${stats.connections} connections, ${stats.letGo} let go`,
    `${stats.linesReceived} lines received, ${stats.deliveries} delivered, ${stats.bytesSent} bytes sent to all`,
  ],

  // A server that cannot open
  portInUse: (port: number) => `port ${port} is in use: another server runs there already`,
  findPortUser: (port: number) =>
    `Take another one: lab server --port ${port + 1}\nOr see who has it: ss -ltnp 'sport = :${port}'`,
  portForbidden: (port: number) => `port ${port} is only for the administrator`,
  takeHigherPort: "Take a port from 1024 on: lab server --port 12345",
  notMyAddress: (address: string) => `${address} is no address of this machine`,
  showMyAddresses: "See its addresses with: ip address   (or listen on all of them: --host 0.0.0.0)",
  wrongPassphrase: "the passphrase does not open the key",
  keyIsEncrypted: "the key is encrypted, and no passphrase was given",
  mendPassphrase: "Give the passphrase in a file: lab server --tls --passphrase-file FILE",
  keyDoesNotFit: "certificate and key do not belong together",
  keysUnreadable: (reason: string) => `certificate or key cannot be read: ${reason}`,
  mendKey: "Make a pair that fits: lab certs init   (then start without --cert and --key)",
  cannotWrite: (path: string, code: string) => `cannot write ${path}: ${code}`,
  chooseAnotherFile: "Choose a file in a folder of yours: --keylog work/keys.log, --log work/chat.log",
  tlsOptionsUnfit: (reason: string) => `these TLS options do not go together: ${reason}`,
  mendTlsOptions: "Leave out --ciphers, or list what there is: openssl ciphers -v",

  // A client that cannot come in
  nobodyListens: (where: string) => `nobody is listening at ${where}`,
  startServer: (mode: string, port: number) => `Start the server there first: lab server --${mode}${portOption(port)}`,
  unknownHost: (host: string) => `no machine is known by the name ${host}`,
  checkSpelling: "Check the spelling, or use the address the server shows when it starts.",
  unreachable: (where: string, code: string) => `${where} cannot be reached (${code})`,
  checkNetwork: (host: string) => `Check that both machines are in the same network: ping ${host}`,
  noAnswer: (where: string) => `${where} does not answer`,
  notTls: (where: string) => `the server at ${where} does not speak TLS`,
  comeInTheClear: (port: number) =>
    `Ask for it to be started with --tls or --both. In the clear, readable for anyone on the path: lab chat --plain${portOption(port)}`,
  closedInHandshake: (where: string) => `${where} closed the connection during the TLS handshake`,
  handshakeFailed: (where: string, reason: string) => `the TLS handshake with ${where} failed: ${reason}`,
  commonVersions:
    "Client and server need a TLS version and a cipher in common: compare their --tls-min, --tls-max and --ciphers.",
  connectionLost: (where: string, reason: string) => `the connection to ${where} broke: ${reason}`,
  tryAgain: "Try again; if it stays so, look at the server's own screen.",
  noCertificate: "the server showed no certificate",
  noWelcome: (where: string) => `${where} does not answer like a chat server`,
  closedBeforeWelcome: (where: string) => `${where} closed the connection before the welcome`,
  serverRefused: (why: string) => `the server says: ${why}`,
  isAboutNames: (text: string) => / name|looks too much|mixes letters/.test(text),
  /** A name that can be had: in one alphabet and without spaces, or, where nothing is wrong with it, another one. */
  nameHint: (name: string) => {
    const fit = name
      .trim()
      .replace(/\s+/gu, "_")
      .replace(/[^\p{Script=Latin}\p{N}._-]+/gu, "")
      .replace(/^[._-]+|[._-]+$/gu, "")
      .slice(0, 10);
    return `Come with another name: --name ${fit === "" ? "ana" : fit}${fit === name || fit === "" ? "2" : ""}`;
  },
  comeOverTls: (port: number) => `Run: lab chat --tls${portOption(port)}`,

  serverClosed: "the server has closed the connection",
  inputRefused: (most: number) => `not sent: a line has at most ${most} bytes of UTF-8 text`,
  insecure:
    "NOT VERIFIED (--insecure): whoever answers is believed. Somebody in between could read and change everything, encrypted or not",

  // The client's screen
  seatTaken: "your place in the room was passed to another connection",
  tellOperator: "If that was not you, tell the operator: the person who speaks under your name may be someone else.",
  plainBanner: `PLAINTEXT: ${inTheClear}`,
  tlsBanner: (protection: Protection & { kind: "tls" }, verified: string) =>
    `${protection.version} · ${protection.cipher} · ${verified}`,
  verifiedBy: (name: string, { pin, ca }: { pin?: string | undefined; ca?: string | undefined }) => {
    if (pin !== undefined) return "server has the certificate you pinned";
    return `server "${name}" verified by ${ca === undefined ? "an authority of this system" : "the class CA"}`;
  },
  notVerified: "server NOT VERIFIED (--insecure)",
  offlineBanner: "NOT CONNECTED",
  changing: "changing the encryption…",
  lost: (why: string, seconds: number) => `the connection is lost (${why}); trying again in ${seconds} s`,
  lostWhy: "the other side closed it",
  notMoved: (why: string) => `nothing was changed: ${why}`,
  keptUntilConnected: "not connected: your line is kept; press Enter again when the connection is back",
  nowPlain: `from here on in the clear: ${inTheClear}`,
  nowTls: (protection: Protection & { kind: "tls" }) => `from here on over ${protection.version}, ${protection.cipher}`,
  inTheClearStory: `this connection is in the clear: ${inTheClear}. Ctrl-T changes to TLS, if the server takes both`,
  unread: (count: number) => `── ${count} new ──`,
  newBelow: (count: number) =>
    count === 0 ? "reading back; Esc goes to the newest" : `${count} new below; Esc goes there`,
  statusHere: (name: string, here: number) => `${name} · ${here} here`,
  samePeer: "the server showed the same certificate as before, and it holds (/tls tells all of it)",
  statusKeys: "Ctrl-T encryption · PgUp back · /help",
  choices: (names: readonly string[]) => names.join("  "),
  toOne: (to: string) => `to ${to} alone`,
  fromOne: "to you alone",
  keysTitle: "keys:",
  localHelp: [
    "/wire  the raw bytes of your last message, before and after encryption",
    "/tls  what the certificate says",
  ],
  goodbyeLocal: "You have left the chat.",
  tooSmall: "make the window larger",
  wireSent: "the last line this client sent:",
  wireReceived: "the last line this client received:",
  wireNothingSent: "nothing was sent yet",
  wireNothingReceived: "nothing was received yet",
  wirePlain: (bytes: number) => `as text, ${bytes} bytes`,
  wireCrossed: (bytes: number, isTls: boolean) =>
    isTls ? `on the wire, ${bytes} bytes, TLS record (17 = application_data)` : `on the wire, ${bytes} bytes, the same`,

  // The certificate's story
  peerFacts: (peer: { subject: string; names: string; issuer: string; from: Date; to: Date; fingerprint: string }) => [
    `the server showed a certificate of ${peer.subject === "" ? "(no subject)" : peer.subject}`,
    `  for    ${peer.names === "" ? "(no names)" : peer.names}`,
    `  by     ${peer.issuer}`,
    `  valid  ${day(peer.from)} to ${day(peer.to)}`,
    `  print  ${peer.fingerprint}`,
  ],
  checkSigner: "signed by an authority you trust",
  checkPin: "the certificate you pinned",
  checkName: "made for this server's name",
  checkDates: "valid today",
  signerTrusted: (signer: string) => `signed by ${signer}`,
  chainProblem: (code: string, signer: string) => {
    const why = chainProblems[code];
    return why === undefined ? `OpenSSL says ${code}` : `${why} (issuer: ${signer})`;
  },
  pinCompared: (pin: string, fingerprint: string) => `you wanted ${pin}, the server showed ${fingerprint}`,
  nameCovered: (name: string) => `it names ${name}`,
  nameNotCovered: (name: string, names: string) =>
    names === ""
      ? `it names no server at all, and you asked for ${name}`
      : `it is for ${names}, and you asked for ${name}`,
  dates: (from: Date, to: Date, now: Date) => {
    const range = `from ${day(from)} to ${day(to)}`;
    if (now < from) return `only valid ${range}: it has not begun`;
    return now > to ? `was valid ${range}: it has ended` : range;
  },
  certificateRefused: (where: string, check: string, reason: string) =>
    `the certificate of ${where} failed a check (${check}): ${reason.replace(/\.$/, "")}. Nothing was sent`,
  /** The command that mends a failed check, told by its name here or in `lab certs verify`. */
  mendCheck: (check: string, host: string) => {
    if (check.includes("pin")) {
      return "Ask the teacher for the fingerprint the server shows when it starts. If it differs, somebody may stand in between.";
    }
    if (check.includes("name"))
      return "Use a name the certificate is for: lab chat --tls --host NAME, or --servername NAME";
    if (check.includes("valid") || check.includes("dates")) {
      return "Check this machine's date; if it is right, the server needs a new certificate: lab certs init --renew";
    }
    return `Get the class CA certificate from your teacher (lab certs fetch ${host}), compare its fingerprint by voice, then: lab chat --tls --ca FILE`;
  },
};

/** OpenSSL's verdicts on a chain, in texts. */
const chainProblems: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: "its issuer is not among the authorities you trust",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its issuer is not among the authorities you trust",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its issuer is not among the authorities you trust",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not one you trust",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed only by itself",
  CERT_SIGNATURE_FAILURE: "its signature is not from the authority you trust, though the name is the same",
  CERT_UNTRUSTED: "it may not be used for this",
  INVALID_CA: "its issuer may not sign certificates",
  INVALID_PURPOSE: "it is not made for servers",
  CERT_REVOKED: "it was revoked",
};

const modes: Readonly<Record<string, string>> = {
  plain: "in the clear",
  tls: "TLS only",
  both: "in the clear and over TLS",
};

const letGoReasons = {
  "stopped-reading": "it no longer reads what it is sent",
  "no-name": "no name came in time",
  "endless-line": "it sent a line without end",
  kicked: "by the operator",
};

function hostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function portOption(port: number): string {
  return port === defaultPort ? "" : ` --port ${port}`;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? "an unreadable date" : date.toISOString().slice(0, 10);
}
