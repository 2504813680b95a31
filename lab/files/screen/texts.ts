/** What the screen of `lab files` says. Names have been cleaned by the caller. */
export const texts = {
  title: (user: string, server: string) => `files of ${user} at ${server}`,
  tls: " TLS ",
  plain: " PLAIN ",
  count: (files: number) => (files === 1 ? "1 file" : `${files} files`),
  working: "working …",

  // The state of the keys
  keysFit: (fingerprint: string) => `Your keys: ${fingerprint}. The server has the same.`,
  keysElsewhere: "Your keys are not on this machine: you cannot open here what others share with you.",
  keysSwapped: (fingerprint: string) =>
    `WARNING: the server sends other keys as yours: ${fingerprint}. Others can read what is shared with them.`,

  // The list
  head: { name: "name", owner: "owner", bytes: "bytes", opens: "opens with", readers: "shared with", stored: "stored" },
  opensWith: { password: "its password", keys: "your keys", nothing: "keys elsewhere" },
  none: "No files yet. Press u to store one.",

  // Pages
  serverView: (name: string, owner: string, bytes: string) =>
    `${name} of ${owner}, ${bytes} bytes, as it is on the server`,
  serverHas: "The encrypted file:",
  keyHas: (opens: string) => `The encrypted key of this file, stored for you on the server. It opens with ${opens}:`,
  cannotRead:
    "The server has no key that opens this file. It knows the name, the size, the time, and who shares with whom.",
  fingerprints: "fingerprints",
  yours: "you",
  compare: "Compare fingerprints by voice: the server could have sent its own keys.",
  nobody: "You know no keys of other people yet. You get them when you share a file.",

  // Questions
  askUpload: "File to upload (Tab completes): ",
  askTarget: (name: string) => `Save ${name} as: `,
  askReplace: (path: string) => `${path} exists already. Replace it? y/n `,
  askReader: (name: string) => `Share ${name} with (name of an account): `,
  askUnshare: (name: string) => `Stop sharing ${name} with: `,
  askRemove: (name: string) => `Remove ${name} from the server? You cannot undo this. y/n `,
  askForget: "Forget the keys of: ",
  askSame: "Is it the fingerprint that you heard by voice? y/n ",
  /** Keys that mean yes. */
  yes: "yY",

  // What happens
  nothingDone: "Nothing was done.",
  stopping: "Stopping …",
  stopped: "Stopped. To continue, press the same key again.",
  notOwner: "Only its owner can do that.",
  notShared: (name: string) => `${name} is shared with nobody.`,
  lost: "The connection to the server is lost. The next key connects again.",
  bug: "this is a bug in the lab",
  bar: {
    stop: "Esc stops",
    left: (seconds: number) => (seconds < 100 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`),
  },

  keys: {
    upload: "encrypt a file and store it on the server",
    download: "get the selected file and open it",
    share: "let another person open the selected file",
    unshare: "stop sharing the selected file",
    remove: "remove the selected file from the server",
    view: "what the server has of the selected file",
    fingerprints: "fingerprints of your keys, and of the keys of others",
    forget: "forget the keys of a person, after you compared the new ones by voice",
    back: "back to the list; stop an upload or a download",
  },
  footer: {
    answer: "answer",
    cancel: "cancel",
    complete: "complete",
    yes: "yes",
    no: "no",
    upload: "upload",
    download: "get",
    share: "share",
    unshare: "unshare",
    remove: "remove",
    view: "server's view",
    fingerprints: "fingerprints",
    forget: "forget",
    back: "back",
  },
} as const;
