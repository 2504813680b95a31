import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { readEmail } from "../../chat/accounts/email-address.ts";
import type { Email } from "../../chat/accounts/write-email.ts";
import { readFile, readSecretLine } from "../../terminal/files/read-file.ts";
import { isPort, readHostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { givenOption } from "../option-values.ts";
import { classCa } from "../trusted-cas.ts";
import { mailFolder } from "../work-folder.ts";
import type { AccountOptions } from "./account-options.ts";
import { texts } from "./texts.ts";

/** The default sender of e-mails. The domain can never exist (RFC 6761). */
const usualSender = "chat@lab.invalid";
const mailServerPort = 2525;

/** The way for e-mails. */
export interface OutgoingMail {
  readonly send: (email: Email) => Promise<void>;
  readonly note: string;
  close(): Promise<void>;
}

/** The certificate and key of the lab's own mail server, if e-mails go over TLS. */
type OwnTls = () => Promise<{
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly caFile?: string | undefined;
}>;

/** Opens the way for e-mails: the mail server of `--smtp`, or the lab's own mail server. Throws LabError. */
export async function openOutgoingMail(options: AccountOptions, ownTls: OwnTls): Promise<OutgoingMail> {
  const { emailSender } = await import("../../chat/mail/send-email.ts");
  if (options.smtp !== undefined) {
    const { host, port } = placeOf(options.smtp);
    const needsTls = options.mailTls === true || !isThisMachine(host);
    const server = { host, port, from: senderOf(options), needsTls, ca: trusted(), login: loginOf(options) };
    return { send: emailSender(server), note: texts.emailsGoTo(`${host}:${port}`, needsTls), close: async () => {} };
  }
  const idle = givenOption(options, ["smtpUser", "smtpPasswordFile"]);
  if (idle !== undefined) throw new LabError(texts.needsSmtp(idle), texts.exampleSmtp, 2);
  const { openMailServer } = await import("../../chat/mail/mail-server.ts");
  const tls = options.mailTls === true ? await ownTls() : undefined;
  const server = await openMailServer({ folder: mailFolder, port: options.mailPort ?? mailServerPort, tls });
  const send = emailSender({
    ...{ host: "127.0.0.1", servername: "localhost", port: server.port, needsTls: tls !== undefined },
    from: options.mailFrom === undefined ? usualSender : senderOf(options),
    ca: tls && [String(tls.caFile === undefined ? tls.cert : readFileSync(tls.caFile))],
  });
  return { send, note: texts.ownMailServer(server.port, tls !== undefined), close: () => server.close() };
}

/** Nobody else can reach a server on this machine: there TLS is optional. */
function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function placeOf(text: string): { readonly host: string; readonly port: number } {
  const { host, port = 587 } = readHostAndPort(text) ?? {};
  if (host === undefined || !isPort(port))
    throw new LabError(texts.noMailServer(printable(text)), texts.exampleSmtp, 2);
  return { host, port };
}

function senderOf({ mailFrom }: AccountOptions): string {
  const read = mailFrom === undefined ? undefined : readEmail(mailFrom);
  if (read === undefined) throw new LabError(texts.needsSender, texts.exampleSmtp, 2);
  if ("problem" in read) throw new LabError(read.problem.text, texts.exampleSmtp, 2);
  return read.email;
}

function loginOf({ smtpUser, smtpPasswordFile }: AccountOptions) {
  if (smtpUser === undefined && smtpPasswordFile === undefined) return undefined;
  if (smtpUser === undefined || smtpPasswordFile === undefined)
    throw new LabError(texts.bothOfThem, texts.exampleSmtp, 2);
  return { user: smtpUser, password: readSecretLine(smtpPasswordFile) };
}

/** The system's authorities, and the class CA if there is one. */
function trusted(): readonly string[] {
  const own = classCa();
  return own === undefined ? rootCertificates : [...rootCertificates, String(readFile(own))];
}
