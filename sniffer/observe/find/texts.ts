import { counted, grouped } from "../../../terminal/grouped.ts";

const times = (value: number) => (value === 1 ? "once" : `${grouped(value)} times`);

/** Texts of `lab find`. */
export const texts = {
  forms: {
    utf8: "UTF-8",
    reversedCase: "UTF-8 with reversed case",
    upperCase: "UTF-8 in capitals",
    lowerCase: "UTF-8 in small letters",
    capitalised: "UTF-8 with a capital letter first",
    accentsApart: "UTF-8 with separate accents (NFD)",
    accentsJoined: "UTF-8 with combined accents (NFC)",
    latin1: "Latin-1",
    utf16le: "UTF-16LE",
    utf16be: "UTF-16BE",
    utf16leBase64: "UTF-16LE, base64",
    hex: "hexadecimal",
    hexUpper: "hexadecimal in capitals",
    hexSpaced: "hexadecimal with a space between the bytes",
    hexColons: "hexadecimal with a colon between the bytes",
    base64: "base64",
    base64url: "base64url",
    percent: "percent-encoded",
    percentPlus: "percent-encoded with + for spaces",
    percentAll: "percent-encoded, every byte",
  },

  // Where words were found
  inRecord: (contentType: string) => `a TLS ${contentType} record`,
  inStream: (first: number | undefined, packet: number, connection: number, sender: string, offset: number) =>
    `${first === undefined ? `packet ${packet}` : `packets ${first} to ${packet}`}, connection ${connection}, ${sender}, offset ${offset}`,
  inFrame: (packet: number, offset: number) => `packet ${packet}, outside of TCP data, byte ${offset} of the frame`,
  senders: {
    client: "client → server",
    server: "server → client",
    nobody: "in a frame that is not part of its stream",
  },
  hit: (place: string, inside: string | undefined, form: string, context: string) =>
    `${place}${inside === undefined ? "" : `, in ${inside}`}, as ${form}: ${context}`,
  searched: (hits: number, bytes: number, connections: number, encrypted: number, packets: number) => {
    const found = hits === 0 ? "not found" : `found ${times(hits)}`;
    const tls = encrypted === 0 ? "" : ` ${grouped(encrypted)} of these bytes are TLS application_data.`;
    return `${found} in ${counted(bytes, "byte")} of ${counted(connections, "connection")} (${counted(packets, "packet")}).${tls}`;
  },
  opened: (place: string) => `opened with the key: ${place}`,
  openedHits: (hits: number) =>
    hits === 0
      ? "Also not found in the text that the key opened."
      : `Opened with the key: found ${times(hits)}. Without the key, nobody finds it.`,
  keysNotLive: "keys open only capture files: they do not work with --live",
  keysNotLiveHint: 'For example: lab find "hola" work/captures/mine.pcap --keylog work/keys.log',
  chance: (hits: number) =>
    `The same bytes are in ciphertext, too, ${times(hits)}. So few bytes occur there by chance: it means nothing.`,

  noWords: "there is nothing to look for",
  noWordsHint: 'For example: lab find "hola" work/captures/mine.pcap',
  wordsFirst: (file: string) => `${file} is a file: the words come first, then the files`,
  wordsFirstHint: (words: string, file: string) => `For example: lab find "${words}" ${file}`,
  noFiles: "give a capture file, or --live DEVICE",
  notLive: (option: string) => `${option} works only with --live, not with files`,
  notLiveHint: 'For example: lab find --live lo --filter "tcp port 12345" "hola"',
  watching: (device: string, forms: number) => `watching ${device} for your words in ${forms} forms. Ctrl-C ends it`,
};
