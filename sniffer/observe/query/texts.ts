import { grouped } from "../../../terminal/grouped.ts";
/** Texts of the query language. */
export const texts = {
  tooLong: "this is too long",
  tooDeep: "too many brackets inside each other",
  unknownSign: "no word begins with this character",
  openQuote: (closing: string) => `the closing ${closing} is missing`,
  expectedTerm: "a word is missing here, such as: text, tls, from ana, connection 2",
  expectedAndOr: (found: string) => `"${found}" does not fit here: write "and" or "or" before it`,
  expectedBracket: "a ) is missing here",
  expectedWords: 'write what to look for, such as: contains "hola"',
  notHex: (found: string) =>
    found === ""
      ? "write which bytes to look for, such as: hex 1603"
      : `"${found}" is not hexadecimal: two digits for each byte`,
  expectedNumber: "a number is missing here",
  notANumber: (found: string) => `"${found}" is not a whole number`,
  expectedOperator: "one of these is missing here: >= <= > < = !=",
  expectedPacket: "write a packet, such as: after packet 20",
  expectedPlace: "write a packet or a connection, such as: in packet 20",
  expectedName: (word: "from" | "to" | "host" | "protocol") =>
    `write what, such as: ${{ from: "from ana", to: "to server", host: "host 127.0.0.1", protocol: "protocol UDP" }[word]}`,
  noSuch: {
    record: (found: string) =>
      `no record is called "${found}". The records are: application_data, handshake, alert, change_cipher_spec, heartbeat`,
    message: (found: string) =>
      `no message is called "${found}". The messages are: client_hello, server_hello, certificate, finished and others`,
  },
  unknown: (found: string, words: readonly string[]) =>
    `"${found}" is not a word of a query. The words are: ${words.join(", ")}`,

  expectedStatement: 'write a statement, such as: text contains "hola"',
  expectedVisible: "write: visible is true, or: visible is false",
  expectedIs: "write: is true, or: is false",
  expectedTrueOrFalse: "write: true or false",
  expectedValue: "a value is missing here",
  expectedTest: (subject: string) =>
    `write what it is, such as: ${subject} is VALUE, is not VALUE, contains "words", >= 3`,
  noCountAfterNo: '"no" already means a count of 0: leave out the count',

  found: (count: number, one: string | undefined) =>
    count === 0 ? "found none" : one === undefined ? `found ${grouped(count)}` : `found one: ${one}`,
  bytes: (length: number) => `${length} ${length === 1 ? "byte" : "bytes"}`,
  values: (subject: string, values: readonly string[]) => `${subject} is ${values.join(" and ")}`,
  noValue: (subject: string) => `the capture does not show any ${subject}`,
  visible: (subject: string, isVisible: boolean, found: string) =>
    `${subject}: ${isVisible ? "everyone on the path can read it" : "nobody on the path can read it"} (${found})`,

  refused: (position: number, message: string) => `the query has a mistake at character ${position}: ${message}`,
  all: "The words and examples: docs/query.md",
  holds: "✓ true ",
  holdsNot: "✗ false",
  notACapture: (path: string, message: string) => `${path}: ${message}`,
  notACaptureHint: "This writes a capture: lab sniff lo -w FILE",
  places: (path: string, packets: readonly number[], all: number) =>
    packets.length === 0
      ? path
      : `${packets.length === 1 ? "packet" : "packets"} ${packets.join(", ")}${all > packets.length ? " …" : ""} of ${path}`,
};
