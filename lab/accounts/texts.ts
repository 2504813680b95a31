/** What the commands about accounts say. */
export const texts = {
  options: {
    accounts: "each name belongs to an account with a password: /register NAME EMAIL makes one (in work/accounts)",
    login: "with --accounts: how a person proves their name (default: words)",
    recovery: "with --accounts: strong codes (default), or weak codes of four digits without limits",
    smtp: "with --accounts: the mail server for e-mails (default: the lab's own, see lab mail)",
    mailFrom: "the sender's address of the e-mails",
    smtpUser: "the user name for the mail server",
    smtpPasswordFile: "the password for the mail server is the first line of this file",
    mailTls: "send e-mails over STARTTLS on this machine, too (to other machines, the lab always does)",
    mailPort: "the port of the lab's own mail server (default: 2525; 0: a free one)",
    register: "first make an account with this name and this e-mail address (asks for a password)",
    recover: "first get an e-mail with a code, and choose a new password",
    onlyLogin: "log in only in this way (default: what the server asks for)",
    passwordFile: "the password is the first line of this file (default: the lab asks and does not show it)",
    storage: "with --accounts: how passwords are stored (default: scrypt); sha256 is weak",
    curious:
      "with --accounts, for a lesson: the server gives out its own key instead of a person's, and reads shared files",
  },
  eitherOr: "--register and --recover cannot be used together",
  oneOfThem: "Use --recover first. Then log in with the new password.",
  emailsGoTo: (where: string, isTls: boolean) =>
    `E-mails go to ${where}, ${isTls ? "over TLS with a verified certificate" : "in the clear"}.`,
  ownMailServer: (port: number, isTls: boolean) =>
    `E-mails go to the lab's own mail server, 127.0.0.1:${port}, ${isTls ? "over STARTTLS" : "in the clear"}. Read them: lab mail`,
  needsSmtp: (option: string) => `${option} needs --smtp`,
  exampleSmtp: "For example: --smtp mail.example.org:587 --mail-from chat@example.org",
  noMailServer: (text: string) => `${text} is not the address of a mail server: write HOST or HOST:PORT`,
  needsSender: "--smtp needs --mail-from, the sender's address of the e-mails",
  bothOfThem: "--smtp-user and --smtp-password-file go together",
  notWithLayers: "--accounts and --layers cannot be used together",
  needsAccounts: (option: string) => `${option} needs --accounts`,
  startWithAccounts: "For example: lab server --tls --accounts",
  storageUnfit: (login: string, storage: string) => `--login ${login} cannot be used with --storage ${storage}`,
  leaveStorageOut: (login: string) => `Leave out --storage: lab server --tls --accounts --login ${login}`,
  noAccountsYet: "there are no accounts in this folder yet",
  startServer: "Start a server that has accounts: lab server --tls --accounts",
} as const;
