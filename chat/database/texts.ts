/** What the lab says about the file of the accounts. */
export const texts = {
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
