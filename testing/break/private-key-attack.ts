import type { Frame } from "../../sniffer/capture/frame.ts";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import { testCertificates } from "../chat/test-certificates.ts";
import { observeWithKeys } from "../sniffer/opened.ts";
import type { AttackedRoom } from "./attacked-room.ts";

/**
 * Tries the server's stolen private key on the capture. Throws if the records stay closed for another reason than
 * forward secrecy.
 */
export async function opensWithPrivateKey({ path }: AttackedRoom): Promise<boolean> {
  const frames: Frame[] = [];
  for await (const batch of openCaptureFile(path)) {
    for (const item of batch) if (item.kind === "frame") frames.push(item);
  }
  const observations = observeWithKeys(frames, { privateKeys: [testCertificates().key] });
  if (observations.some((one) => one.kind === "text" && one.opened)) return true;
  const closed = observations.flatMap((one) => (one.kind === "tls-record" && one.closed ? [one.closed.reason] : []));
  if (!closed.includes("forward-secrecy")) throw new Error(`closed for other reasons: ${closed}`);
  return false;
}
