import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientLayers } from "../../chat/layers/client-layers.ts";
import { recipeNames } from "../../chat/protocol/recipes.ts";
import { type RunningServer, startServer } from "../../chat/server/server.ts";
import { type LayersCapture, LayersCollector } from "../../lab/break/capture/layers-capture.ts";
import { captureInBackground } from "../../sniffer/capture/capture-in-background.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { observeCapture } from "../../sniffer/observe/observe-capture.ts";
import { testLayers } from "../chat/layers-conversation.ts";
import { testCertificates } from "../chat/test-certificates.ts";
import { joinAs, type TestClient } from "../chat/test-client.ts";

/** The recipes, and TLS for comparison. */
export const wires = [...recipeNames, "tls"] as const;
export type Wire = (typeof wires)[number];

/** The access key of every room: in the lab's list of words. */
const accessKey = "hola12";
/** How long before its capture a server started, in seconds. */
const UPTIME = 90;

export const said = [
  ["ana", "nos vemos a las ocho en la plaza"],
  ["luis", "vale, y no se lo digas a nadie"],
  ["ana", "la llave está debajo del banco"],
  ["luis", "hasta luego, que vaya bien"],
] as const;

/** A running chat, and an attacker's capture of it so far. */
export interface AttackedRoom {
  readonly wire: Wire;
  readonly server: RunningServer;
  /** The file, and its contents. */
  readonly path: string;
  readonly capture: LayersCapture;
  readonly observations: readonly Observation[];
  /** A client in the room that reads what attacks send. */
  readonly luis: TestClient;
  /** Another client with the right keys, through any port. */
  readonly join: (name: string, port?: number) => Promise<TestClient>;
  readonly close: () => Promise<void>;
}

/**
 * Runs a conversation over this wire and captures it, from the first client to the last word. Needs the right to
 * capture.
 */
export async function openAttackedRoom(wire: Wire): Promise<AttackedRoom> {
  const folder = mkdtempSync(join(tmpdir(), "lab-attacked-"));
  const path = join(folder, `${wire}.pcap`);
  const { cert, key, ca } = testCertificates();
  const layers = wire === "tls" ? undefined : testLayers(wire, accessKey, Math.floor(Date.now() / 1000) - UPTIME);
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port: 0,
    ...(wire === "tls" ? { mode: "tls", tls: { cert, key } } : { mode: "plain", layers }),
  });
  const recording = await captureInBackground({ device: "lo", filter: `tcp port ${server.port}` }, async (live) => {
    const seen: Observation[] = [];
    const look = (observations: readonly Observation[]) => void seen.push(...observations);
    await observeCapture(
      recordCapture(live, path, () => {}),
      look,
      { keepBytes: true },
    );
    return seen;
  });
  const ownLayers = () =>
    clientLayers({ accessKey: async () => accessKey, wanted: layers?.recipe, judge: async () => {} });
  const joinRoom = (name: string, port = server.port) =>
    joinAs(name, {
      ...{ host: "127.0.0.1", port },
      ...(wire === "tls" ? { tls: { ca, servername: "localhost" } } : { layers: ownLayers }),
    });
  const people = { ana: await joinRoom("ana"), luis: await joinRoom("luis") };
  for (const [name, text] of said) {
    people[name].say(text);
    await people[name === "ana" ? "luis" : "ana"].hears(`${name} > ${text}`);
  }
  await people.ana.close();
  const observations = await recording.stop();
  const collector = new LayersCollector();
  for (const observation of observations) collector.push(observation);
  return {
    ...{ wire, server, path, observations, luis: people.luis, join: joinRoom },
    capture: collector.capture(),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
