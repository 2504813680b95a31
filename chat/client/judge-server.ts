import { LabError } from "../../terminal/lab-error.ts";
import type { Connection } from "../transport/connection.ts";
import type { CertificateAlert } from "../transport/fatal-alert.ts";
import { refusedCertificate } from "./client-errors.ts";
import type { ClientOptions, ClientSecurity } from "./client-options.ts";
import { judgePeer, type PeerStory } from "./peer-story.ts";
import { texts } from "./texts.ts";

/**
 * Checks the server before anything is sent to it. That takes a moment: the server's lines wait meanwhile, and the end
 * of the connection is not missed.
 */
export async function judged(
  connection: Connection,
  security: JudgedSecurity | undefined,
  options: Pick<ClientOptions, "host" | "port" | "name" | "tls" | "onPeer">,
): Promise<{ readonly peer: PeerStory | undefined; readonly earlyClose: () => EarlyClose | undefined }> {
  let earlyClose: EarlyClose | undefined;
  connection.pause();
  connection.onClose = (error) => {
    earlyClose = { error };
  };
  const peer =
    security &&
    (await judge(connection, security).catch((error: unknown) => {
      connection.destroy(); // Otherwise the program would never end.
      throw error;
    }));
  if (peer !== undefined) {
    options.onPeer?.(peer);
    const failed = peer.checks.find(({ ok }) => !ok);
    if (!security?.insecure && failed !== undefined) {
      connection.refuse(alertFor[failed.check] ?? "bad_certificate");
      throw refusedCertificate(peer, options);
    }
  }
  return { peer, earlyClose: () => earlyClose };
}

export type JudgedSecurity = ClientSecurity & { readonly servername: string };
/** The other side closed the connection, with the system's error, if any. */
interface EarlyClose {
  readonly error: Error | undefined;
}

/** OpenSSL's alert for each failed check that has its own one. */
const alertFor: Readonly<Record<string, CertificateAlert>> = {
  issuer: "unknown_ca",
  signature: "unknown_ca",
  "CA flag": "unknown_ca",
  dates: "certificate_expired",
};

async function judge(connection: Connection, { servername, pin, describePeer }: JudgedSecurity): Promise<PeerStory> {
  const chain = connection.peerChain();
  const [own] = chain;
  if (own === undefined) throw new LabError(texts.noCertificate);
  const story = judgePeer(own, { name: servername, chainProblem: connection.chainProblem, pin, now: new Date() });
  if (describePeer === undefined || pin !== undefined) return story;
  const described = await describePeer(chain, servername);
  const refused = described.some(({ ok }) => !ok);
  // Each check is reported on its own if the description agrees with OpenSSL. If only OpenSSL refuses, its check is
  // reported too.
  return { ...story, checks: refused ? described : [...described, ...story.checks.filter(({ ok }) => !ok)] };
}
