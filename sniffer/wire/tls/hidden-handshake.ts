import type { End } from "../stream/end.ts";
import { contentType } from "./names.ts";
import { hashLengths, type SuiteProperties } from "./registry/cipher-suites.ts";
import type { TlsSession } from "./session.ts";

/** The probable contents of an encrypted record, from its place in the handshake and its size. */
export interface HiddenGuess {
  readonly kind: "message" | "alert";
  readonly name: string;
  /** Further messages that are probably in the same record. */
  readonly with?: readonly string[];
}

/**
 * A server's first hidden record that is longer than this holds all its messages; encrypted_extensions alone are
 * shorter.
 */
const LONGEST_ENCRYPTED_EXTENSIONS = 160;
/** The shortest hidden record that counts as a Certificate. */
const SHORTEST_CERTIFICATE = 280;
/** The shortest hidden record after the handshake that counts as a NewSessionTicket before the client has sent data. */
const SHORTEST_TICKET = 120;
/** Most records that count as tickets; servers send up to four. */
const MAX_TICKETS = 4;

/**
 * Names the handshake messages that a bystander cannot read, RFC 8446 section 2 and RFC 5246 section 7.3. In TLS 1.3
 * these are all messages after the ServerHello; up to TLS 1.2, the Finished. The names are guesses from order and size.
 * Decoding does not rely on them.
 */
export class HiddenHandshake {
  /** "over": the order is not the expected one, so nothing more is named. */
  private serverStep: "start" | "extensions" | "certificate" | "verify" | "finished" | "over" = "start";
  private clientStep: "start" | "certificate" | "verify" | "finished" | "over" = "start";
  private isCertificateRequested = false;
  private clientSentData = false;
  private serverSentData = false;
  private tickets = 0;
  private readonly finishedOnce: [boolean, boolean] = [false, false];
  /** The end of the TLS client: it sent the ClientHello, or received the ServerHello. */
  client: End = 0;
  /** Whether the client offered early data. They come before its Finished. */
  offersEarlyData = false;

  /** The guess for one encrypted record. Undefined: it is most likely application data. */
  guess(end: End, type: number, length: number, session: TlsSession): HiddenGuess | undefined {
    if (session.phase === "tls13") {
      return end !== this.client
        ? this.serverRecord(length, session.protection)
        : this.clientRecord(length, session.protection);
    }
    if (type === contentType.alert) return { kind: "alert", name: "close_notify" };
    if (type !== contentType.handshake || session.phase !== "tls12" || this.finishedOnce[end]) return undefined;
    this.finishedOnce[end] = true;
    return message("finished");
  }

  /**
   * Whether a TLS 1.3 record of this length is probably the close_notify alert. It must be the last record before the
   * FIN.
   */
  isClosing(length: number, suite: SuiteProperties | undefined): boolean {
    return length === 2 + 1 + tagLength(suite);
  }

  private serverRecord(length: number, suite: SuiteProperties | undefined): HiddenGuess | undefined {
    const isFinished = length === finishedLength(suite);
    switch (this.serverStep) {
      case "start":
        this.serverStep = length > LONGEST_ENCRYPTED_EXTENSIONS ? "finished" : "extensions";
        return this.serverStep === "extensions"
          ? message("encrypted_extensions")
          : message("encrypted_extensions", ["certificate", "certificate_verify", "finished"]);
      case "extensions":
        if (isFinished) return this.serverFinished();
        if (length < SHORTEST_CERTIFICATE) return this.certificateRequest();
        this.serverStep = "certificate";
        return message("certificate");
      case "certificate":
        if (isFinished) return this.serverFinished();
        this.serverStep = "verify";
        return message("certificate_verify");
      case "verify":
        if (isFinished) return this.serverFinished();
        this.serverStep = "over";
        return undefined;
      case "over":
        return undefined;
      case "finished":
        if (this.clientStep !== "finished" || this.serverSentData || this.tickets === MAX_TICKETS) return undefined;
        if (hasTicketShape(length, suite) || (length >= SHORTEST_TICKET && !this.clientSentData)) {
          this.tickets += 1;
          return message("new_session_ticket");
        }
        this.serverSentData = true;
        return undefined;
    }
  }

  /** There is at most one; a second record of this size is something else. */
  private certificateRequest(): HiddenGuess | undefined {
    if (this.isCertificateRequested) this.serverStep = "over";
    if (this.serverStep === "over") return undefined;
    this.isCertificateRequested = true;
    return message("certificate_request");
  }

  private serverFinished(): HiddenGuess {
    this.serverStep = "finished";
    return message("finished");
  }

  private clientRecord(length: number, suite: SuiteProperties | undefined): HiddenGuess | undefined {
    if (this.clientStep === "finished" || this.clientStep === "over") {
      this.clientSentData = true;
      return undefined;
    }
    if (length === finishedLength(suite)) {
      this.clientStep = "finished";
      return message("finished");
    }
    if (this.offersEarlyData) return length === 4 + 1 + tagLength(suite) ? message("end_of_early_data") : undefined;
    return this.clientCertificate();
  }

  /** A client sends a certificate and a CertificateVerify before its Finished only if the server asked for them. */
  private clientCertificate(): HiddenGuess | undefined {
    const { isCertificateRequested: isRequested } = this;
    if (this.clientStep === "start") {
      this.clientStep = "certificate";
      return isRequested ? message("certificate") : undefined;
    }
    this.clientStep = this.clientStep === "certificate" ? "verify" : "over";
    return isRequested && this.clientStep === "verify" ? message("certificate_verify") : undefined;
  }
}

function message(name: string, others?: readonly string[]): HiddenGuess {
  return others === undefined ? { kind: "message", name } : { kind: "message", name, with: others };
}

/** Header, hash, inner content type and tag: RFC 8446 sections 4.4.4 and 5.2. */
function finishedLength(suite: SuiteProperties | undefined): number {
  return 4 + (suite === undefined ? 32 : hashLengths[suite.hash]) + 1 + tagLength(suite);
}

/**
 * Whether a record is as long as one with OpenSSL's NewSessionTicket: RFC 8446 section 4.6.1 with an 8-byte nonce, no
 * extensions, and a ticket of 32 bytes (a session id) or a multiple of 16 (an encrypted session).
 */
function hasTicketShape(length: number, suite: SuiteProperties | undefined): boolean {
  const ticket = length - (4 + 4 + 4 + 1 + 8 + 2 + 2) - 1 - tagLength(suite);
  return ticket >= 32 && ticket <= 1024 && ticket % 16 === 0;
}

function tagLength(suite: SuiteProperties | undefined): number {
  return suite === undefined ? 16 : suite.tagLength + suite.macLength;
}
