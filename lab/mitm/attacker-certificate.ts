import { X509Certificate } from "node:crypto";
import { type LookAlike, type LookAlikeKind, makeLookAlike } from "../../certs/look-alike.ts";
import { NobodyListens } from "../../chat/client/client-errors.ts";
import { oneLine } from "../../chat/client/peer-story.ts";
import { pinOf } from "../../chat/transport/certificates.ts";
import { connectToServer, type Target } from "./leg-to-server.ts";

/** What the attacker found at the server's address. */
export interface FoundServer {
  readonly target: Target;
  /** Its certificate in DER; undefined if no TLS handshake with it succeeds. */
  readonly certificate: Buffer | undefined;
  /** The reason without a certificate, in words that are not cleaned. */
  readonly noTls: string | undefined;
}

/**
 * Tries TLS with the server, at the first of its addresses that answers, to get its certificate. Throws a LabError
 * without a server.
 */
export async function findServer(targets: readonly Target[]): Promise<FoundServer> {
  let nobody: unknown;
  for (const target of targets) {
    try {
      const connection = await connectToServer(target, true);
      const [certificate] = connection.peerChain();
      connection.end();
      return { target, certificate, noTls: undefined };
    } catch (error) {
      nobody = error;
      if (error instanceof NobodyListens || !(await answersInTheClear(target))) continue;
      return { target, certificate: undefined, noTls: (error as Error).message };
    }
  }
  throw nobody;
}

async function answersInTheClear(target: Target): Promise<boolean> {
  try {
    (await connectToServer(target, false)).end();
    return true;
  } catch {
    return false;
  }
}

/** A certificate in a few words. The texts come from outside and are not cleaned. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** `sha256:` and hexadecimal, colons between the bytes. */
  readonly fingerprint: string;
}

/** The attacker's certificate, beside the original. */
export interface AttackerCertificate {
  readonly identity: LookAlike;
  readonly real: ShownCertificate;
  readonly shown: ShownCertificate;
}

/** Makes the attacker's certificate. Throws LabError, for example for a CA outside the lab's folder. */
export async function attackerCertificate(certificate: Buffer, how: LookAlikeKind): Promise<AttackerCertificate> {
  const identity = await makeLookAlike(certificate, how);
  return { identity, real: shownCertificate(certificate), shown: shownCertificate(identity.cert) };
}

function shownCertificate(certificate: Buffer | string): ShownCertificate {
  const shown = new X509Certificate(certificate);
  return { subject: oneLine(shown.subject), issuer: oneLine(shown.issuer), fingerprint: pinOf(shown) };
}
