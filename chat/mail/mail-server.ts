import type net from "node:net";
import { finished } from "node:stream/promises";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { sweepStack } from "../transport/sweep-stack.ts";
import { cleansePlaintext } from "../transport/tls-profile.ts";
import { keepEmail, MAX_EMAIL_BYTES, makeMaildir } from "./maildir.ts";
import { texts } from "./texts.ts";

/** Most recipients of one e-mail, and most connections. */
const MAX_RECIPIENTS = 10;
const MAX_CLIENTS = 50;
/** How long a connection may send nothing, in milliseconds. */
const idleLimit = 60_000;

export interface MailServerOptions {
  /** The folder of the e-mails: a Maildir. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM. With it, the server offers STARTTLS. */
  readonly tls?:
    | { readonly cert: string | Buffer; readonly key: string | Buffer; readonly passphrase?: string | undefined }
    | undefined;
}

/** An open mail server, on this machine only. */
export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the lab's own mail server. It accepts e-mails for everyone by SMTP, and sends none on. Throws LabError. */
export async function openMailServer({ folder, port, tls }: MailServerOptions): Promise<MailServer> {
  try {
    makeMaildir(folder);
  } catch (error) {
    throw new LabError(texts.cannotKeep(printable(folder), systemReason(error)), texts.seeFolder(printable(folder)));
  }
  const server = new SMTPServer({
    ...(tls && { ...tls, minVersion: "TLSv1.2" as const, secureOptions: cleansePlaintext }),
    ...{ name: "localhost", banner: texts.banner, size: MAX_EMAIL_BYTES, maxClients: MAX_CLIENTS },
    ...{ socketTimeout: idleLimit, closeTimeout: 500, disableReverseLookup: true, logger: false },
    disabledCommands: tls === undefined ? ["AUTH", "STARTTLS"] : ["AUTH"],
    onRcptTo: (_, session, done) =>
      done(session.envelope.rcptTo.length < MAX_RECIPIENTS ? null : refused(texts.tooManyPeople, 452)),
    onData: (stream, session, done) => void take(folder, stream, session).then((error) => done(error)),
  });
  server.on("error", () => {}); // A client that breaks off harms nobody else.
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new LabError(texts.portTaken(port), texts.shareIt(port)) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as net.AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * Stores an e-mail. Returns the error that the sender reads if it is not stored. Never rejects, even if the sender
 * breaks off inside the e-mail.
 */
async function take(folder: string, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
  const parts: Buffer[] = [Buffer.from(received(session))];
  let length = 0;
  // With events, each part is the original; an iterator joins parts, and the first copy stays in memory.
  stream.on("data", (part: Buffer) => {
    length += part.length;
    if (length <= MAX_EMAIL_BYTES) parts.push(part);
  });
  try {
    await finished(stream);
    if (length > MAX_EMAIL_BYTES) return refused(texts.tooLarge, 552);
    parts.push(withLineFeeds(Buffer.concat(parts)));
    return keepEmail(folder, parts.at(-1)!) ? null : refused(texts.full, 452);
  } catch (error) {
    return refused(`${texts.notKept}: ${systemReason(error)}`, 451);
  } finally {
    for (const part of parts) part.fill(0); // A code may be in it.
    setImmediate(sweepStack);
  }
}

/** The line that every mail server adds; "with ESMTPS" means that it came over TLS (RFC 3848). */
function received({ secure, remoteAddress, clientHostname }: SMTPServerSession): string {
  const client = printable(clientHostname || remoteAddress).replace(/[^\w.:[\]-]/g, "");
  return `Received: from ${client} by localhost with ${secure ? "ESMTPS" : "ESMTP"}; ${new Date().toUTCString()}\r\n`;
}

/** An e-mail in a Maildir has the system's line ends. As bytes, so that the copy can be wiped. */
function withLineFeeds(bytes: Buffer): Buffer {
  let length = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0x0d && bytes[index + 1] === 0x0a) continue;
    bytes[length] = byte;
    length += 1;
  }
  bytes.fill(0, length);
  return bytes.subarray(0, length);
}

function refused(message: string, responseCode: number): Error {
  return Object.assign(new Error(message), { responseCode });
}
