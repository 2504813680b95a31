import { printable } from "../../../terminal/printable.ts";
import type { Hit, Searched } from "./finder.ts";

/** What `lab find` says. */
export const texts = {
  reversedCase: "UTF-8 with reversed case",
  upperCase: "UTF-8 in capitals",
  lowerCase: "UTF-8 in small letters",
  capitalised: "UTF-8 with a capital first",
  accentsApart: "UTF-8 with the accents apart (NFD)",
  accentsJoined: "UTF-8 with the accents joined (NFC)",
  hex: "hexadecimal",
  hexUpper: "hexadecimal in capitals",
  hexSpaced: (what: string) => `hexadecimal with ${what} between the bytes`,
  percent: "percent-encoded",
  percentPlus: "percent-encoded with + for spaces",
  percentAll: "percent-encoded throughout",
  chance: (times: string) =>
    `The same bytes stand ${times} in ciphertext: so few bytes turn up there by chance, and it means nothing.`,
  noWords: "there is nothing to look for",
  noWordsHint: 'For example: lab find "hola" work/captures/mine.pcap',
  wordsFirst: (words: string, file: string) => ({
    message: `${printable(file)} is a file: the words come first, then the files`,
    hint: `For example: lab find "${printable(words)}" ${printable(file)}`,
  }),
  noFiles: "name a capture file to look in, or --live DEVICE",
  watching: (device: string, forms: number) => `watching ${device} for your words in ${forms} forms; Ctrl-C ends it`,
} as const;

/** One hit as a line. Cleaned. */
export function hitText({ packet, firstPacket, connection, from, offset, form, inside, context }: Hit): string {
  const where =
    connection === undefined
      ? `packet ${packet}, outside of TCP data, byte ${offset} of the frame`
      : `${firstPacket === undefined ? "packet" : `packets ${firstPacket} to`} ${packet}, connection ${connection}, ${sender(from)}, offset ${offset}`;
  const what = inside === undefined ? "" : `, in ${inside}`;
  return printable(`${where}${what}, as ${form}: ${context}`);
}

function sender(from: Hit["from"]): string {
  if (from === undefined) return "in a frame that is no part of its stream";
  return from === "client" ? "client → server" : "server → client";
}

/** What was searched, for the last line. */
export function searchedText({
  hits,
  chanceHits,
  streamBytes,
  connections,
  encryptedBytes,
  packets,
}: Searched): string {
  const tls = encryptedBytes === 0 ? "" : `; ${count(encryptedBytes)} of them are TLS application_data`;
  const place = `${count(streamBytes)} bytes of ${plural(connections, "connection")}${tls}`;
  const found = hits === 0 ? "not found" : `found ${times(hits)}`;
  const chance = chanceHits === 0 ? "" : ` ${texts.chance(times(chanceHits))}`;
  return `${found} in ${place} (${plural(packets, "packet")}).${chance}`;
}

function times(number: number): string {
  return number === 1 ? "once" : `${count(number)} times`;
}

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
