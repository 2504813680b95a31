import { connectClient } from "../../chat/client/client.ts";
import type { ChatClient, ClientOptions } from "../../chat/client/client-options.ts";
import { until } from "./peer.ts";

/** A chat client that keeps every line it got. */
export interface TestClient extends ChatClient {
  readonly lines: readonly string[];
  /** Resolves as soon as a line is exactly this. */
  hears(line: string): Promise<string>;
  /** Resolves once the connection is over. */
  readonly over: Promise<Error | undefined>;
}

/** Joins under `name`; port and the rest as for `connectClient`. */
export async function joinAs(
  name: string,
  options: Omit<ClientOptions, "name" | "host"> & { host?: string },
): Promise<TestClient> {
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let tellOver: (error: Error | undefined) => void = () => {};
  const over = new Promise<Error | undefined>((tell) => {
    tellOver = tell;
  });
  const client = await connectClient({
    host: "localhost",
    ...options,
    name,
    onDelivery: (delivery, line) => {
      lines.push(line);
      for (const listener of listeners) listener();
      options.onDelivery?.(delivery, line);
    },
    onClose: (error) => tellOver(error),
  });
  return {
    ...client,
    lines,
    over,
    hears: (line) =>
      until(
        () => lines.find((heard) => heard === line),
        listeners,
        () => `${name} to hear ${JSON.stringify(line)}, heard:\n${lines.join("\n")}`,
      ),
  };
}
