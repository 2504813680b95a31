import { endpointText } from "../../chat/protocol/endpoint.ts";
import type { Scene } from "./run-mitm.ts";

/** The address for clients, and the server's; not cleaned. */
export function wayOf({ name, port, target }: Scene): { readonly clients: string; readonly server: string } {
  return {
    clients: endpointText({ address: name, port }),
    server: endpointText({ address: target.host, port: target.port }),
  };
}
