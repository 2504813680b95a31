import type { Readable } from "node:stream";
import { endSecrets } from "../../terminal/ask-secret.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { LineSplitter, MAX_LINE_BYTES } from "../protocol/lines.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import { connectClient } from "./client.ts";
import { connectionError } from "./client-errors.ts";
import type { ClientOptions } from "./client-options.ts";
import type { PeerStory } from "./peer-story.ts";
import { texts } from "./texts.ts";

/** How long to wait for late lines after the end of the input, in milliseconds. */
const listenOn = 300;

/** Where the plain-line client reads and writes. */
export interface LineClientStreams {
  readonly input: Readable;
  /** Messages of others. */
  readonly say: (line: string) => void;
  /** About the connection itself. Separate, so that a script can read only the conversation. */
  readonly tell: (line: string) => void;
  /** Important warnings. */
  readonly warn: (line: string) => void;
}

/**
 * The chat as plain lines: sends each line of the input, and shows each line received. Ends in order with the input.
 * Throws a LabError if it cannot join or loses the connection.
 */
export async function runLineClient(
  options: Omit<ClientOptions, "onDelivery" | "onPeer" | "onClose">,
  streams: LineClientStreams,
): Promise<void> {
  const { input, say, tell, warn } = streams;
  let isLeaving = false;
  let onLost: (error: LabError | undefined) => void = () => {};
  const lost = new Promise<LabError | undefined>((resolve) => {
    onLost = resolve;
  });
  const client = await connectClient({
    ...options,
    acceptsForeign: options.layers === undefined,
    onDelivery: (_delivery, line) => say(printable(line)),
    onPeer: (peer) => {
      peerLines(peer).forEach(tell);
      if (options.tls?.insecure) warn(texts.insecure);
    },
    onClose: (error) => {
      if (isLeaving && !(error instanceof LabError)) onLost(undefined);
      else onLost(error ? connectionError(error, options) : new LabError(texts.serverClosed, texts.tryAgain));
    },
  });
  endSecrets();
  const isLayered = client.protection.kind === "plain" && client.protection.layers !== undefined;
  (isLayered ? warn : tell)(chatTexts.yourProtection(client.protection));
  if (client.isForeign) tell(texts.foreignServer);
  const splitter = new LineSplitter();
  const sendLines = () => {
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (line.kind !== "line") tell(texts.inputRefused(MAX_LINE_BYTES));
      else {
        isLeaving ||= /^[/!](?:quit|exit|salir)$/i.test(line.text.trim());
        client.say(line.text);
      }
    }
  };
  input.on("data", (bytes: Buffer) => {
    splitter.push(bytes);
    sendLines();
  });
  input.once("end", () => {
    const last = splitter.takeUnfinished();
    if (last?.kind === "line") client.say(last.text);
    isLeaving = true;
    setTimeout(() => client.close(), listenOn);
  });
  const problem = await lost;
  input.removeAllListeners("data").pause();
  (input as Readable & { unref?: () => void }).unref?.();
  if (problem) throw problem;
}

/** The server's certificate and the result of each check, line by line. Cleaned. */
export function peerLines(peer: PeerStory): string[] {
  const facts = texts.peerFacts({
    subject: printable(peer.subject),
    names: printable(peer.names),
    issuer: printable(peer.issuer),
    from: peer.validFrom,
    to: peer.validTo,
    fingerprint: peer.fingerprint,
  });
  const checks = peer.checks.map(({ check, ok, reason }) => texts.checkLine(check, ok, printable(reason)));
  return [...facts, ...checks];
}
