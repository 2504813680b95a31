/** What else the file service says to people. */
export const texts = {
  /** The command that helps after a refusal. */
  adviceFor(code: string): string | undefined {
    switch (code) {
      case "login-failed":
        return "Type the command again. If you forgot the password, in the chat: /recover EMAIL";
      case "file-exists":
      case "files-full":
      case "bytes-full":
        return "Remove one of your files first: lab files rm NAME";
      case "no-file":
        return "See the files that you can open: lab files";
      case "no-keys":
        return "They get keys when they use files for the first time: lab files --name THEIR-NAME";
      case "file-busy":
        return "Wait half a minute. Then type the same command again: it continues where it stopped.";
      case "file-damaged":
        return "Type the same command again.";
      default:
        return undefined;
    }
  },
  unexpected: [
    "the server gave an answer that the lab does not understand",
    "Is it a lab server of the same version? See: lab --version",
  ] as const,
  stalled: ["the server has stopped sending", "Type the same command again: it continues where it stopped."] as const,
  cut: ["the connection to the server is lost", "Type the same command again: it continues where it stopped."] as const,
};

/** What sealed lines say to people. */
export const sealTexts = {
  incomplete: "this command is not complete. For example: /seal luis the key is eight",
  tooLong: (most: number) => `a sealed line has at most ${most} bytes. It was not sent`,
  unknownKeys: (name: string, own: string) =>
    `you do not have the keys of ${name}, so nothing was sent. Get them and compare the fingerprint by voice: lab files keys --of ${name} --name ${own}`,
  unknownSender: (name: string, own: string) =>
    `[sealed, not opened] you do not have the keys of ${name}, so the lab cannot check who wrote it. Get them: lab files keys --of ${name} --name ${own}`,
  notOpened: {
    "not-for-me": "[sealed, not opened] it is not for your keys, or someone changed it on the way",
    "not-signed": "[sealed, not shown] the person whose name it has did not sign it",
  },
  sealed: (name: string, text: string) => `[sealed for ${name}] ${text}`,
  opened: (text: string) => `[sealed] ${text}`,
  again: (text: string) => `[sealed, but sent before: someone repeated an old line] ${text}`,
  needsSeal: "not sent: this client cannot seal lines. Start it with: lab chat --seal",
};

/** What is said about a stored file, as the server has it. */
export const fileTexts = {
  noFiles: "no files yet. An account stores one with: lab files put FILE --name NAME",
  knownHead: ["", "owner", "bytes", "stored (UTC)", "name", "shared with"],
  howToLook: "The server has no key for these files. See what it has of one file: files NUMBER",
  noSuchNumber: (number: string) => `there is no file ${number} here. To list the files: files`,
  parts: {
    version: "the format: age, version 1",
    "public-key": "for the owner of a public key: a new X25519 key of the sender",
    passphrase: "for a person who knows a passphrase: the salt and the work factor of scrypt",
    "other-stanza": "for a reader of another kind",
    "file-key": "the key of the file, encrypted for this reader",
    mac: "a code (MAC) that shows any change in the lines above",
  },
  payload: "the content, encrypted with ChaCha20-Poly1305",
  notAge: "this is not the age format",
};
