import { X509Certificate } from "node:crypto";
import { makeLookAlike } from "../../certs/look-alike.ts";
import { CertificateRefused } from "../../chat/client/client-errors.ts";
import { openMessage } from "../../chat/layers/broken/message.ts";
import { type BrokenSession, keyLines, makeBrokenSession } from "../../chat/layers/broken/session.ts";
import { makeKeyShare } from "../../chat/layers/fixed/key-share.ts";
import { readLayersLine, writeLayersLine } from "../../chat/layers/layers-line.ts";
import { texts as layersTexts } from "../../chat/layers/texts.ts";
import { openProxy } from "../../lab/mitm/proxy.ts";
import { testCertificates } from "../chat/test-certificates.ts";
import type { Outcome } from "./attack-table.ts";
import type { AttackedRoom } from "./attacked-room.ts";

const words = "esto es solo para ti";

/** `lab mitm` between a new client and the server, with its own keys instead of the server's. */
export async function substituteKeys({ wire, server, join }: AttackedRoom): Promise<Outcome> {
  const session = makeBrokenSession(wire === "fixed" || wire === "tls" ? "chain" : wire, "not the access key", 0);
  const read: string[] = [];
  const identity =
    wire === "tls"
      ? await makeLookAlike(new X509Certificate(testCertificates().cert).raw, { kind: "self-signed" })
      : undefined;
  const proxy = await openProxy({
    hosts: ["127.0.0.1"],
    port: 0,
    target: { host: "localhost", address: "127.0.0.1", port: server.port, isHere: true },
    identity,
    strip: false,
    change: (text) => withOwnKeys(text, session),
    onEvent: (event) => {
      const line = event.kind === "line" ? readLayersLine(event.text) : undefined;
      const message = line && openMessage(session.sessionKey, line);
      if (message?.kind === "message") read.push(message.text);
    },
  });
  try {
    const client = await join("victim", proxy.port);
    client.say(words);
    for (let tries = 0; tries < 100 && !read.includes(words); tries++)
      await new Promise((next) => setTimeout(next, 20));
    if (!read.includes(words)) throw new Error("the client joined, and nothing was read");
    return "falls";
  } catch (error) {
    if (error instanceof CertificateRefused) return "certificate";
    if ((error as Error).message === layersTexts.keysDoNotOpen) return "keys-do-not-open";
    if ((error as Error).message === layersTexts.notGenuine) return "signature";
    throw error;
  } finally {
    proxy.close();
  }
}

const share = makeKeyShare().bytes;

/** A line with the attacker's key, if the original carries a key. */
function withOwnKeys(text: string, session: BrokenSession): string {
  const line = readLayersLine(text);
  if (line?.kind === "share") return writeLayersLine({ ...line, bytes: share });
  const own = keyLines(session).find(({ kind }) => kind === line?.kind);
  return own === undefined ? text : writeLayersLine(own);
}
