import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { connectClient } from "../../chat/client/client.ts";
import type { ChatClient } from "../../chat/client/client-options.ts";
import { startServer } from "../../chat/server/server.ts";
import { captureInBackground, countFrames } from "../../sniffer/capture/capture-in-background.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import type { SpokenLine } from "./conversation.ts";
import { texts } from "./texts.ts";

export interface Stage {
  /** The server's certificate and key, and the CA that the clients trust. Without it, there is no TLS. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile: string };
  readonly device: string;
  readonly captureFile: string;
}

/** How long a line may take to reach the other client, in milliseconds. */
const deliveryDeadline = 5_000;
/** The pause between two lines, in milliseconds, so that each is a separate packet. */
const betweenLines = 40;

/**
 * Plays the conversation for real: a server, two clients on loopback, and a libpcap capture. Each line is sent when the
 * one before has arrived. Returns the number of captured packets. Throws a LabError if something fails.
 */
export async function playConversation(
  lines: readonly SpokenLine[],
  { tls, device, captureFile }: Stage,
): Promise<number> {
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port: 0,
    mode: tls === undefined ? "plain" : "tls",
    tls: tls && { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
  });
  const capture = await captureInBackground({ device, filter: `tcp port ${server.port}` }, (live) =>
    countFrames(recordCapture(live, captureFile, tell)),
  ).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  let packets = 0;
  try {
    await speak(lines, server.port, tls && readFileSync(tls.caFile, "utf8"));
  } finally {
    await server.close();
    packets = await capture.stop();
  }
  return packets;
}

function tell(notice: string): void {
  printError(`lab: ${notice}`);
}

async function speak(lines: readonly SpokenLine[], port: number, ca: string | undefined): Promise<void> {
  const heard = new Set<string>();
  let onHeard = () => {};
  const join = (name: string): Promise<ChatClient> =>
    connectClient({
      host: "127.0.0.1",
      port,
      name,
      tls: ca === undefined ? undefined : { ca, servername: "localhost" },
      onDelivery: (_delivery, line) => {
        heard.add(line);
        onHeard();
      },
    });
  const clients = { ana: await join("ana"), luis: await join("luis") };
  for (const { name, text } of lines) {
    const arrived = new Promise<"arrived">((resolve) => {
      onHeard = () => {
        if (heard.has(`${name} > ${text}`)) resolve("arrived");
      };
    });
    clients[name].say(text);
    if ((await Promise.race([arrived, pause(deliveryDeadline, "late", { ref: false })])) === "late") {
      throw new LabError(texts.notDelivered(text), texts.notDeliveredHint);
    }
    await pause(betweenLines);
  }
  await clients.ana.close();
  await clients.luis.close();
}
