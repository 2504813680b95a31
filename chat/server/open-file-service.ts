import type { FileStore } from "../files/file-store.ts";
import { Incoming } from "../files/incoming.ts";
import { fileAnswerLine } from "../files/requests.ts";
import { serveFiles } from "../files/serve-files.ts";
import type { DeskSession } from "./desk-session.ts";

/** How long a client may take nothing of what is sent, in milliseconds. */
const patience = 30_000;

/** Serves the files of `user` over a connection that has logged in. Resolves when the connection is over. */
export async function openFileService(session: DeskSession, user: string, store: FileStore): Promise<void> {
  const { connection, reader } = session;
  const incoming = new Incoming(connection, reader.handOver());
  const send = async (bytes: Uint8Array) => {
    connection.write(bytes);
    await connection.drained(patience);
  };
  try {
    await send(Buffer.from(`${fileAnswerLine.ready}\n`));
    await serveFiles({ user, incoming, send, store });
  } catch {
    // It has ended, stalls, or breaks the rules of the protocol.
    connection.destroy();
  }
}
