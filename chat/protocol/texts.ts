import { counted } from "../../terminal/grouped.ts";
import type { Protection } from "./protocol.ts";

/** What a line in the clear means, said the same way everywhere. */
const readersInTheClear = "anyone on the path";
const inTheClear = `${readersInTheClear} can read this`;

/** The red line of every screen. */
const homeMadeLayers = (recipe: string) => `HOME-MADE LAYERS (${recipe}): do not rely on this`;

const size = (bytes: number) =>
  bytes >= 1024 ** 3 ? `${bytes / 1024 ** 3} GiB` : bytes >= 1024 ** 2 ? `${bytes / 1024 ** 2} MiB` : `${bytes} bytes`;

/** What both sides of the chat say. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  /**
   * Why the server refuses something. On the wire the key comes before the text: `! name-taken the name ana is taken
   * …`.
   */
  refusals: {
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

    // Accounts
    "email-shape": (shown: string) =>
      `${shown.slice(0, 60)} is not an e-mail address that the lab accepts: use plain letters, digits and . _ + - before the @, as in ana@clase.example`,
    "accounts-full": (most: number) => `this server has ${most} accounts already`,
    "password-short": (least: number) => `this password is too short: use at least ${least} characters`,
    "password-long": (most: number) => `this password is too long: use at most ${most} bytes`,
    "passwords-differ": () => "the two passwords are not the same. Nothing was changed",
    "login-failed": () =>
      "the name or the password is wrong. For a new account: /register NAME EMAIL. For a new password: /recover EMAIL",
    "code-wrong": () => "this code is wrong, used, or older than 10 minutes. For a new one: /recover EMAIL",
    "too-many-tries": (seconds: number) => `too many wrong tries: try again in ${counted(seconds, "second")}`,
    busy: () => "too many people are logging in right now: try again in a few seconds",
    "accounts-trouble": () => "the server cannot use its accounts now. Nothing was changed. Tell the operator",
    "secret-in-the-clear": () => "do not send secrets in the clear: connect over TLS first, with lab chat --tls",
    "tls13-needed": () => "this way to log in needs TLS 1.3, and this connection does not use it",
    "register-first": () => "only people with an account may join. For a new account: /register NAME EMAIL",
    "name-of-account": (name: string) => `your name here is the name of your account: ${name}`,
    "password-changed": () => "your account has a new password: log in again with it",
    "account-incomplete": (example: string) => `this command is not complete. For example: ${example}`,

    // Files
    "no-files": () => "this server stores no files: it needs --accounts",
    "file-request": () => "the file service does not know this request",
    "file-name-empty": () => "a file needs a name",
    "file-name-long": (most: number) => `this name is too long: the name of a file has at most ${most} bytes`,
    "file-name-shape": () =>
      "this cannot be the name of a file here. A name cannot have a slash or a control character, start with - or a space, or end with a space",
    "file-exists": (name: string) => `you have a file called ${name} already`,
    "file-large": (most: number) => `this file is too large: a file has at most ${size(most)}`,
    "files-full": (most: number) => `you have ${most} files already, and you cannot have more`,
    "bytes-full": (most: number) => `with this file, your files would be larger than ${size(most)} together`,
    "file-busy": () => "another connection of your account is sending this file now",
    "file-damaged": () => "the file arrived damaged: nothing was stored",
    "disk-full": () => "the disk of the server is full: nothing was stored",
    "no-file": (name: string) => `you have no file called ${name.slice(0, 60)}`,
    "no-account": (name: string) => `there is no other account called ${name.slice(0, 40)}`,
    "no-keys": (name: string) => `${name.slice(0, 40)} has no public keys here yet`,
    "not-shared": (name: string) => `this file is not shared with ${name.slice(0, 40)}`,
  },

  /** An example of each command that needs more than its name. */
  examples: { me: "/me waves", msg: "/msg ana hello", nick: "/nick ana2", move: "/move k7m2q9xa" },

  readersInTheClear,
  inTheClear,
  homeMadeLayers,
  yourProtection: (protection: Protection) =>
    protection.kind === "plain"
      ? protection.layers === undefined
        ? `you are speaking in the clear: ${inTheClear}`
        : homeMadeLayers(protection.layers)
      : `you are speaking over ${protection.version}, ${protection.cipher}`,
  help: [
    "each line goes to everyone. A line that begins with / is a command:",
    "/users  who is here (also /usuarios, !usuarios)",
    "/msg NAME TEXT  write to one person only (the server can read it too)",
    "/me TEXT  say what you are doing",
    "/nick NAME  change your name",
    "/tls  how your connection is protected",
    "/quit  leave (also /salir)",
  ],
} as const;
