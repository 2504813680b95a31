import { join } from "node:path";
import { afterEach } from "vitest";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import { itemsOf } from "../sniffer/capture-items.ts";
import { fixturesFolder } from "../sniffer/corpus.ts";
import { clientHello, serverHello, tlsRecord } from "../sniffer/packets.ts";
import { ConversationItems } from "./conversation-items.ts";
import { InspectorOnScreen } from "./inspector-on-screen.ts";

const open: InspectorOnScreen[] = [];

afterEach(async () => {
  for (const inspector of open.splice(0)) await inspector.close();
});

/** An inspector without a packet, closed after the test. */
export function opened(...how: ConstructorParameters<typeof InspectorOnScreen>): InspectorOnScreen {
  const inspector = new InspectorOnScreen(...how);
  open.push(inspector);
  return inspector;
}

/** An inspector that has read all these items, or a whole fixture; closed after the test. */
export async function showing(items: ConversationItems | string, columns = 80, rows = 24): Promise<InspectorOnScreen> {
  const inspector = opened(columns, rows);
  inspector.take(typeof items === "string" ? await itemsOf(openCaptureFile(join(fixturesFolder, items))) : items.items);
  inspector.end();
  await inspector.settled();
  return inspector;
}

/** A chat without encryption. */
export const chat = () =>
  new ConversationItems()
    .open()
    .say("client", "ana\n")
    .say("server", "# welcome ana\n")
    .say("client", "¡hola, Luis!\n")
    .say("server", "luis > adiós\n");

/** A handshake, and records of which one spans two packets. */
export const overTls = () =>
  new ConversationItems()
    .open()
    .say("client", tlsRecord(22, clientHello(Buffer.alloc(32, 7)), 0x0301))
    .say("server", Buffer.concat([tlsRecord(22, serverHello(Buffer.alloc(32, 9))), tlsRecord(20, Buffer.from([1]))]))
    .say("server", tlsRecord(23, Buffer.alloc(1200, 0xaa)).subarray(0, 700))
    .say("server", tlsRecord(23, Buffer.alloc(1200, 0xaa)).subarray(700))
    .say("client", tlsRecord(23, Buffer.alloc(53, 0xbb)))
    .say("client", tlsRecord(23, Buffer.alloc(38, 0xcc)));
