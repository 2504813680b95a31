import { extensionOf } from "../../sniffer/wire/tls/messages/extension.ts";
import { chosenVersion } from "../../sniffer/wire/tls/messages/hello.ts";
import type {
  ClientHello,
  ServerHello,
  ServerKeyExchange,
  TlsMessage,
} from "../../sniffer/wire/tls/messages/message.ts";
import type { SeenHello, SeenMessage } from "./seen.ts";

/** The choices in a server's first messages; undefined without a whole ServerHello. */
export function seenHello(offer: ClientHello, messages: readonly SeenMessage<TlsMessage>[]): SeenHello | undefined {
  const hello = ofKind<ServerHello>(messages, "server_hello") ?? ofKind<ServerHello>(messages, "hello_retry_request");
  const version = hello && chosenVersion(hello.message);
  const suite = hello?.message.cipherSuite;
  if (hello === undefined || version === undefined || suite === undefined) return undefined;
  const keyExchange = ofKind<ServerKeyExchange>(messages, "server_key_exchange");
  const { extensions } = hello.message;
  const group =
    extensionOf(extensions, "key_share")?.shares[0]?.group ??
    extensionOf(extensions, "selected_group")?.group ??
    keyExchange?.message.namedCurve;
  const primeBits = bitsOf(keyExchange?.message.dhPrime);
  return { hello, offer, version, suite, group, primeBits, keyExchange };
}

function bitsOf(number: Uint8Array | undefined): number | undefined {
  if (number === undefined) return undefined;
  const at = number.findIndex((byte) => byte !== 0);
  return at < 0 ? 0 : (number.length - at) * 8 - Math.clz32(number[at]!) + 24;
}

export function ofKind<Message extends TlsMessage>(
  messages: readonly SeenMessage<TlsMessage>[],
  kind: Message["kind"],
): SeenMessage<Message> | undefined {
  return messages.find(({ message }) => message.kind === kind) as SeenMessage<Message> | undefined;
}
