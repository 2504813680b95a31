/**
 * What the ground floor says: the keys that all screens share, and files that the system refused. Paths have been
 * cleaned by the caller.
 */
export const texts = {
  secrets: {
    noTerminal: "the lab must ask for a secret, but there is no terminal",
    nothingTyped: "you typed nothing, so nothing was changed",
    tooLong: (most: number) => `this secret is too long: you can type at most ${most} characters`,
  },
  unreadable: (path: string, why: string) => [`cannot read ${path}: ${why}`, `See: ls -l ${path}`] as const,
  readableByOthers: (path: string, quoted: string) =>
    `Warning: other users of this machine can read ${path}. Make it private: chmod 600 ${quoted}`,
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
  folderAsFile: "this must be a file, but it is a folder",
  lookInside: (folder: string) => `See what is there: ls -l ${folder}`,
  lookAtFiles: "See which is which: ls -l",
  noSuchFile: (path: string) => `there is no file ${path}`,
  foreignLink: (path: string) => `${path} is a link to another place, and another user made it`,
  nameTooLong: "the name of the file is too long for this disk",
  shorterName: "Choose a shorter name.",
  noSuchFolder: (path: string) => `there is no folder ${path}`,
  chooseFolder: (isTemporary: boolean) =>
    isTemporary
      ? "The lab's temporary files need a folder that exists: TMPDIR=/tmp lab ..."
      : "Go to a folder that exists: cd ~",
  fileIsThere: (path: string) => `${path} exists already. It was not changed`,
  replaceIt: (command: string) => `Choose another name, or replace it: ${command} --force`,
  lookAt: (path: string) => `See what it is: ls -ld ${path}`,
  /** What the system said, by its code. */
  systemReasons: {
    ENOSPC: "the disk is full",
    EDQUOT: "your part of the disk is full",
    EACCES: "you are not allowed to write there",
    EPERM: "you are not allowed to write there",
    EROFS: "the disk is read-only",
    ENOENT: "its folder does not exist",
    EISDIR: "it is a folder",
    ELOOP: "it is a link that another user made",
    ENXIO: "it is a pipe, and no program reads from it",
    ENOTDIR: "a part of the path is a file, not a folder",
    EEXIST: "a part of the path is a file, not a folder",
    ENAMETOOLONG: "the name is too long",
  } as Readonly<Record<string, string>>,
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
    quit: "quit",
    quitFooter: "quit",
  },
} as const;
