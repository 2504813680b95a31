import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { writeNewFile } from "../files/write-new.ts";
import { readServerIdentity } from "../server-identity.ts";
import type { Exhibit } from "./case.ts";
import { texts } from "./texts.ts";

/** The files of a case. */
export interface ExhibitFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** A server of the gallery, on 127.0.0.1. */
export interface GalleryServer {
  readonly port: number;
  readonly close: () => void;
}

/** Writes a case's certificates and key into its own folder, and replaces earlier ones. */
export function writeExhibit(folder: string, { ca, certificates, key }: Exhibit): ExhibitFiles {
  const files = {
    caFile: join(folder, "ca.pem"),
    certFile: join(folder, "server.pem"),
    keyFile: join(folder, "server-key.pem"),
  };
  writeNewFile(files.keyFile, key, { secret: true, force: true });
  writeNewFile(files.caFile, ca, { secret: false, force: true });
  writeNewFile(files.certFile, certificates, { secret: false, force: true });
  return files;
}

/**
 * Starts a case's server. It speaks TLS 1.2, in which certificates and alerts are readable on the wire, unless the case
 * is about versions. Throws LabError if such a server cannot even start.
 */
export async function serveExhibit(exhibit: Exhibit, files: ExhibitFiles, port = 0): Promise<GalleryServer> {
  const server = exhibit.server === "plain" ? createPlainServer(greet) : await tlsServer(exhibit, files);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()); // A client that refuses resets the connection.
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? texts.portTaken(port, error.code) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function tlsServer(exhibit: Exhibit, { certFile, keyFile }: ExhibitFiles): Promise<Server> {
  const { passphrase, serverOptions = { maxVersion: "TLSv1.2" } } = exhibit;
  const { cert, key } = await readServerIdentity(
    certFile,
    keyFile,
    passphrase === undefined ? undefined : async () => passphrase,
  );
  const server = createTlsServer({
    cert,
    key,
    ...serverOptions,
    // Level 0: otherwise OpenSSL would refuse a weak key or a SHA-1 signature.
    ciphers: `${serverOptions.ciphers ?? "DEFAULT"}:@SECLEVEL=0`,
  });
  server.on("secureConnection", answer);
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}

/** Enough HTTP for a browser or curl to show something, and enough of a chat for `openssl s_client`. */
function answer(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => socket.end(`HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${texts.hello}\n`));
}

/** A plain chat server's answer to a client that speaks TLS. */
function greet(socket: Socket): void {
  socket.once("data", () => socket.end(`${texts.plainHello}\n`));
}
