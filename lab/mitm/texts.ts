import type { Protection } from "../../chat/protocol/protocol.ts";

const protection = (how: Protection) => (how.kind === "plain" ? "in the clear" : how.version);

/** The help of `lab mitm`. */
export const help = {
  to: "where the real server runs: this machine, or the sandbox",
  port: "the attacker's own port, for clients",
  change: "change these words (can be used more than once)",
  show: "the certificate for clients (default: self-signed)",
  ca: "sign it with a stolen CA: its certificate, in work/certs",
  caKey: "the key of that CA, in work/certs",
  passphraseFile: "the CA key's passphrase is the first line of this file",
  strip: "remove TLS: plain text to the client, TLS to the server",
  hostIMayIntercept: "a server on another machine: you confirm that you are allowed to",
  table: "run every attack against every client, and print the results",
  text: "print lines of text, also on a terminal",
  json: "print lines of JSON, for programs",
  examples: [
    "\nOn a terminal, lab mitm opens a screen. In a pipe, it prints lines of text.\n\nExamples:",
    "  lab mitm --to localhost:12345",
    '  lab mitm --to localhost:12345 --change "ocho=nueve" --show own-ca',
    "  lab mitm --table",
  ].join("\n"),
} as const;

/** Texts of the attacker's proxy. */
export const texts = {
  changeUnfit: (text: string) => `--change needs OLD=NEW: "${text}" has no old words before a "="`,
  changeWithLineEnd: "--change works inside one line: its words cannot contain a line end",
  changeHint: 'For example: lab mitm --to localhost:12345 --change "ocho=nueve"',

  needsTarget: "--to HOST:PORT is missing: where does the real server run?",
  targetHint: "For example: lab mitm --to localhost:12345",
  targetUnfit: (text: string) => `"${text}" is not HOST:PORT`,
  noSuchHost: (host: string) => `there is no host ${host}`,
  noSuchHostHint: "Check the spelling. On this machine: --to localhost:12345",
  notYours: (host: string, address: string) => `${host} (${address}) is not this machine`,
  notYoursHint: (host: string) =>
    `Do not read other people's traffic without permission. If this host is yours: add --host-i-may-intercept ${host}`,
  ownPort: (port: number) => `--to is the attacker's own port, ${port}: the attacker would connect to itself`,
  ownPortHint: "Give the port of the real server after --to, or another port after --port.",
  stripNeedsTls: "--strip removes TLS, but this server speaks no TLS",
  stripNeedsTlsHint: "Start the server with TLS: lab server --tls",
  stripShowsNothing: "--strip shows no certificate, so it cannot be used with --show, --ca or --ca-key",
  noEffect: (option: string, beside: string) => `${option} has no effect together with ${beside}`,
  leaveOut: (option: string) => `Do not use ${option}.`,
  caAndKey: "--ca and --ca-key go together",
  caAndShow: "--ca signs the server's own name, so it cannot be used with --show",
  caHint: "For example: lab mitm --to localhost:12345 --ca work/certs/ca.pem --ca-key work/certs/ca-key.pem",

  way: (clients: string, server: string) => `${clients} → ${server}`,
  noTls: (why: string) => `No TLS with this server: ${why}. The attacker accepts only connections in the clear.`,
  stripped: "Clients speak in the clear here. The connection to the server uses TLS.",
  realCertificate: "the server's certificate",
  shownCertificate: "the one shown here",
  certificate: (subject: string, issuer: string) => `${subject}, signed by ${issuer}`,
  itself: "itself",
  howToCome: (command: string) => `A client joins with: ${command}`,
  comeBy: (place: string, isTls: boolean) => `lab chat ${place} --${isTls ? "tls --insecure" : "plain"} --name ana`,
  kept: (folder: string) =>
    `Both legs (to the client, to the server) are saved in ${folder}: left.pcapng, right.pcapng, and their keys.`,
  notKept: (why: string) => `No capture of the legs: ${why}`,
  notKeptHint: "The attack still works. To save its packets, type in each terminal first: lab sandbox",
  end: "Ctrl-C ends it.",
  look: (left: string, right: string) => [
    `Look at both legs: lab sniff -r ${left}`,
    `                   lab sniff -r ${right}`,
  ],

  client: (number: number) => `client ${number}`,
  server: "server",
  arrow: (from: string, to: string) => `${from} → ${to}`,
  changed: (from: string, to: string) => `"${from}" changed to "${to}"`,
  tooLong: "a line that is too long to change: sent on unchanged",
  twoHandshakes: (withClient: Protection, withServer: Protection) =>
    withClient.kind === "tls"
      ? `two handshakes: ${protection(withClient)} with the client, ${protection(withServer)} with the server`
      : withServer.kind === "tls"
        ? `${protection(withClient)} with the client, ${protection(withServer)} with the server`
        : "in the clear on both legs",
  left: (alert: string | undefined) =>
    `left after seeing my certificate, before saying anything (${alert === undefined ? "no alert" : `alert ${alert}`})`,
  failed: {
    silent: "sent nothing for too long: connection closed",
    "wrong-mode": "started TLS, and was refused: the attacker accepts only connections in the clear",
    closed: "connected, sent nothing, and left",
    handshake: "the TLS handshake failed",
  },
  because: (what: string, reason: string) => `${what} (${reason})`,
  serverLost: "the server could not be reached",
  closed: {
    client: "left",
    server: "the server closed the connection",
  },
  refused: (count: number, most: number) =>
    count === 1
      ? `1 connection refused: there are at most ${most} at a time`
      : `${count} connections refused: there are at most ${most} at a time`,
} as const;
