import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { observeCapture } from "../../sniffer/observe/observe-capture.ts";

/** The facts of one handshake in a capture, with the names of observations. */
export interface Handshake {
  /** The highest version that the client offered. */
  offered: string | undefined;
  /** The packet of the ServerHello, and the server's choice. */
  packet?: number;
  version?: string | undefined;
  suite?: string | undefined;
  /** SHA-256 of the server's certificate, if it is not encrypted. */
  certificate?: string | undefined;
  /** Whether the server sent an unencrypted alert. */
  isRefused: boolean;
}

/** Most connections kept of one capture; an audit makes a few hundred. */
const MAX_HANDSHAKES = 5_000;

/** The handshakes of a capture, in the order of their connections. Throws LabError if it is not a capture. */
export async function readHandshakes(path: string): Promise<readonly Handshake[]> {
  const handshakes = new Map<number, Handshake>();
  await observeCapture(openCaptureFile(path), (observations) => {
    for (const observation of observations) take(observation, handshakes);
  });
  return [...handshakes.values()];
}

function take(observation: Observation, handshakes: Map<number, Handshake>): void {
  if (observation.kind === "tls-alert") {
    const handshake = handshakes.get(observation.connection);
    if (handshake !== undefined && observation.from === "server") handshake.isRefused = true;
  }
  if (observation.kind !== "tls-message") return;
  const { connection, message, packet, version, versions, suite, certificates } = observation;
  if (message === "client_hello" && handshakes.size < MAX_HANDSHAKES) {
    handshakes.set(connection, { offered: versions?.[0] ?? version, isRefused: false });
  }
  const handshake = handshakes.get(connection);
  if (handshake === undefined) return;
  if (message === "server_hello" || message === "hello_retry_request")
    Object.assign(handshake, { packet, version, suite });
  if (message === "certificate") handshake.certificate ??= certificates?.[0]?.sha256;
}
