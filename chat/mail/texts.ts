/** What the lab's own mail server and `lab mail` say. Addresses and subjects have been cleaned by the caller. */
export const texts = {
  // The mail server, to other programs
  banner: "the lab's mail server",
  tooLarge: "the e-mail is too large for this mail server",
  full: "the mail server is full. Delete its e-mails: lab mail --empty",
  notKept: "the e-mail could not be stored",
  tooManyPeople: "this e-mail has too many addresses",

  // A server that cannot send
  noTls: "the mail server offers no STARTTLS, so nothing was sent",
  notVerified: (why: string) => `the mail server's certificate failed a check (${why}), so nothing was sent`,
  notSent: (why: string) => `the mail server refused it: ${why}`,
  unreachable: (where: string, code: string) => `no mail server answers at ${where} (${code})`,
  tooManyWait: "too many e-mails are waiting to be sent",

  portTaken: (port: number) => `port ${port} is in use, and the lab's mail server needs it`,
  shareIt: (port: number) =>
    `If it is the mail server of another lab, use it: --smtp 127.0.0.1:${port} --mail-from chat@lab.invalid. Or use another port: --mail-port 2526`,
  cannotKeep: (folder: string, why: string) => `the mail server cannot use ${folder}: ${why}`,
  seeFolder: (folder: string) => `See: ls -ld ${folder}`,

  // lab mail
  head: ["", "to", "subject", "arrived"] as const,
  none: "no e-mails yet. A chat server with accounts sends them: lab server --tls --accounts",
  noSuch: (number: string, count: number) =>
    `there is no e-mail ${number}. The list has ${count === 1 ? "1 e-mail" : `${count} e-mails`}`,
  listThem: "List them: lab mail",
  emptied: (count: number) => `${count} ${count === 1 ? "e-mail" : "e-mails"} deleted`,
  title: "e-mails",
  noSubject: "(no subject)",
  openHelp: "read the e-mail",
  backHelp: "back to the list",
  footer: { open: "read", back: "list" },
  isNew: "new",
} as const;
