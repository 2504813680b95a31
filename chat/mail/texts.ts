/** What the post office and `lab mail` say. Addresses and subjects have been cleaned by the caller. */
export const texts = {
  // The post office, to other programs
  banner: "the lab's post office",
  tooLarge: "the letter is too large for this post office",
  full: "the post office is full: lab mail --empty",
  notKept: "the letter could not be kept",
  tooManyPeople: "too many addresses for one letter",

  // A server that cannot send
  noTls: "the mail server offers no STARTTLS, so nothing was sent",
  notVerified: (why: string) => `the mail server's certificate failed a check (${why}), so nothing was sent`,
  notSent: (why: string) => `the mail server says: ${why}`,
  unreachable: (where: string, code: string) => `no mail server answers at ${where} (${code})`,
  tooManyWait: "too many letters wait",

  portTaken: (port: number) => `port ${port}, for the post office, is in use`,
  shareIt: (port: number) =>
    `If another lab has its post office there, use it: --smtp 127.0.0.1:${port} --mail-from chat@lab.invalid. Or take another port: --mail-port 2526`,
  cannotKeep: (folder: string, why: string) => `the post office cannot use ${folder}: ${why}`,
  seeFolder: (folder: string) => `See: ls -ld ${folder}`,

  // lab mail
  head: ["", "for", "subject", "came"] as const,
  none: "no letters. A chat server with accounts sends them: lab server --tls --accounts",
  noSuch: (number: string, count: number) =>
    `there is no letter ${number}: there ${count === 1 ? "is 1" : `are ${count}`}`,
  listThem: "List them: lab mail",
  emptied: (count: number) => `${count} ${count === 1 ? "letter" : "letters"} deleted`,
  title: "letters",
  noSubject: "(no subject)",
  openHelp: "read the letter",
  backHelp: "back to the list",
  footer: { open: "read", back: "list" },
  isNew: "new",
} as const;
