import { join } from "node:path";

/** The folder for everything that a student makes: `work/` in the current folder. Ignored by git, safe to delete. */
export const workFolder = join(process.cwd(), "work");
/** Keys, requests and certificates. */
export const certsFolder = join(workFolder, "certs");
/** The accounts of the chat server. */
export const accountsFolder = join(workFolder, "accounts");
/** The e-mails of the lab's own mail server. */
export const mailFolder = join(workFolder, "mail");
/** Capture files. */
export const capturesFolder = join(workFolder, "captures");
