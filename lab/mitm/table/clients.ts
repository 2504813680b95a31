import { connectClient } from "../../../chat/client/client.ts";
import type { ChatClient, ClientSecurity } from "../../../chat/client/client-options.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import type { ClientKind } from "./cell.ts";

/** What a client must know about the real server. */
export interface Trust {
  /** PEM text of the CA it trusts. */
  readonly ca: string;
  /** `sha256:…` of the server's certificate. */
  readonly pin: string;
}

/** The result of a client's visit. */
export interface Visit {
  readonly tls: "accepted" | "refused";
  /** Its place in the chat, if it joined. */
  readonly chat: ChatClient | undefined;
}

/** Connects to a port on 127.0.0.1 that should belong to `localhost`. */
export async function visit(kind: ClientKind, port: number, name: string, trust: Trust): Promise<Visit> {
  const come = (tls: ClientSecurity | undefined) => connectClient({ host: "127.0.0.1", port, name, tls });
  try {
    return { tls: "accepted", chat: await come(securityOf(kind, trust)) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // The mistake behind stripping: TLS is preferred, but not required.
    return { tls: "refused", chat: kind === "prefers-tls" ? await come(undefined) : undefined };
  }
}

function securityOf(kind: ClientKind, { ca, pin }: Trust): ClientSecurity {
  const verifying = { ca, servername: "localhost" };
  if (kind === "insecure") return { ...verifying, insecure: true };
  return kind === "pinned" ? { ...verifying, pin } : verifying;
}
