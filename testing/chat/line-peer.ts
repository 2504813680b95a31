import net from "node:net";
import tls from "node:tls";
import { until } from "./peer.ts";
import { testCertificates } from "./test-certificates.ts";

/** A connection on which a test types lines by hand, as with nc or openssl. */
export interface LinePeer {
  type(...lines: readonly string[]): void;
  /** Resolves to the next unread line that begins like this. Earlier lines are skipped. */
  hears(start: string): Promise<string>;
  readonly lines: readonly string[];
  readonly socket: net.Socket;
  /** Resolves when the other side has closed. */
  readonly over: Promise<void>;
  end(): void;
}

/** Connects to localhost, by default over TLS. */
export function connectByHand(
  port: number,
  { plain = false, host = "127.0.0.1", localAddress = "127.0.0.1" } = {},
): LinePeer {
  const raw = net.connect({ port, host, localAddress });
  const socket = plain ? raw : tls.connect({ socket: raw, ca: testCertificates().ca, servername: "localhost" });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let [rest, taken] = ["", 0];
  socket.setEncoding("utf8").on("data", (text: string) => {
    const pieces = (rest + text).split("\n");
    rest = pieces.pop()!;
    lines.push(...pieces);
    for (const listener of listeners) listener();
  });
  socket.on("error", () => {});
  raw.on("error", () => {});
  return {
    lines,
    socket,
    over: new Promise((resolve) => socket.once("close", () => resolve())),
    type: (...typed) => void socket.write(typed.map((line) => `${line}\n`).join("")),
    end: () => void socket.destroy(),
    hears: (start) =>
      until(
        () => {
          const found = lines.findIndex((line, index) => index >= taken && line.startsWith(start));
          if (found < 0) return undefined;
          taken = found + 1;
          return lines[found];
        },
        listeners,
        () => `a line that begins with ${start}, heard:\n${lines.join("\n")}`,
      ),
  };
}
