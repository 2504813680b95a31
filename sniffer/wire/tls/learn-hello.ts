import { type End, otherEnd } from "../stream/end.ts";
import type { HiddenHandshake } from "./hidden-handshake.ts";
import { extensionOf } from "./messages/extension.ts";
import { hostName } from "./messages/extensions.ts";
import { chosenVersion } from "./messages/hello.ts";
import type { TlsMessage } from "./messages/message.ts";
import { isTls13 } from "./names.ts";
import { extensionType } from "./registry/iana-names.ts";
import type { TlsSession } from "./session.ts";

/** Updates the session, and the guesses about its hidden messages, with the facts of a hello. */
export function learnHello(message: TlsMessage, end: End, session: TlsSession, hidden: HiddenHandshake): void {
  switch (message.kind) {
    case "client_hello": {
      const { extensions } = message;
      session.restart(end);
      session.serverName = hostName(extensions) ?? session.serverName;
      hidden.client = end;
      hidden.offersEarlyData = extensions?.some(({ type }) => type === extensionType.early_data) ?? false;
      break;
    }
    case "server_hello": {
      const version = chosenVersion(message);
      session.choose(version, message.cipherSuite);
      hidden.client = otherEnd(end);
      session.alpn = extensionOf(message.extensions, "application_layer_protocol_negotiation")?.protocols[0];
      if (isTls13(version)) session.startTls13("server_hello_13");
      else session.on("server_hello_12");
      break;
    }
    case "hello_retry_request":
      session.startTls13("hello_retry_request");
      hidden.client = otherEnd(end);
      hidden.offersEarlyData = false;
      break;
  }
}
