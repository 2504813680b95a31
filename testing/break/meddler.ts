import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** An attacker on the path who changes the bytes of one direction without knowing what they are. */
export interface Meddler {
  readonly port: number;
  /** Changes the client's bytes, from the time it is set. */
  change: (bytes: Buffer) => Buffer;
  readonly close: () => void;
}

/** Opens a port before a server's. */
export async function openMeddler(serverPort: number): Promise<Meddler> {
  const sockets = new Set<Socket>();
  const port = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    for (const socket of [client, server]) {
      sockets.add(socket.on("error", () => {}).on("close", () => sockets.delete(socket)));
    }
    client.on("data", (bytes) => server.write(meddler.change(bytes as Buffer))).on("end", () => server.end());
    server.pipe(client);
  }).listen(0, "127.0.0.1");
  await once(port, "listening");
  const meddler: Meddler = {
    port: (port.address() as AddressInfo).port,
    change: (bytes) => bytes,
    close: () => {
      port.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return meddler;
}
