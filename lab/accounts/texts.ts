/** What the commands about accounts say. */
export const texts = {
  options: {
    accounts: "names belong to accounts, with passwords: /register NAME EMAIL makes one (in work/accounts)",
    login: "with --accounts: what proves who it is (default: words)",
    register: "make an account under this name first, with this e-mail address; asks for a password",
    recover: "get a letter with a code first, and choose a new password",
    onlyLogin: "log in in this way only: words, hash or scram (default: what the server asks for)",
    passwordFile: "the password is the first line of this file (default: typed, unseen)",
    storage: "with --accounts: how passwords are kept (default: scrypt); sha256 is weak",
    curious: "with --accounts, for a lesson: the server hands out its own key for everyone's, and opens what is shared",
  },
  cannotRead: (path: string, why: string) => `cannot read ${path}: ${why}`,
  lookAt: (path: string) => `See: ls -l ${path}`,
  eitherOr: "--register and --recover do not go together",
  oneOfThem: "Recover first; the new password logs you in.",
  notWithLayers: "--accounts does not go with --layers",
  needsAccounts: (option: string) => `${option} needs --accounts`,
  startWithAccounts: "For example: lab server --tls --accounts",
  storageUnfit: (login: string, storage: string) => `--login ${login} cannot be used with --storage ${storage}`,
  leaveStorageOut: (login: string) => `Leave --storage out: lab server --tls --accounts --login ${login}`,
  noAccountsYet: "there are no accounts in this folder yet",
  startServer: "Start a server that has accounts: lab server --tls --accounts",
} as const;
