/** Why the server refuses something about accounts. Part of `texts.refusals` of the chat. */
export const accountRefusals = {
  "email-shape": (shown: string) =>
    `${shown.slice(0, 60)} is not an e-mail address that the lab accepts: use plain letters, digits and . _ + - before the @, as in ana@clase.example`,
  "accounts-full": (most: number) => `this server has ${most} accounts already`,
  "password-short": (least: number) => `this password is too short: use at least ${least} characters`,
  "password-long": (most: number) => `this password is too long: use at most ${most} bytes`,
  "passwords-differ": () => "the two passwords are not the same. Nothing was changed",
  "login-failed": () =>
    "the name or the password is wrong. For a new account: /register NAME EMAIL. For a new password: /recover EMAIL",
  "code-wrong": () => "this code is wrong, used, or older than 10 minutes. For a new one: /recover EMAIL",
  "too-many-tries": (seconds: number) => `too many wrong tries: try again in ${seconds} seconds`,
  busy: () => "too many people are logging in right now: try again in a few seconds",
  "accounts-trouble": () => "the server cannot use its accounts now. Nothing was changed. Tell the operator",
  "secret-in-the-clear": () => "do not send secrets in the clear: connect over TLS first, with lab chat --tls",
  "tls13-needed": () => "this way to log in needs TLS 1.3, and this connection does not use it",
  "register-first": () => "only people with an account may join. For a new account: /register NAME EMAIL",
  "name-of-account": (name: string) => `your name here is the name of your account: ${name}`,
  "password-changed": () => "your account has a new password: log in again with it",
  "account-incomplete": (example: string) => `this command is not complete. For example: ${example}`,
};

/** What the accounts say on the wire, to the operator and in e-mails. Names and addresses have been checked by the caller. */
export const texts = {
  /** After "? ". The first word is for programs: see `QuestionCode`. */
  questions: {
    password: "password",
    again: "again",
    sha256: "sha256 of the password, in hexadecimal",
    code: "code",
    "new-password": "new-password",
  },

  // After "# "
  howToLogIn: "to log in, type your name",
  recovering: "if an account has this address, the server sends an e-mail with a code",
  help: [
    "type your name to log in, or one of these:",
    "/register NAME EMAIL  a new account; the server asks for a password",
    "/recover EMAIL  an e-mail with a code, for a new password",
    "/quit  leave",
  ],
  read: (owner: string, file: string, reader: string, text: string) =>
    `--curious: ${owner} sent the file ${file} to ${reader}. The server opened it and read: ${text}`,
  examples: { register: "/register ana ana@clase.example", recover: "/recover ana@clase.example", files: "/files ana" },

  // In the client
  prompts: {
    password: "Password: ",
    again: "The same password again: ",
    code: "Code from the e-mail: ",
    "new-password": "New password: ",
    "new-again": "The same password again: ",
  },
  usePasswordFile:
    "Put the password on the first line of a file that only you can read: lab chat … --password-file FILE",
  secretInTheClear: "IN THE CLEAR: anyone on the path can read the password that you send now",
  forms: { words: "the password itself", hash: "a hash of the password", scram: "a SCRAM proof" },
  otherForm: (only: string, asked: string) =>
    `the server asks for ${asked}, but you chose --login ${only}. Nothing was sent`,
  perhapsInTheMiddle:
    "There may be an attacker in the middle. Ask the operator for the command that started the server.",
  wrongMechanism: (mechanism: string) =>
    `the server asks for ${mechanism}, which does not work on this connection. Nothing was sent`,
  unknownQuestion: "the server asks a question that is not part of logging in. Nothing was sent",
  typeCodeAgain:
    "this code is wrong, used, or older than 10 minutes. Type it again. For a new one, press Ctrl-C and start again",
  nothingTyped: "you typed nothing, so nothing was changed",
  serverNotProved: "the server could not prove that it knows your account. You are not logged in",
  needsPassword: "on this server a name needs an account, and this program cannot send a password",
  useLabChat: "Log in with: lab chat --tls --name NAME   Or start a server without --accounts",
  tryRegister: (name: string) =>
    `Type it again. For a new account: lab chat --tls --name ${name} --register EMAIL   For a new password: … --recover EMAIL`,

  // To the operator
  registeredEvent: (name: string, address: string) => `${name} registered, from ${address}`,
  loginFailed: (name: string, address: string) => `${address} could not log in as ${name}: wrong name or password`,
  codeFailed: (email: string, address: string) => `${address} typed a wrong code for ${email}`,
  heldUp: (name: string, address: string) =>
    `${address}: too many wrong tries, also for the name ${name}. The server refuses more for a minute`,
  passwordChangedEvent: (name: string) => `${name} has a new password. The other connections of the account are closed`,
  emailFailed: (email: string, why: string) => `the e-mail to ${email} was not sent: ${why}`,
  trouble: (why: string) => `WARNING: the server cannot use the accounts: ${why}`,
  listHead: ["name", "e-mail", "stored as", "registered"] as const,
  noAccounts: "no accounts yet. In the chat: /register NAME EMAIL",
  storedAs: { scrypt: "scrypt", sha256: "SHA-256 (weak)", scram: "SCRAM-SHA-256", unknown: "unknown" },
  plainWarning: "WARNING: --accounts with --plain: passwords cross the wire in the clear. For a lesson only.",
  weakWarning: (option: string) => `WARNING: ${option} is weak on purpose. For a lesson only.`,

  // E-mails
  codeEmail: (names: string) => ({
    subject: "Your code for a new password",
    before: ["Someone asked for a new password for your account in the chat:", `${names}. Your code is`],
    after: [
      "You can use it once, within 10 minutes. Type it where the chat asks for it.",
      "If you did not ask for it, do nothing: without the code nothing changes.",
    ],
  }),
  passwordEmail: (names: string) => ({
    subject: "Your password was changed",
    body: [
      `Your account in the chat has a new password: ${names}.`,
      "Every connection of the account was closed.",
      "If you did not do this, take your account back now: connect, and type",
      "/recover with this address.",
    ],
  }),

  // The file
  reasons: {
    SQLITE_FULL: "the disk is full",
    SQLITE_BUSY: "another program keeps the file locked",
    SQLITE_READONLY: "the file is read-only",
    SQLITE_CORRUPT: "the file is damaged",
    SQLITE_NOTADB: "the file is not a SQLite database",
    SQLITE_IOERR: "the disk reports an error",
    SQLITE_CANTOPEN: "the file cannot be opened",
  } as Readonly<Record<string, string>>,
  noFile: "it is not a file",
  cannotOpen: (path: string, why: string) => `cannot open the accounts in ${path}: ${why}`,
  lookAtFile: (path: string) =>
    `See: ls -l ${path}   To start again without accounts, move it away: mv ${path} ${path}.old`,
  inUse: (folder: string) => `another server uses the accounts in ${folder}`,
  stopTheOther: "Stop that server first. Or start this one in another folder.",
  tooNew: (path: string, has: number, knows: number) =>
    `the accounts in ${path} are from a newer lab (version ${has}; this one knows ${knows})`,
  updateLab: "Update the lab: git pull && npm run setup",
  foreign: (path: string) => `${path} is a database of another program`,
  noBinary: "accounts need the package libsql, and it has no build for this system",
  reinstall: "Install again: npm ci   (prebuilt for Linux and macOS on x64 and arm64)",
} as const;
