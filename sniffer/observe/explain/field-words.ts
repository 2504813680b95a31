import { type FieldWords, layerWords } from "../../wire/decode/texts.ts";
import { extensionWords, tlsWords } from "../../wire/tls/texts.ts";

/**
 * What to tell a student about a field: by its label, and the label it stands under where one word means two things. Undefined where
 * nothing is known of it, which a test rules out for every label the decoders note.
 */
export function fieldWords(label: string, parent: string | undefined): FieldWords | undefined {
  return (
    known(`${parent}/${label}`) ??
    known(label) ??
    extension(label) ??
    lengthWords(label) ??
    unknownNumber(label) ??
    undefined
  );
}

function known(key: string): FieldWords | undefined {
  if (Object.hasOwn(tlsWords, key)) return tlsWords[key];
  return Object.hasOwn(layerWords, key) ? layerWords[key] : undefined;
}

/** "Extension server_name", and those of which no more than the name is known here. */
function extension(label: string): FieldWords | undefined {
  const name = label.match(/^Extension (.+)$/)?.[1];
  if (name === undefined) return undefined;
  if (name.startsWith("GREASE")) {
    return {
      what: "Means nothing on purpose.",
      why: "Clients send such values so that servers learn to pass over what they do not know.",
      source: "RFC 8701 section 2",
    };
  }
  return Object.hasOwn(extensionWords, name)
    ? extensionWords[name]
    : { what: `An extension of the hello: ${name}.`, source: 'IANA "TLS ExtensionType Values"' };
}

/** "Session id length": what its field says of the one that follows. */
function lengthWords(label: string): FieldWords | undefined {
  const part = label.match(/^(.+) length$/)?.[1];
  if (part === undefined) return undefined;
  return {
    what: `How many bytes the field "${part}" has, which follows.`,
    why: "It tells where the next field begins.",
  };
}

/** Numbers that have no name here: options and handshake messages. */
function unknownNumber(label: string): FieldWords | undefined {
  if (/^Option \d+$/.test(label))
    return { what: "An option that this lab does not know.", source: 'IANA "TCP Parameters"' };
  if (/^handshake (type \d+|message)$/.test(label) || messageLabel.test(label)) {
    return { what: "A handshake message that this lab does not take apart.", source: 'IANA "TLS HandshakeType"' };
  }
  return undefined;
}

/** Message names of the registry that have no words of their own. */
const messageLabel =
  /^(hello_verify_request|end_of_early_data|encrypted_extensions|(request|new)_connection_id|client_certificate_request|certificate_url|supplemental_data|key_update|compressed_certificate|ekt_key|next_protocol|encrypted_extensions_npn|message_hash)$/;
