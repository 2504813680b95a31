import { openToDecode } from "../../../sniffer/capture/open-to-decode.ts";
import type { Observation } from "../../../sniffer/observe/observation.ts";
import { observeCapture } from "../../../sniffer/observe/observe-capture.ts";
import { DecodeError, Reader } from "../../../sniffer/wire/decode/reader.ts";

/** The unencrypted certificates of one side of a connection, in DER, and their place in the capture. */
export interface CapturedChain {
  readonly connection: number;
  readonly packet: number;
  readonly from: string;
  readonly chain: readonly Uint8Array[];
}

/** Most chains of a capture; a class makes a few connections, a crafted capture may hold a million. */
const MAX_CHAINS = 100;

/**
 * The certificates in a capture: only of TLS 1.2 and older, because TLS 1.3 encrypts them. Throws LabError if it is not
 * a capture.
 */
export async function capturedChains(path: string): Promise<{ chains: readonly CapturedChain[]; sawTls13: boolean }> {
  const chains: CapturedChain[] = [];
  let sawTls13 = false;
  const look = (observations: readonly Observation[]) => {
    for (const observation of observations) {
      if (observation.kind === "summary")
        sawTls13 = observation.perConnection.some(({ version }) => version === "TLS 1.3");
      if (observation.kind !== "tls-message" || observation.message !== "certificate") continue;
      const { connection, packet, from, bytes } = observation;
      if (bytes !== undefined && chains.length < MAX_CHAINS)
        chains.push({ connection, packet, from, chain: chainIn(bytes) });
    }
  };
  await observeCapture(openToDecode([path])(path), look, { keepBytes: true });
  return { chains: chains.filter(({ chain }) => chain.length > 0), sawTls13 };
}

/**
 * A Certificate message, RFC 5246 section 7.4.2: four bytes of header, then a list of certificates, each after its
 * length.
 */
function chainIn(message: Uint8Array): readonly Uint8Array[] {
  const reader = new Reader(message);
  const chain: Uint8Array[] = [];
  try {
    reader.skip("Handshake header", 4);
    reader.block("Certificate list", reader.uint24("Certificate list length"), (list) =>
      list.many(() => chain.push(list.take("Certificate", list.uint24("Certificate length")))),
    );
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error; // Malformed: keeps what was read before.
  }
  return chain;
}
