/** What the commands about accounts say. */
export const texts = {
  options: {
    accounts: "names belong to accounts, with passwords: /register NAME EMAIL makes one (in work/accounts)",
    login: "with --accounts: what proves who it is (default: words)",
    storage: "with --accounts: how passwords are kept (default: scrypt); sha256 is weak",
  },
  notWithLayers: "--accounts does not go with --layers",
  needsAccounts: (option: string) => `${option} needs --accounts`,
  startWithAccounts: "For example: lab server --tls --accounts",
  storageUnfit: (login: string, storage: string) => `--login ${login} cannot be used with --storage ${storage}`,
  leaveStorageOut: (login: string) => `Leave --storage out: lab server --tls --accounts --login ${login}`,
  noAccountsYet: "there are no accounts in this folder yet",
  startServer: "Start a server that has accounts: lab server --tls --accounts",
} as const;
