import { hostAndPort } from "../../terminal/host-and-port.ts";

/** One end of a connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** `127.0.0.1:12345`, or `[::1]:12345`. */
export function endpointText({ address, port }: Endpoint): string {
  return hostAndPort(address, port);
}
