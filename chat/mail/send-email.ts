import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { printable } from "../../terminal/printable.ts";
import type { Email } from "../accounts/write-email.ts";
import { texts } from "./texts.ts";

/** The mail server for outgoing e-mails. */
export interface SendingOptions {
  readonly host: string;
  readonly port: number;
  /** The sender's address. */
  readonly from: string;
  /** Whether e-mails only go over TLS with a verified certificate; otherwise they are not encrypted. */
  readonly needsTls: boolean;
  /** PEM of the trusted CAs, instead of the system's. */
  readonly ca?: readonly string[] | undefined;
  /** The name that must be in the certificate, if it is not the host. */
  readonly servername?: string | undefined;
  readonly login?: { readonly user: string; readonly password: string } | undefined;
}

/** How long each step of sending may take, in milliseconds. */
const patience = 15_000;
/** Most e-mails that are being sent at a time. */
const MAX_SENDING = 50;
/** On this port TLS begins with the first byte (RFC 8314). */
const implicitTlsPort = 465;

/**
 * Returns a function that sends e-mails to this server, one connection each. It rejects with the reason in words. The
 * bytes of an e-mail never become text here.
 */
export function emailSender(server: SendingOptions): (email: Email) => Promise<void> {
  const { host, port, from, needsTls, ca, login } = server;
  const name = server.servername ?? host;
  const isImplicit = port === implicitTlsPort;
  const transport = createTransport({
    ...{ host, port, secure: isImplicit, requireTLS: needsTls && !isImplicit, ignoreTLS: !needsTls },
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    tls: {
      ...(ca && { ca: [...ca] }),
      // A name for TLS is never an address (RFC 6066, section 3); the certificate is checked for the address all the
      // same.
      ...(isIP(name) === 0 && { servername: name }),
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
    },
    ...(login && { auth: { user: login.user, pass: login.password } }),
  });
  let sending = 0;
  return async ({ to, message }) => {
    if (sending >= MAX_SENDING) throw new Error(texts.tooManyWait);
    sending += 1;
    const raw = Buffer.concat([Buffer.from(`From: ${from}\r\n`), message]);
    try {
      await transport.sendMail({ envelope: { from, to: [to] }, raw });
    } catch (error) {
      throw new Error(reasonFor(error, server));
    } finally {
      sending -= 1;
      raw.fill(0);
    }
  };
}

/** The library's error, in words. */
function reasonFor(error: unknown, { host, port }: SendingOptions): string {
  const {
    code = "",
    command,
    response,
    message,
  } = error as NodeJS.ErrnoException & {
    readonly command?: string;
    readonly response?: string;
  };
  const systemCode = /\bE[A-Z]{4,}\b/.exec(message)?.[0] ?? code;
  if (code === "ETLS" && command === "STARTTLS" && response !== undefined) return texts.noTls;
  if (code === "ETLS" || /certificate|self-signed|altname/i.test(message)) return texts.notVerified(printable(message));
  if (response !== undefined) return texts.notSent(printable(response));
  return texts.unreachable(`${printable(host)}:${port}`, printable(systemCode || message));
}
