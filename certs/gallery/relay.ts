import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** An unencrypted TLS alert: RFC 8446 section 6. */
export interface Alert {
  readonly from: "client" | "server";
  readonly description: number;
}

/** Passes bytes between one client and a server, and keeps a copy of both directions. */
export interface Relay {
  readonly port: number;
  /** Stops, and returns the alerts that were sent. */
  readonly close: () => readonly Alert[];
}

/** Most bytes kept of each direction; a handshake that fails has a few thousand. */
const MAX_KEPT = 64 * 1024;

/** Finds the TLS records in bytes: the start and end of each, with its header. */
export type FindRecords = (bytes: Uint8Array) => readonly { readonly start: number; readonly end: number }[];

/** Opens a port on 127.0.0.1 that leads to `serverPort`, and keeps a copy of the bytes. */
export async function openRelay(serverPort: number, findRecords: FindRecords): Promise<Relay> {
  const kept = { client: [] as Buffer[], server: [] as Buffer[] };
  const sockets: Socket[] = [];
  const relay = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    sockets.push(client, server);
    const join = (from: Socket, to: Socket, copy: Buffer[]) => {
      from.on("data", (bytes) => copy.push(bytes));
      from.on("error", () => to.destroy());
      from.pipe(to);
    };
    join(client, server, kept.client);
    join(server, client, kept.server);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const close = () => {
    relay.close();
    for (const socket of sockets) socket.destroy();
    return (["client", "server"] as const).flatMap((from) =>
      alertsIn(Buffer.concat(kept[from]).subarray(0, MAX_KEPT), findRecords).map((description) => ({
        from,
        description,
      })),
    );
  };
  return { port: (relay.address() as AddressInfo).port, close };
}

const alertRecord = 0x15;
const closeNotify = 0;

/** The descriptions of unencrypted alerts; an encrypted one is longer than two bytes after its header of five. */
function alertsIn(bytes: Buffer, findRecords: FindRecords): readonly number[] {
  return findRecords(bytes).flatMap(({ start, end }) => {
    const description = bytes[start + 6];
    const isAlert = bytes[start] === alertRecord && end - start === 7;
    return isAlert && description !== undefined && description !== closeNotify ? [description] : [];
  });
}
