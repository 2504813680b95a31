/** What the ground floor says: the keys that all screens share, and files that the system refused. Paths have been cleaned by the caller. */
export const texts = {
  secrets: {
    noTerminal: "the lab must ask for a secret, and there is no terminal",
    nothingTyped: "nothing was typed; nothing was done",
    tooLong: (most: number) => `this secret is too long: at most ${most} characters can be typed`,
  },
  unreadable: (path: string, code: string | undefined) =>
    [`cannot read ${path}: ${code}`, `See: ls -l ${path}`] as const,
  readableByOthers: (path: string, quoted: string) =>
    `Warning: other users of this machine can read ${path}. Close it to them: chmod 600 ${quoted}`,
  morePages: (shown: number, all: number) => `-- ${shown} of ${all} lines: Space for more, q to end --`,
  morePagesShort: (shown: number, all: number) => `-- ${shown} of ${all}: Space, q --`,
  tooSmall: (columns: number, rows: number) =>
    `This window is too small: ${columns} columns and ${rows} rows are needed`,
  mayNotUse: (path: string) => `you are not allowed to use ${path} here`,
  readOnly: (path: string) => `you cannot write to ${path}: this disk is read-only`,
  ownFolder: (nearest: string) =>
    `See whose it is: ls -ld ${nearest}\nOr go to a folder of your own, and try again there: cd ~`,
  diskFull: (path: string) => `the disk is full: no space for ${path}`,
  noRoom: "the disk is full",
  makeRoom: "See how full it is: df -h .",
  notAFolder: (path: string) => `${path} exists and is not a folder`,
  isAFolder: (path: string) => `${path} is a folder, not a file`,
  folderAsFile: "this must be a file, and it is a folder",
  lookAtFiles: "See which is which: ls -l",
  noSuchFile: (path: string) => `there is no file ${path}`,
  foreignLink: (path: string) => `${path} is a link that another user made, to another place`,
  nameTooLong: "the name of the file is too long for this disk",
  shorterName: "Choose a shorter name.",
  noSuchFolder: (path: string) => `there is no folder ${path}`,
  chooseFolder: (isTemporary: boolean) =>
    isTemporary ? "Temporary files need one that exists: TMPDIR=/tmp lab ..." : "Go to a folder that exists: cd ~",
  fileIsThere: (path: string) => `${path} exists already; it was not changed`,
  replaceIt: (command: string) => `Choose another name, or replace it: ${command} --force`,
  lookAt: (path: string) => `See what it is: ls -ld ${path}`,
  keys: {
    title: "Keys",
    up: "one up",
    down: "one down",
    pageUp: "a page up",
    pageDown: "a page down",
    first: "to the first",
    last: "to the last",
    help: "these keys",
    helpFooter: "keys",
    quit: "end",
    quitFooter: "quit",
  },
} as const;
