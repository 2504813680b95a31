import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A connection on loopback over which the server sends this; resolves to the server's port when both have closed. */
export async function talk(text: string | Buffer): Promise<number> {
  const server = createServer((socket: Socket) => socket.end(text)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect(port, "127.0.0.1").resume();
  await once(client, "close");
  server.close();
  await once(server, "close");
  return port;
}

/** Whether an IPv4 segment on Ethernet without options belongs to this port. */
export function isOfPort(bytes: Uint8Array, port: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(34) === port || view.getUint16(36) === port;
}
