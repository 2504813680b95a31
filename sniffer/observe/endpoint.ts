import { hostAndPort } from "../../terminal/host-and-port.ts";

/** One end of a packet or connection. */
export interface Endpoint {
  /** `127.0.0.1`, `::1`. */
  readonly address: string;
  /** Undefined if the protocol has none. */
  readonly port: number | undefined;
}

/** An endpoint as text: `127.0.0.1:443`, `[::1]:443`, or the address alone without a port. */
export function endpointText({ address, port }: Endpoint): string {
  return hostAndPort(address, port);
}
