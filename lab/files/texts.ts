/** Texts of `lab files`. */
export const texts = {
  options: {
    server: "where the server runs (default: localhost)",
    name: "your account",
    plain: "do not use TLS, for a lesson: anyone on the path can read the names of your files",
    ca: "the certificate of the CA that you trust, PEM (default: the class CA, work/certs/ca.pem)",
    passwordFile: "the password of your account is the first line of this file",
    filePasswordFile: "the password of the encrypted file is the first line of this file",
    keyPassphraseFile: "the passphrase of your keys is the first line of this file",
    json: "print the list as JSON, for programs",
    with: "the person who may open it",
    from: "whose file it is (default: yours)",
    output: "where to write the opened file (default: its name, here)",
    seal: "write lines that the server cannot read: /seal NAME TEXT. The lab asks for the passphrase of your keys (see lab files)",
    of: "get the keys of this person, and compare the fingerprint by voice",
    force: "replace an existing file",
  },
  commands: {
    list: "list the files that you can open",
    put: "encrypt a file and store it on the server",
    get: "get a file and decrypt it",
    share: "let another person open one of your files",
    unshare: "stop sharing a file",
    rm: "remove one of your files from the server",
    keys: "show your keys and the keys of other people",
    forget: "forget a person's keys, after you compared the new ones by voice",
  },
  help: `
The lab encrypts files on this machine (in the age format) before it sends them.
The server stores them and cannot read them.

Examples:
  lab files put notes.txt
  lab files share notes.txt --with luis
  lab files get notes.txt --from ana          (as luis)`,

  // Asking
  accountPassword: (name: string) => `Password of the account ${name}: `,
  newFilePassword: "A password for this file (the server never sees it): ",
  filePassword: (file: string) => `Password of ${file}: `,
  newKeyPassphrase: "A passphrase for your keys (the server never sees it): ",
  keyPassphrase: (path: string) => `Passphrase of ${path}: `,
  again: "Again: ",
  inAFile: (option: string) => `Or write it into the first line of a file, and add: ${option} FILE`,
  emptySecret: (option: string) => ["this secret is empty", `Type it again, or add: ${option} FILE`] as const,
  secretsDiffer: ["the two secrets are not the same", "Type the command again."] as const,

  // Keys
  makingKeys: (path: string) =>
    `You have no keys yet. The lab makes them now, in ${path}; only your passphrase opens them.`,
  keysMade: (fingerprint: string) =>
    `Your keys have the fingerprint ${fingerprint}. Tell it to the people who share files with you.`,
  wrongKeyPassphrase: (path: string) =>
    ["this is not the passphrase of your keys", `Type the command again. The keys are in ${path}.`] as const,
  keysElsewhere: (path: string) =>
    [
      "your keys are not on this machine",
      `Copy ${path} from the machine where you made them. Nobody else has them, and the server does not have them either.`,
    ] as const,
  damagedKnownKeys: (path: string) =>
    [
      `${path} is damaged: the lab cannot read the keys of other people`,
      `Look at it, or start again: mv ${path} ${path}.old`,
    ] as const,
  keysChanged: (user: string, own: string, before: string, now: string) =>
    [
      `the keys of ${user} are not the ones that you know: ${before} before, ${now} now. Nothing was shared. Perhaps ${user} made new keys. Perhaps an attacker in the middle, or the server, wants to read your files`,
      `Ask ${user} by voice for the fingerprint. Only if it is the new one: lab files forget ${user} --name ${own}`,
    ] as const,
  newKeys: (user: string, fingerprint: string) =>
    `These are the keys of ${user}, seen for the first time: ${fingerprint}. Compare the fingerprint with ${user} by voice: the server could have sent its own keys.`,
  myKeys: (fingerprint: string) => `yours  ${fingerprint}`,
  othersGet: (fingerprint: string) =>
    `The server sends other keys to people who want to share with you: ${fingerprint}. Others can read what is shared with these keys.`,
  knownKey: (user: string, fingerprint: string) => `${user}  ${fingerprint}`,
  nobodyKnown: "You have shared with nobody yet.",
  forgotten: (user: string) =>
    `The lab forgot the keys of ${user}. When you share with ${user} again, it asks the server for them.`,
  notKnown: (user: string) => [`you know no keys of ${user}`, "See whose keys you know: lab files keys"] as const,

  // Files
  nothing: "No files yet. Store one: lab files put FILE",
  head: ["name", "owner", "stored (UTC)", "bytes", "shared with"],
  encrypting: "encrypting",
  sending: "sending",
  receiving: "receiving",
  opening: "opening",
  stored: (file: string) => `Stored: ${file}. The server has it encrypted, and cannot open it.`,
  got: (path: string) => `Opened: ${path}`,
  shared: (file: string, user: string) =>
    `${user} can open ${file} now. ${user} does not get the password of the file.`,
  unshared: (file: string, user: string) =>
    `The server no longer sends ${file} to ${user}. ${user} may already have a copy.`,
  removed: (file: string) => `Removed from the server: ${file}`,

  // What goes wrong
  noSuchFile: (path: string) => [`there is no file ${path}`, "See what is here: ls"] as const,
  isAFolder: (path: string) => [`${path} is a folder`, `Pack it first: tar czf FOLDER.tgz ${path}`] as const,
  notAFile: (path: string) =>
    [`${path} is not an ordinary file, so the lab cannot store it`, `See what it is: ls -l ${path}`] as const,
  ownFile: ["it is your own file: you can open it with its password", "Share it with someone else."] as const,
  noAccountName: (name: string, why: string) =>
    [`${name} cannot be the name of an account: ${why}`, "For example: luis"] as const,
  cannotSend: (path: string, why: string) => `${path} cannot be stored under its name: ${why}`,
  renameIt: "Give it another name: cp FILE another-name",
  changedMeanwhile: (path: string) =>
    [
      `${path} changed while it was read: nothing was sent`,
      "Wait until the program that writes it has finished. Then type the same again.",
    ] as const,
  oddName: [
    "the name of this file leads to another folder on your machine, so the lab does not write it",
    "See the files that you can open: lab files",
  ] as const,
  targetFolder: (path: string) => [`${path} is a folder`, `Give the file a name: -o ${path}/NAME`] as const,
  noTargetFolder: (path: string) => [`there is no folder ${path}`, `Make it first: mkdir -p ${path}`] as const,
  wrongFilePassword: (file: string) =>
    [
      `this is not the password of ${file}`,
      "Type the command again. Did you forget it? Nobody can help: the server does not know it.",
    ] as const,
  notForYou: (file: string) =>
    [
      `your keys do not open ${file}`,
      "Its owner shared it with other keys. Compare the fingerprint with its owner by voice: lab files keys",
    ] as const,
  doesNotOpen: (file: string) =>
    [
      `${file} cannot be opened: it is not the file that its owner stored. Nothing was written`,
      "Ask its owner to store it again.",
    ] as const,
  damagedOnTheWay: (file: string) => [`${file} arrived damaged. Nothing was written`, "Type the same again."] as const,
  noAnswer: [
    "the server closed the connection or did not answer during the login",
    "Does it run with accounts? Start it with: lab server --tls --accounts",
  ] as const,
  noPlace: ["--server is HOST or HOST:PORT", "For example: --server localhost:12345"] as const,
  noName: ["the name of the account is missing", "For example: lab files --name ana"] as const,
};
