import { connectionError } from "../../chat/client/client-errors.ts";
import { connect } from "../../chat/transport/connect.ts";
import type { Connection } from "../../chat/transport/connection.ts";

/** The server behind the attacker. */
export interface Target {
  /** The given name: used in the TLS handshake, and shown. */
  readonly host: string;
  /**
   * The address that was checked and allowed: the attacker connects to it, so that the name cannot mean another host
   * later.
   */
  readonly address: string;
  readonly port: number;
  /** Whether that is this machine. */
  readonly isHere: boolean;
}

/** How long the server may take for connecting and handshake, in milliseconds. */
const DEADLINE = 5_000;

/**
 * Opens the attacker's own connection to the server. Over TLS it accepts every certificate. Rejects with a LabError.
 */
export async function connectToServer(
  { host, address, port }: Target,
  isTls: boolean,
  onKeyLog?: (line: Buffer) => void,
): Promise<Connection> {
  const tls = isTls ? { servername: host, onKeyLog } : undefined;
  try {
    return await connect({ host: address, port, deadline: DEADLINE, tls });
  } catch (error) {
    throw connectionError(error as Error, { host, port, tls });
  }
}
