/**
 * The steps from one version of the database to the next; the first one makes version 1 of an empty file. A released
 * step never changes: every change is a new step.
 */
export const schemaSteps: readonly string[] = [
  `CREATE TABLE accounts (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     look TEXT NOT NULL UNIQUE,   -- the same for all names that look alike
     email TEXT NOT NULL,
     password TEXT NOT NULL,
     registered TEXT NOT NULL,    -- UTC
     changed TEXT NOT NULL        -- when the password was, UTC
   ) STRICT;
   CREATE INDEX accounts_by_email ON accounts (email);`,

  `CREATE TABLE codes (
     email TEXT PRIMARY KEY,
     code TEXT NOT NULL,          -- as passwords are stored
     expires INTEGER NOT NULL,    -- milliseconds since 1970
     tries INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,

  `CREATE TABLE public_keys (
     account INTEGER PRIMARY KEY REFERENCES accounts,
     recipient TEXT NOT NULL,     -- X25519, as age writes it
     verifying TEXT NOT NULL      -- Ed25519, base64
   ) STRICT;
   CREATE TABLE files (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     owner INTEGER NOT NULL REFERENCES accounts,
     name TEXT NOT NULL,
     size INTEGER NOT NULL,       -- of the encrypted file, in bytes
     sha256 TEXT NOT NULL,        -- of the encrypted file
     stored TEXT NOT NULL,        -- UTC
     UNIQUE (owner, name)
   ) STRICT;
   CREATE TABLE readers (
     file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
     account INTEGER NOT NULL REFERENCES accounts,
     wrapped TEXT NOT NULL,       -- the file's key, for this reader alone
     PRIMARY KEY (file, account)
   ) STRICT;`,
];

/**
 * "LabA": tells this database from those of other programs (https://www.sqlite.org/pragma.html#pragma_application_id).
 */
export const applicationId = 0x4c616241;
