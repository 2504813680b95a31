/**
 * What the accounts say on the wire, to the operator and in e-mails. Names and addresses have been checked by the
 * caller.
 */
export const texts = {
  /** After "? ". Programs compare the first word. */
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
  useLabChat: "Start a server without --accounts, or log in with: lab chat --tls --name NAME",
  tryRegister: (name: string) =>
    `Type it again. If you forgot it, start with --recover EMAIL. For a new account: lab chat --tls --name ${name} --register EMAIL`,

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
} as const;
