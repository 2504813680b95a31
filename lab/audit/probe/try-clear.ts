import { connect } from "node:net";
import { contentType } from "../../../sniffer/wire/tls/names.ts";
import type { KeptConnection, KeptPackets } from "../kept/kept-packets.ts";
import { keptConnection } from "../kept/kept-socket.ts";
import { hexPairs, type Trials } from "../seen.ts";
import type { Place } from "./ask.ts";

/** After this many milliseconds, a server that answers without TLS and keeps the connection open counts as talking. */
const TALKS_AFTER = 600;

/**
 * Sends a line of text, like a program without TLS. "refuses": it closes, perhaps with an alert or with a reason in
 * words; "talks": it answers without TLS and stays; "silent": it waits for more.
 */
export function tryClear(place: Place, packets: KeptPackets): Promise<Trials["clear"]> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.host, port: place.port, noDelay: true });
    let received = Buffer.alloc(0);
    let kept: KeptConnection | undefined;
    let isSettled = false;
    const settle = (isOver: boolean) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      const isText = received.length > 0 && !isTlsRecord(received);
      const answer = isText && !isOver ? "talks" : isOver ? "refuses" : "silent";
      kept?.end(isOver ? "server" : "client");
      const at = kept?.last.server?.packet ?? kept?.packet;
      const place = { connection: kept?.number ?? packets.connections, port: kept?.ends.client.port, packet: at };
      resolve({ answer, seen: { ...place, message: "", field: "", offset: 0, bytes: hexPairs(received) } });
      socket.destroy();
    };
    let timer = setTimeout(() => settle(false), place.patience / 2);
    socket.on("connect", () => {
      kept = keptConnection(socket, packets, "client");
      kept.carry("client", Buffer.from(auditLine));
      socket.write(auditLine);
    });
    socket.on("data", (bytes) => {
      kept?.carry("server", bytes);
      received = Buffer.concat([received, bytes]).subarray(0, 256);
      clearTimeout(timer);
      timer = setTimeout(() => settle(false), TALKS_AFTER);
    });
    socket.on("end", () => settle(true));
    socket.on("close", () => settle(true));
    socket.on("error", () => settle(true));
  });
}

/** A record other than an alert is not an answer in text either: RFC 8446 section 5.1. */
function isTlsRecord([type, major]: Uint8Array): boolean {
  return type! >= contentType.change_cipher_spec && type! <= contentType.application_data && major === 3;
}

/** A name that a chat would accept, and that explains itself in the server's log. */
const auditLine = "lab-audit\n";
