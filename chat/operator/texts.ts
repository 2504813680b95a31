import { endpointText } from "../endpoint.ts";
import type { Protection } from "../protocol.ts";
import type { ServerStats } from "../rules.ts";

/** What the server's operator reads. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  listening: (mode: keyof typeof modes, recipe: string | undefined, hosts: readonly string[], port: number) =>
    `chat server, ${recipe === undefined ? modes[mode] : `home-made layers (${recipe})`}, on ${hosts.map((address) => endpointText({ address, port })).join(" and ")}`,
  howToJoin: "To join, in another terminal:",
  joinFrom: (address: string) => `From another machine (${address}):`,
  notFor: (address: string) =>
    `  The certificate is not for ${address}: clients there refuse it. Make one that is: lab certs self-sign --new --san ${address}`,
  ownFingerprint: (fingerprint: string) => `The server's own certificate, for --pin: sha256:${fingerprint}`,
  howToTrust: (host: string, fingerprint: string) => [
    `  First get the class CA's certificate there: lab certs fetch ${host}`,
    `  and compare this fingerprint by voice: ${fingerprint}`,
  ],
  unknownFingerprint: "unknown",
  keyLogWarning: (path: string) =>
    `WARNING: --keylog is on. With ${path}, anyone can decrypt the TLS conversations from now on. Delete the file after class.`,
  insecureSettings: (option: string) => `WARNING: ${option} replaces the usual safe settings. For a lesson only.`,
  kept: (files: readonly string[]) =>
    files.length === 0
      ? "Kept on disk: nothing. Messages are gone once they are delivered."
      : `Kept on disk: ${files.join(", ")}. Everything else is in memory only.`,
  keptAccounts: "the accounts (work/accounts), and e-mails (work/mail)",
  keptLog: (path: string) => `the conversation (${path})`,
  keptKeyLog: (path: string) => `the TLS secrets (${path})`,
  closing: "closing: everyone gets a goodbye",

  // What happens
  joined: (name: string, address: string, protection: Protection) =>
    `${name} joined from ${address}, ${how(protection)}`,
  moved: (name: string, protection: Protection) => `${name} now speaks ${how(protection)}`,
  left: (name: string) => `${name} left`,
  doubted: (name: string, address: string) =>
    `WARNING: ${address} asks for the name ${name}. ${name} had this address before changing the connection: someone may have taken the seat`,
  slowed: (name: string) => `${name} sends too fast and is slowed down`,
  closed: (who: string, why: keyof typeof closedBecause) => `${who}: connection closed, ${closedBecause[why]}`,
  handshakeFailed: (address: string, reason: string) => `${address}: the TLS handshake failed: ${reason}`,
  noBeginning: (address: string) => `${address}: connection closed, it sent nothing in time`,
  wrongMode: (address: string, wanted: "plain" | "tls") =>
    wanted === "plain"
      ? `${address} tried TLS; this server speaks plain text only`
      : `${address} tried plain text; this server speaks TLS only`,

  // The console
  consoleHint: "Type help for what you can do here.",
  prompt: (recipe: string | undefined) => (recipe === undefined ? "server> " : `HOME-MADE LAYERS (${recipe}) server> `),
  help: [
    "help           this list (also ayuda)",
    "list           who is here, PLAIN or TLS (also users, usuarios)",
    "list NAME      one person: address, cipher, since when, messages",
    "count          how many are here",
    "accounts       who has an account (server --accounts)",
    "files          the files of all accounts; files NUMBER shows one",
    "say TEXT       a notice to all",
    "kick NAME      close a person's connection",
    "ban NAME       close a person's connections and refuse their address",
    "ban ADDRESS    the same for an address; ban alone lists the bans",
    "unban ADDRESS  let an address in again",
    "key            the access key of this session (also clave)",
    "mode MODE      what new connections may speak: plain, tls or both",
    "stats          counts since the start",
    "exit           say goodbye to all and close (also salir)",
  ],
  withoutAccounts: "this server has no accounts: stop, and start with lab server --tls --accounts",
  fileOf: (name: string, owner: string, bytes: string) => `${name} of ${owner}, ${bytes} bytes, as this server has it:`,
  operatorSays: (text: string) => `operator: ${text}`,
  nobodyHere: "nobody is here",
  count: (here: number, waiting: number) => `${here} here, ${waiting} connected without a name`,
  unknownCommand: (word: string) => `${word} is not a command here. Type help`,
  incomplete: (usage: string) => `something is missing: ${usage}`,
  nobodyCalled: (name: string) => `nobody here is called ${name}`,
  modeNow: (mode: keyof typeof modes) => `new connections speak: ${modes[mode]}`,
  modeIsTls: "this server asks for certificates or an access key, so it speaks TLS only",
  modeNeedsCertificate: "TLS needs a certificate: stop, and start with lab server --both",
  accessKey: (key: string) => `access key: ${key}`,
  noAccessKey: "this server has no access key",
  modeIsLayers: "this server has home-made layers, so the mode cannot be changed",
  modeForms: "mode plain, mode tls or mode both",
  plainTag: "PLAIN",
  layersTag: "LAYER",
  tlsTag: " TLS ",
  rosterTitle: (plain: number, tls: number) => `${plain + tls} here: ${plain} in the clear, ${tls} over TLS`,
  layersTitle: (here: number) => `${here} here, through home-made layers`,
  member: (name: string, address: string, protection: Protection, since: string, messages: number) =>
    `${name}  ${address}  ${short(protection)}  since ${since}  ${messages === 1 ? "1 message" : `${messages} messages`}`,
  onlySimilar: (name: string, similar: string) => `nobody here is called ${name}. Did you mean ${similar}?`,
  bans: (banned: readonly string[]) => (banned.length === 0 ? "no address is banned" : `banned: ${banned.join(" ")}`),
  bannedNow: (party: string) => `${party} is banned until the server ends. To lift it: unban ${party}`,
  banOfThisMachine: (address: string) =>
    `${address} is this machine: a ban would close the chat to all on it. Use kick NAME`,
  unbanned: (address: string) => `${address} may connect again`,
  notBanned: (address: string) => `${address} is not banned. ban lists the bans`,
  stats: (stats: ServerStats, minutes: number, mebibytes: number) => [
    `open for ${minutes} minutes, ${mebibytes} MiB of memory`,
    `${stats.connections} connections, ${stats.evicted} closed by the server`,
    `${stats.linesReceived} lines received, ${stats.deliveries} delivered, ${stats.bytesSent} bytes sent to all`,
  ],

  // A server that cannot open
  portInUse: (port: number) => `port ${port} is in use: another server is running there`,
  findPortUser: (mode: string, port: number) =>
    `Use another one: lab server --${mode} --port ${port === 65_535 ? 12345 : port + 1}\nOr see which program has it: ss -ltnp 'sport = :${port}'`,
  portForbidden: (port: number) => `port ${port} is only for the administrator`,
  takeHigherPort: "Use a port from 1024 on: lab server --port 12345",
  notMyAddress: (address: string) => `${address} is not an address of this machine`,
  showMyAddresses: "See its addresses with: ip address   (or listen on all of them: --host 0.0.0.0)",
  wrongPassphrase: "the passphrase does not open the key",
  keyIsEncrypted: "the key is encrypted, and no passphrase was given",
  giveThePassphrase: "Give the passphrase in a file: lab server --tls --passphrase-file FILE",
  keyDoesNotFit: "certificate and key do not belong together",
  keysUnreadable: (reason: string) => `certificate or key cannot be read: ${reason}`,
  makeAPair: "Make a pair that belongs together: lab certs init   (then start without --cert and --key)",
  cannotWrite: (path: string, code: string) => `cannot write ${path}: ${code}`,
  chooseAnotherFile: "Choose a file in a folder of yours: --keylog work/keys.log, --log work/chat.log",
  logStopped: (path: string, why: string) => `WARNING: ${path} is no longer written (${why}). The chat goes on`,
  logFull: (mebibytes: number) => `it has reached ${mebibytes} MiB`,
  tlsOptionsUnfit: (reason: string) => `these TLS options do not go together: ${reason}`,
  leaveOutCiphers: "Start without --ciphers, or list all ciphers: openssl ciphers -v",
} as const;

const modes = {
  plain: "in the clear",
  tls: "TLS only",
  both: "in the clear and over TLS",
};

const closedBecause = {
  "stopped-reading": "it no longer reads",
  "no-name": "no name came in time",
  "endless-line": "it sent a line without end",
  idle: "it said nothing for too long",
  "not-admitted": "without the right certificate or access key",
  kicked: "by the operator",
  banned: "its address is banned",
  "not-genuine": "a line was changed, repeated or left out",
  "new-password": "its account has a new password",
};

function short(protection: Protection): string {
  return protection.kind === "plain" ? unencrypted(protection.layers) : `${protection.version} ${protection.cipher}`;
}

function how(protection: Protection): string {
  return protection.kind === "plain"
    ? unencrypted(protection.layers)
    : `over ${protection.version}, ${protection.cipher}`;
}

function unencrypted(recipe: string | undefined): string {
  return recipe === undefined ? "in the clear" : `through home-made layers (${recipe})`;
}
