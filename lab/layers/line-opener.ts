import { Bystander } from "../../chat/layers/broken/bystander.ts";
import type { LineOpener } from "../../sniffer/wire/tls/open/secrets.ts";

/** Opens the lines of home-made layers in a capture, for the sniffer. */
export function lineOpener(accessKey: string): LineOpener {
  const bystander = new Bystander(accessKey);
  return {
    get outcome() {
      return bystander.outcome;
    },
    open(connection, from, line) {
      const heard = bystander.hear(connection, line);
      switch (heard?.kind) {
        case "private-key":
          return heard.pem.trimEnd();
        case "session-key":
          return heard.key;
        case "message":
          return from === "server" ? `${heard.name} > ${heard.text}` : heard.text;
        default:
          return undefined;
      }
    },
  };
}
