import { counted } from "../../terminal/grouped.ts";
import { endpointText } from "../protocol/endpoint.ts";
import type { Protection } from "../protocol/protocol.ts";
import type { ServerStats } from "../server/rules.ts";

/** What the server's operator reads. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  listening: (mode: keyof typeof modes, recipe: string | undefined, hosts: readonly string[], port: number) =>
    `chat server, ${recipe === undefined ? modes[mode] : `home-made layers (${recipe})`}, on ${hosts.map((address) => endpointText({ address, port })).join(" and ")}`,
  howToJoin: "To join, in another terminal:",
  joinFrom: (address: string) => `From another machine (${address}):`,
  notFor: (address: string) =>
    `  The certificate is not for ${address}: clients there refuse it. Make one for it: lab certs self-sign --new --san ${address}`,
  ownFingerprint: (fingerprint: string) => `The server's own certificate, for --pin: sha256:${fingerprint}`,
  howToTrust: (host: string, fingerprint: string) => [
    `  First get the class CA's certificate there: lab certs fetch ${host}`,
    `  Compare this fingerprint by voice: ${fingerprint}`,
  ],
  unknownFingerprint: "unknown",
  keyLogWarning: (path: string) =>
    `WARNING: --keylog is on. Anyone who has ${path} can decrypt the TLS conversations from now on. Delete the file after class.`,
  insecureSettings: (option: string) => `WARNING: ${option} replaces the usual safe settings. For a lesson only.`,
  kept: (files: readonly string[]) =>
    files.length === 0
      ? "Kept on disk: nothing. The server forgets a message when it has sent it to everyone."
      : `Kept on disk: ${files.join(", ")}. Everything else is only in memory.`,
  keptAccounts: "the accounts (work/accounts), and e-mails (work/mail)",
  keptLog: (path: string) => `the conversation (${path})`,
  keptKeyLog: (path: string) => `the TLS secrets (${path})`,
  closing: "closing: the server says goodbye to everyone",

  // What happens
  joined: (name: string, address: string, protection: Protection) =>
    `${name} joined from ${address}, ${how(protection)}`,
  moved: (name: string, protection: Protection) => `${name} now speaks ${how(protection)}`,
  left: (name: string) => `${name} left`,
  doubted: (name: string, address: string) =>
    `WARNING: ${address} asks for the name ${name}. ${name} had this address before /move: another person may now use the name`,
  slowed: (name: string) => `${name} sends too fast: the server slows the lines down`,
  closed: (who: string, why: keyof typeof closedBecause) => `${who}: connection closed, ${closedBecause[why]}`,
  handshakeFailed: (address: string, reason: string) => `${address}: the TLS handshake failed: ${reason}`,
  noBeginning: (address: string) => `${address}: connection closed, it sent nothing for too long`,
  wrongMode: (address: string, wanted: "plain" | "tls") =>
    wanted === "plain"
      ? `${address} tried TLS, but this server speaks plain text only`
      : `${address} tried plain text, but this server speaks TLS only`,

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
    "say TEXT       send a notice to everyone",
    "kick NAME      close the connection of a person",
    "ban NAME       close the connections of a person and refuse their address",
    "ban ADDRESS    the same for an address; only ban: list the bans",
    "unban ADDRESS  let an address in again",
    "key            the access key of this session (also clave)",
    "mode MODE      what new connections may speak: plain, tls or both",
    "stats          counts since the start",
    "exit           say goodbye to everyone and close (also salir)",
  ],
  withoutAccounts: "this server has no accounts: stop, and start with lab server --tls --accounts",
  fileOf: (name: string, owner: string, bytes: string) => `${name} of ${owner}, ${bytes} bytes, as this server has it:`,
  operatorSays: (text: string) => `operator: ${text}`,
  nobodyHere: "nobody is here",
  count: (here: number, waiting: number) => `${here} here, ${waiting} connected without a name yet`,
  unknownCommand: (word: string) => `${word} is not a command here. To list the commands: help`,
  incomplete: (usage: string) => `this command is not complete. Use: ${usage}`,
  nobodyCalled: (name: string) => `nobody here is called ${name}`,
  modeNow: (mode: keyof typeof modes) => `new connections speak: ${modes[mode]}`,
  modeIsTls: "this server asks for certificates or an access key, so it can speak TLS only",
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
  bannedNow: (party: string) => `${party} is banned until the server ends. To end the ban: unban ${party}`,
  banOfThisMachine: (address: string) =>
    `${address} is this machine: a ban would close the chat for everyone on it. Use: kick NAME`,
  unbanned: (address: string) => `${address} may connect again`,
  notBanned: (address: string) => `${address} is not banned. To list the bans: ban`,
  stats: (stats: ServerStats, minutes: number, mebibytes: number) => [
    `open for ${counted(minutes, "minute")}, ${mebibytes} MiB of memory`,
    `${stats.connections} connections, ${stats.evicted} closed by the server`,
    `${stats.linesReceived} lines received, ${stats.deliveries} delivered, ${stats.bytesSent} bytes sent to all`,
  ],

  // A server that cannot open
  portInUse: (port: number) => `port ${port} is in use: another server is running there`,
  findPortUser: (mode: string, port: number) =>
    `Use another one: lab server --${mode} --port ${port === 65_535 ? 12345 : port + 1}\nOr see which program has it: ss -ltnp 'sport = :${port}'`,
  portForbidden: (port: number) => `only the administrator can use port ${port}`,
  takeHigherPort: "Use a port from 1024 on: lab server --port 12345",
  notMyAddress: (address: string) => `${address} is not an address of this machine`,
  showMyAddresses: "See its addresses with: ip address   (or listen on all of them: --host 0.0.0.0)",
  wrongPassphrase: "the passphrase does not open the key",
  keyIsEncrypted: "the key is encrypted, and it needs its passphrase",
  giveThePassphrase: "Give the passphrase in a file: lab server --tls --passphrase-file FILE",
  keyDoesNotFit: "the certificate and the key do not belong together",
  keysUnreadable: (reason: string) => `the certificate or the key cannot be read: ${reason}`,
  makeAPair: "Make a pair that belongs together: lab certs init   (then start without --cert and --key)",
  cannotWrite: (path: string, why: string) => `cannot write ${path}: ${why}`,
  chooseAnotherFile: "Choose a file in a folder of yours: --keylog work/keys.log, --log work/chat.log",
  logStopped: (path: string, why: string) =>
    `WARNING: the server no longer writes to ${path} (${why}). The chat continues`,
  logFull: (mebibytes: number) => `it has reached ${mebibytes} MiB`,
  tlsOptionsUnfit: (reason: string) => `these TLS options do not go together: ${reason}`,
  leaveOutCiphers: "Start without --ciphers. To list all ciphers: openssl ciphers -v",
} as const;

const modes = {
  plain: "in the clear",
  tls: "TLS only",
  both: "in the clear and over TLS",
};

const closedBecause = {
  "stopped-reading": "it does not read any more",
  "no-name": "it sent no name in time",
  "endless-line": "it sent a line that has no end",
  idle: "it sent nothing for too long",
  "not-admitted": "it had no right certificate or access key",
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
