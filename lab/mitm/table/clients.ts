import { connectClient } from "../../../chat/client/client.ts";
import type { ChatClient, ClientSecurity } from "../../../chat/client/client-options.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import type { ClientKind } from "./cell.ts";

/** What a client needs to know beforehand of the real server. */
export interface Trust {
  /** PEM text of the CA it trusts. */
  readonly ca: string;
  /** `sha256:…` of the server's certificate. */
  readonly pin: string;
}

/** What came of a client's coming. */
export interface Visit {
  readonly tls: "accepted" | "refused";
  /** Its place in the chat, if it went in. */
  readonly chat: ChatClient | undefined;
}

/** Comes to a port on 127.0.0.1 that should be `localhost`'s. */
export async function visit(kind: ClientKind, port: number, name: string, trust: Trust): Promise<Visit> {
  const come = (tls: ClientSecurity | undefined) => connectClient({ host: "127.0.0.1", port, name, tls });
  try {
    return { tls: "accepted", chat: await come(securityOf(kind, trust)) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // The mistake that stripping lives on: TLS is better, but nothing depends on it.
    return { tls: "refused", chat: kind === "prefers-tls" ? await come(undefined) : undefined };
  }
}

function securityOf(kind: ClientKind, { ca, pin }: Trust): ClientSecurity {
  const verifying = { ca, servername: "localhost" };
  if (kind === "insecure") return { ...verifying, insecure: true };
  return kind === "pinned" ? { ...verifying, pin } : verifying;
}
