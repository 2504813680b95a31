import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConversationItems } from "../../../testing/inspector/conversation-items.ts";
import { Conversation } from "../../../testing/sniffer/conversation.ts";
import { corpusFolder, fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { ofKind } from "../../../testing/sniffer/observe.ts";
import { clientHello, tlsRecord } from "../../../testing/sniffer/packets.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import type { Observation } from "../../observe/observation.ts";
import { Observer } from "../../observe/observer.ts";
import { parseQuery } from "../../observe/query/parse-query.ts";
import { packetFilter } from "../packet-filter.ts";
import { itemKinds } from "./item-index.ts";
import { PacketList } from "./packet-list.ts";
import { PacketStore } from "./packet-store.ts";
import { streamBytes } from "./stream-bytes.ts";

const captures = [fixturesFolder, join(corpusFolder, "own")]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => /\.pcap(ng)?$/.test(path));

async function storeAndObservations(path: string): Promise<{ store: PacketStore; observations: Observation[] }> {
  const store = new PacketStore();
  const observer = new Observer({ keepBytes: true });
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(path)) {
    store.take(batch);
    for (const item of batch) observations.push(...observer.push(item));
  }
  store.end();
  return { store, observations: [...observations, ...observer.end()] };
}

const middle = () => new Conversation().server("dos\n", { at: 4 }).server("uno\n", { at: 0 });

test.each([
  ["acknowledged", middle().client("", { acknowledge: 8 }).server("tres\n", { at: 8 })],
  ["to the end of the capture", middle().server("tres\n", { at: 8 })],
])("the lines of a stream that begins out of order are read again: %s", (_, { frames }) => {
  const store = new PacketStore();
  store.take(frames);
  store.end();
  const items = Array.from({ length: store.items.length }, (_, index) => store.items.at(index));
  const lines = items.filter(({ kind }) => kind === itemKinds.text);
  expect(lines.map((line) => Buffer.from(streamBytes(store, line).bytes).toString())).toEqual([
    "uno\n",
    "dos\n",
    "tres\n",
  ]);
  store.close();
});

test("of every small capture, what is read again is what was observed: sides, lines, records", async () => {
  const faults: string[] = [];
  for (const path of captures) {
    const { store, observations } = await storeAndObservations(path);
    const kinds = ["text", "binary", "tls-record"];
    const parts = observations.filter(({ kind }) => kinds.includes(kind));
    const wanted = [itemKinds.text, itemKinds.binary, itemKinds.record] as number[];
    const items = Array.from({ length: store.items.length }, (_, index) => store.items.at(index)).filter(({ kind }) =>
      wanted.includes(kind),
    );
    if (items.length !== parts.length) faults.push(`${path}: ${items.length} items, ${parts.length} observations`);
    for (const [index, part] of parts.entries()) {
      const item = items[index]!;
      if (part.kind !== "text" && part.kind !== "binary" && part.kind !== "tls-record") continue;
      if (item.offset !== part.offset || item.packet !== part.packet - 1)
        faults.push(`${path}: place of item ${index}`);
      if (part.bytes === undefined || (part.kind === "tls-record" && part.version === "SSL 2.0")) continue;
      const offset = part.offset + (part.kind === "tls-record" ? 5 : 0);
      const read = streamBytes(store, { ...item, offset, length: part.bytes.length });
      // A damaged record has fewer captured bytes than its length, and these need not be its first.
      const isDamaged = part.kind === "tls-record" && part.bytes.length < part.length;
      if (!isDamaged && Buffer.compare(read.bytes, part.bytes) !== 0) {
        faults.push(
          `${path}: packet ${part.packet}, ${part.kind} at ${part.offset} of ${part.bytes.length} bytes (${read.isWhole})`,
        );
      }
    }
    const turned = ofKind(observations, "connection").some(({ state }) => state === "roles-swapped");
    for (const observation of observations) {
      if (observation.kind !== "packet" || observation.from === undefined) continue;
      const packet = observation.number - 1;
      const side = store.sideOf(observation.connection!, store.endOf(packet));
      if (side !== observation.from && !turned) faults.push(`${path}: side of packet ${observation.number}`);
    }
    expect(store.packets.length).toBe(observations.filter(({ kind }) => kind === "packet").length);
    store.close();
  }
  expect(faults).toEqual([]);
}, 120_000);

function passing(store: PacketStore, text: string): number[] {
  const list = new PacketList(store, packetFilter(parseQuery(text, { isInspector: true })!, store));
  while (!list.isComplete) list.advance(50);
  return Array.from({ length: list.length }, (_, row) => list.at(row)! + 1);
}

test("filters let through what they say", () => {
  const store = new PacketStore();
  const items = new ConversationItems()
    .open()
    .say("client", "ana\n")
    .say("server", "# welcome ana\n")
    .say("client", "hola\n");
  store.take(items.items);
  expect(passing(store, "text")).toEqual([4, 5, 6]);
  expect(passing(store, "not text")).toEqual([1, 2, 3]);
  expect(passing(store, "from ana")).toEqual([1, 3, 4, 6]);
  expect(passing(store, "from server and payload")).toEqual([5]);
  expect(passing(store, "to ana or contains ana")).toEqual([2, 4, 5]);
  expect(passing(store, 'text contains "hola"')).toEqual([6]);
  expect(passing(store, "hex 0a and port 12345 and host 127.0.0.1")).toEqual([4, 5, 6]);
  expect(passing(store, "connection 1")).toEqual([]);
  expect(passing(store, "from :40000 and protocol tcp")).toEqual([1, 3, 4, 6]);
  expect(passing(store, "tls or gap or problem or marked or udp")).toEqual([]);
  store.close();
});

test("a line without a line end is found by the filter once it counts as said", () => {
  const store = new PacketStore();
  store.take(new ConversationItems().open().say("client", "hola").items);
  const list = new PacketList(store, (packet) => store.packets.has(packet, 0x8));
  list.advance(50);
  expect(list.length).toBe(0);
  store.idle({ seconds: 1_763_689_010, nanoseconds: 0 });
  list.advance(50);
  expect(list.at(0)).toBe(3);
  store.close();
});

test("where client and server were guessed wrongly, a ClientHello puts them right, for the packets before it too", () => {
  const store = new PacketStore();
  const hello = tlsRecord(22, clientHello(Buffer.alloc(32, 7)), 0x0301);
  // Port 999 is smaller than 12345, so it counts as the server's until its hello.
  store.take(new ConversationItems(999).say("server", "").say("client", hello).say("server", "x").items);
  const sides = [0, 1, 2].map((packet) => store.sideOf(0, store.endOf(packet)));
  expect(sides).toEqual(["server", "client", "server"]);
  expect(store.itemsOf(1).find(({ kind }) => kind === itemKinds.message)).toMatchObject({ name: "client_hello" });
  const end = store.itemsOf(1).find(({ kind }) => kind === itemKinds.message)!.end;
  expect(store.sideOf(0, end)).toBe("client");
  store.close();
});
