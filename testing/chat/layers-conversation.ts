import { X509Certificate } from "node:crypto";
import { brokenServer } from "../../chat/layers/broken/server-layers.ts";
import { makeBrokenSession } from "../../chat/layers/broken/session.ts";
import { clientLayers } from "../../chat/layers/client-layers.ts";
import { fixedServer } from "../../chat/layers/fixed/server-layers.ts";
import type { ClientLayers, LayersServer, ServerLayers } from "../../chat/layers/layers.ts";
import type { RecipeName } from "../../chat/protocol/recipes.ts";
import { Room } from "../../chat/server/room.ts";
import { testCertificates } from "./test-certificates.ts";

/** A low cost of scrypt, for tests that are not about it. */
const TEST_COST = 2 ** 10;

/** The layers of a server for tests. `startedAt` is in Unix seconds, for `clock`. */
export function testLayers(recipe: RecipeName, accessKey = "hola1234", startedAt = 1_763_689_000): LayersServer {
  if (recipe !== "fixed") return brokenServer(makeBrokenSession(recipe, accessKey, startedAt));
  const { cert, key } = testCertificates();
  return fixedServer({ accessKey, chain: [new X509Certificate(cert).raw], privateKey: key, cost: TEST_COST });
}

/** One line on the wire, without its end. `connection` is the name of the connection's owner. */
export interface WireLine {
  readonly connection: string;
  readonly from: "client" | "server";
  readonly line: string;
}

/**
 * The lines and their speakers, in order: `["ana", "hola"]`. All join first, in the order of their first line; `people`
 * adds silent ones.
 */
export interface ConversationPlan {
  readonly layers: LayersServer;
  readonly said: readonly (readonly [name: string, text: string])[];
  readonly people?: readonly string[];
  /** The clients' access key; default: the server's. */
  readonly accessKey?: string;
}

/** All lines of a conversation under a home-made recipe, as in a capture, without any socket. */
export async function layersConversation(plan: ConversationPlan): Promise<readonly WireLine[]> {
  const { layers, said, people = [], accessKey = layers.accessKey } = plan;
  const lines: WireLine[] = [];
  const room = new Room(() => "word");
  const seats = new Map<number, { name: string; server: ServerLayers; client: ClientLayers }>();
  const deliver = (id: number, line: string) => {
    const { name, server, client } = seats.get(id)!;
    const sent = server.deliver(line);
    lines.push({ connection: name, from: "server", line: sent });
    client.open(sent);
  };
  const apply = (outcomes: ReturnType<Room["join"]>) => {
    for (const outcome of outcomes) {
      if (outcome.kind === "one") deliver(outcome.to, outcome.line);
      if (outcome.kind !== "all") continue;
      for (const member of room.members) if (member.id !== outcome.except) deliver(member.id, outcome.line);
    }
  };
  const join = async (name: string) => {
    const id = seats.size;
    const server = layers.begin();
    const client = clientLayers({ accessKey: async () => accessKey, judge: async () => {} });
    seats.set(id, { name, server, client });
    await shakeHands(client, server, (from, line) => lines.push({ connection: name, from, line }));
    lines.push({ connection: name, from: "client", line: name });
    const endpoint = { address: "127.0.0.1", port: 40_000 + id };
    apply(room.join({ id, protection: { kind: "plain" }, endpoint, now: 0 }, name));
  };
  for (const name of new Set([...said.map(([name]) => name), ...people])) await join(name);
  for (const [name, text] of said) {
    const [id, seat] = [...seats].find(([, each]) => each.name === name)!;
    const line = seat.client.seal(name, text);
    lines.push({ connection: name, from: "client", line });
    const received = seat.server.receive(line);
    if (received.kind === "opened") apply(room.receive(id, received.text, 0));
    else if (received.kind === "passed-on") apply([{ kind: "all", line, except: id }]);
    else throw new Error(`the server does not take ${line}: ${received.kind}`);
  }
  return lines;
}

async function shakeHands(
  client: ClientLayers,
  server: ServerLayers,
  onLine: (from: "client" | "server", line: string) => void,
): Promise<void> {
  const toServer = [client.begin()];
  for (let isOpen = false; !isOpen; ) {
    const line = toServer.shift();
    if (line === undefined) throw new Error("the handshake does not go on");
    onLine("client", line);
    const reply = await server.take(line);
    if (reply.outcome !== "go-on" && reply.outcome !== "open") throw new Error(`the server says: ${reply.outcome}`);
    for (const sent of reply.lines) {
      onLine("server", sent);
      const answer = await client.take(sent);
      toServer.push(...answer.lines);
      isOpen = answer.isOpen;
    }
  }
}
