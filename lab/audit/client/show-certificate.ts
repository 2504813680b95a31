import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Exhibit } from "../../../certs/gallery/case.ts";
import { contentType } from "../../../sniffer/wire/tls/names.ts";
import { lastSighting } from "../kept/kept-packets.ts";
import type { KeptSocket } from "../kept/kept-socket.ts";
import { hexPairs, type Sighting } from "../seen.ts";

/** A client's reaction to a certificate. */
export interface ClientVerdict {
  /**
   * "speaks": it sent something · "stays": it waits for the server's bytes · "leaves": it ended the handshake, or left
   * directly after it.
   */
  readonly did: "speaks" | "stays" | "leaves";
  /** OpenSSL's error for the failed handshake, with the client's alert; empty if it left without one. */
  readonly said: string;
  readonly seen: Sighting;
}

/** After this many milliseconds of silence, a client that has finished its handshake counts as one that stays. */
const LISTENS_AFTER = 1_000;
/** How long a handshake may take. */
const PATIENCE = 10_000;

/** A case as a server shows it. Level 0 and TLS 1.2 are allowed, so that old clients also reach the certificate. */
export function contextOf({ certificates, key }: Exhibit): SecureContext {
  return createSecureContext({ cert: certificates, key, minVersion: "TLSv1.2", ciphers: "DEFAULT:@SECLEVEL=0" });
}

/** Makes a handshake with one client; undefined if it did not reach the certificate, or sent nonsense then. */
export function showCertificate(socket: KeptSocket, secureContext: SecureContext): Promise<ClientVerdict | undefined> {
  const { kept } = socket;
  const seen = () => lastSighting(kept, "client");
  return new Promise((resolve) => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    secure.on("keylog", (line) => kept.addSecret(line));
    /** A port scan, a line of text or half a hello reveals nothing about certificates: the server sent no messages. */
    const hasBegun = () => kept.first.server?.bytes[0] === contentType.handshake;
    const settle = (verdict: ClientVerdict | undefined) => {
      clearTimeout(timer);
      resolve(hasBegun() ? verdict : undefined);
      secure.end();
      setTimeout(() => secure.destroy(), 200).unref();
    };
    let timer = setTimeout(() => settle(undefined), PATIENCE);
    secure.once("secure", () => {
      clearTimeout(timer);
      timer = setTimeout(() => settle({ did: "stays", said: "", seen: seen() }), LISTENS_AFTER);
    });
    secure.once("data", (bytes) => settle({ did: "speaks", said: "", seen: { ...seen(), bytes: hexPairs(bytes) } }));
    secure.on("error", (error: Error & { reason?: string; code?: string }) =>
      settle(isNonsense(error) ? undefined : { did: "leaves", said: error.reason ?? error.message, seen: seen() }),
    );
    secure.on("close", () => settle({ did: "leaves", said: "", seen: seen() }));
  });
}

/** OpenSSL's own error, not the client's alert: the bytes were not TLS. */
function isNonsense({ code = "" }: { readonly code?: string }): boolean {
  return code.startsWith("ERR_SSL_") && !code.includes("_ALERT_");
}
