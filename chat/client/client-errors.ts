import { hostAndPort } from "../../terminal/host-and-port.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts as accountTexts } from "../accounts/texts.ts";
import { proposedName } from "../protocol/names.ts";
import { silentInHandshake } from "../transport/connect.ts";
import type { OddBytes } from "./first-bytes.ts";
import type { PeerStory } from "./peer-story.ts";
import { texts } from "./texts.ts";

/** The server that the client wanted. */
interface Destination {
  readonly host: string;
  readonly port: number;
  readonly tls?: unknown;
}

/** The certificate failed a check: which one, and what to do. A second try would not help. */
export class CertificateRefused extends LabError {
  readonly peer: PeerStory;

  constructor(peer: PeerStory, message: string, hint: string) {
    super(message, hint);
    this.name = "CertificateRefused";
    this.peer = peer;
  }
}

/** No server is reachable at that address and port. */
export class NobodyListens extends LabError {}

/** The server at that address and port does not speak TLS. */
export class NotTls extends LabError {}

/** The server does not send lines of a chat. A second try would not help. */
export class NotAChat extends LabError {}

/** The server refused the client before the welcome. `code` is the one on the wire (see refusal.ts); "" without one. */
export class RefusedByServer extends LabError {
  readonly code: string;

  constructor(code: string, text: string, { name, port }: { readonly name: string; readonly port: number }) {
    super(texts.serverRefused(printable(text)), refusalHint(code, name, port));
    this.name = "RefusedByServer";
    this.code = code;
  }
}

function refusalHint(code: string, name: string, port: number): string | undefined {
  if (code === "tls-only") return texts.comeOverTls(port);
  if (code === "layers-needed") return texts.comeThroughLayers(port);
  if (code === "no-layers") return texts.comeInTheClearInstead(port);
  if (code === "no-accounts") return texts.comeWithoutAccount;
  if (code === "login-failed") return accountTexts.tryRegister(name);
  if (code.endsWith("-key") || code === "key-needed") return texts.giveKey;
  if (code.startsWith("certificate-")) return texts.giveCertificate;
  // The text already has the certificate's name.
  return code.startsWith("name-") && code !== "name-not-certified" ? texts.takeName(proposedName(name)) : undefined;
}

/**
 * The advice for a failed check, by its name here or in `lab certs verify`. All other checks are about the certificate
 * itself.
 */
const adviceFor: Readonly<Record<string, keyof typeof texts.checkAdvice>> = {
  pin: "pin",
  name: "name",
  dates: "dates",
  issuer: "trust",
  signature: "trust",
  "CA flag": "trust",
};

/** Names the first failed check, and what to do. */
export function refusedCertificate(peer: PeerStory, destination: Destination): CertificateRefused {
  const { check, reason } = peer.checks.find(({ ok }) => !ok)!;
  const message = texts.certificateRefused(where(destination), check, printable(reason).replace(/\.$/, ""));
  const advice = check === "name" && peer.names === "" ? "no-names" : (adviceFor[check] ?? "certificate");
  const hint = texts.checkAdvice[advice](printable(destination.host));
  return new CertificateRefused(peer, message, hint);
}

/** An error of the system or of OpenSSL on a connection, in words, with what to do. */
export function connectionError(error: Error, destination: Destination): LabError {
  const { code = "", reason } = error as NodeJS.ErrnoException & { reason?: string };
  const { host, port, tls } = destination;
  if (error instanceof LabError) return error;
  const at = where(destination);
  const mode = tls === undefined ? "plain" : "tls";
  if (code === "ECONNREFUSED") return new NobodyListens(texts.nobodyListens(at), texts.startServer(mode, port));
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new LabError(texts.unknownHost(printable(host)), texts.checkSpelling);
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "EADDRNOTAVAIL") {
    return new LabError(texts.unreachable(at, code), texts.checkNetwork(printable(host)));
  }
  if (code === "ETIMEDOUT") return new LabError(texts.noAnswer(at), texts.checkNetwork(printable(host)));
  if (code === silentInHandshake) {
    return new LabError(texts.silentInHandshake(at), texts.perhapsNotTls(printable(host), port));
  }
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return new NotTls(texts.notTls(at), texts.comeInTheClear(port));
  }
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    const shown = printable(reason ?? error.message);
    return new LabError(texts.handshakeFailed(at, shown), texts.commonVersions);
  }
  if (tls !== undefined && error.message.includes("handshake")) {
    return new NotTls(texts.closedInHandshake(at), texts.comeInTheClear(port));
  }
  return new LabError(texts.connectionLost(at, code === "" ? printable(error.message) : code), texts.tryAgain);
}

/** No welcome came in time. */
export function noWelcome(destination: Destination): LabError {
  return new LabError(texts.noWelcome(where(destination)), otherClient(destination));
}

/** The server sent something that is not text. */
export function notAChat(odd: OddBytes, destination: Destination): NotAChat {
  const { host, port } = destination;
  const at = where(destination);
  if (odd.kind === "tls-record") return new NotAChat(texts.sentTls(at, odd.contentType), texts.comeOverTls(port));
  return new NotAChat(texts.sentNoText(at, odd.bytes), texts.lookAtBytes(printable(host), port));
}

/** The server closed the connection before the welcome. */
export function closedEarly(destination: Destination): LabError {
  return new LabError(texts.closedBeforeWelcome(where(destination)), otherClient(destination));
}

/** A foreign server closed the connection without a byte. A TLS server does this after an unencrypted line. */
export function closedUnheard(destination: Destination): LabError {
  const { port, tls } = destination;
  const hint = tls === undefined ? texts.perhapsTls(port) : otherClient(destination);
  return new LabError(texts.closedUnheard(where(destination)), hint);
}

/** Another program that may speak the protocol of a foreign server. */
function otherClient({ host, port, tls }: Destination): string {
  return tls === undefined ? texts.tryNc(printable(host), port) : texts.tryOpenssl(printable(host), port);
}

function where({ host, port }: Destination): string {
  return hostAndPort(printable(host), port);
}
