import { goThroughLayers } from "../layers/go-through.ts";
import { LayeredConnection } from "../layers/layered-connection.ts";
import type { ClientLayers } from "../layers/layers.ts";
import { LineSplitter } from "../protocol/lines.ts";
import { connect } from "../transport/connect.ts";
import type { Connection } from "../transport/connection.ts";
import { closedEarly, connectionError, noWelcome, RefusedByServer } from "./client-errors.ts";
import { type ChatClient, type ClientOptions, MAX_DELIVERED_BYTES, usualDeadline } from "./client-options.ts";
import { joinRoom } from "./join-room.ts";
import { judged } from "./judge-server.ts";

/**
 * Connects and joins. Rejects with a LabError with the reason and the remedy: no server, the wrong mode, a certificate
 * that failed a check (nothing was sent then), or a refused name.
 */
export async function connectClient(options: ClientOptions): Promise<ChatClient> {
  const layers = options.layers?.();
  // The first lines of the layers belong to no message.
  let isTapped = layers === undefined;
  const onWire: ClientOptions["onWire"] = options.onWire && ((...seen) => isTapped && options.onWire?.(...seen));
  const { connection, security } = await reach({ ...options, onWire });
  if (layers !== undefined) {
    const layered = await throughLayers(connection, layers, options);
    isTapped = true;
    return joinRoom(layered, undefined, options);
  }
  const { peer, earlyClose } = await judged(connection, security, options);
  const joined = joinRoom(connection, peer, options);
  if (earlyClose() !== undefined) connection.onClose(earlyClose()!.error);
  else connection.resume();
  return joined;
}

/** Connects and checks the server, but sends nothing; the connection is paused. Rejects as `connectClient` does. */
export async function openConnection(options: Place & Pick<ClientOptions, "name" | "onPeer">): Promise<Connection> {
  const { connection, security } = await reach(options);
  await judged(connection, security, options);
  return connection;
}

type Place = Pick<ClientOptions, "host" | "port" | "tls" | "deadline" | "onWire">;

async function reach(options: Place) {
  const { host, port, tls, deadline = usualDeadline, onWire } = options;
  const security = tls && { ...tls, servername: tls.servername ?? host };
  try {
    return { connection: await connect({ host, port, deadline, tls: security, onWire }), security };
  } catch (error) {
    throw connectionError(error as Error, options);
  }
}

/** The beginning of the layers. */
async function throughLayers(
  connection: Connection,
  layers: ClientLayers,
  options: ClientOptions,
): Promise<LayeredConnection> {
  const splitter = new LineSplitter(MAX_DELIVERED_BYTES);
  const failures = {
    refused: (code: string, text: string) => new RefusedByServer(code, text, options),
    closed: (error: Error | undefined) => (error ? connectionError(error, options) : closedEarly(options)),
    late: () => noWelcome(options),
  };
  await goThroughLayers(connection, layers, splitter, { failures, deadline: options.deadline ?? usualDeadline });
  return new LayeredConnection(connection, layers, splitter);
}
