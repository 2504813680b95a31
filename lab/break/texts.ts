import { counted } from "../../terminal/grouped.ts";

/** Texts of `lab break`. The callers clean words from captures. */
export const texts = {
  standardInput: "standard input",
  noList: (name: string) => `there is no list of words ${name}`,
  listHint: "A list has one word in each line. Without --words, the lab uses its own: lab break words",
  listTooLong: (name: string) => `${name} is too long for a list of words: at most 64 MiB`,
  notAList: (name: string) => `${name} is not a list of words: it is not text`,
  emptyList: (name: string) => `${name} has no words`,
  oneInput: "standard input is the capture or the list of words, not both",
  notAHash: (text: string) => `"${text}" is not a capture file, and not a SHA-512 hash (128 hexadecimal digits)`,
  notAHashHint: "For example: lab break hash work/captures/layers.pcap",
  digitsUnfit: (most: number) => `--digits takes a number from 0 to ${most}`,

  accessKey: (key: string) => `The access key is: ${key}`,
  startTime: (seconds: string, date: string) => `The server started at ${seconds} (${date})`,
  sessionKey: (key: string) => `The session key is: ${key}`,
  noKeysInCapture: "The capture has no encrypted key, so the access key decrypts nothing more.",
  said: (count: number) => (count === 1 ? "It decrypts this message:" : `It decrypts these ${count} messages:`),
  saidNothing: "The capture has no message of this session.",
  more: (count: number) => `… and ${count} more`,
  packet: (number: number) => `packet ${number}`,
  openAll: "To read all messages in the capture:",
  passTheHash: "You do not even need the key to join: the server accepts the hash from anyone.",
  rc4Found: "With this key the decrypted text begins with: -----BEGIN RSA PRIVATE KEY-----",
  reversedFound: "The public key decrypts what the private key encrypted, and everyone has the public key.",
  reversedNot: "the public key in this capture does not decrypt its session key",
  reversedNotHint:
    "The two lines are from different sessions, or someone changed them. Capture again from the beginning.",
  rightKeyNotHere: "The keys in this capture are encrypted with another access key.",
  byHand: "The same by hand:",
  byHandMd5: "The MD5 by hand:",
  byHandHashcat: "Or with hashcat (apt install hashcat pocl-opencl-icd), which uses the graphics card too:",
  byHandJohn: "Or with guesses that John the Ripper makes from the words (apt install john):",
  byHandOpen: "And then, step by step, to the first message:",

  /** What was guessed, before a number. */
  guessesOf: {
    none: "guesses (none needed)",
    keystream: "guesses of keystream bytes",
    places: "tested places of the crib",
  },

  moreWords: "Try more digits (--digits 4), or another list (--words FILE).",
  noStart: "Was the server's clock wrong, or did it run for more than a year? Then there are too many times to try.",

  packetUnfit: "--packet takes the number of a packet, as lab sniff shows it",
  noMessageIn: (packet: number) => `there is no encrypted message in packet ${packet}`,
  noMessageInHint: (packets: readonly number[]) =>
    `Messages are in the packets ${packets.slice(0, 12).join(", ")}${packets.length > 12 ? ", …" : ""}`,
  otherLength: (from: number, to: number) =>
    `the old words have ${counted(from, "byte")} and the new ones ${to}: flipped bits do not change the length of a text`,
  otherLengthHint: 'Use words of the same length, such as "ocho=diez" or "nueve=siete"',
  outside: (at: number, length: number) => `byte ${at} is not in this message, which has ${counted(length, "byte")}`,
  outsideHint: "Count the bytes from 0 to the place where the old words begin: --at 16",
  wordsNotRead: (words: string, read: string) =>
    `the lab cannot find "${words}" in this message: without the key, it reads "${read}"`,
  wordsNotReadHint:
    "Give the byte where the words begin, counted from 0: --at 16. Or capture more lines, for better guesses.",
  changeUnfit: (text: string) => `--change needs OLD=NEW: "${text}" has no old words before a "="`,
  changeHint: 'For example: lab break flip work/captures/layers.pcap --packet 31 --change "ocho=diez" --at 16',
  nameUnfit: (name: string) => `"${name}" cannot be a name in the chat`,
  nameHint: "For example: --as eva",
  targetUnfit: (text: string) => `"${text}" is not HOST:PORT`,
  targetHint: "For example: --to localhost:12345",
  lineIs: "The line:",
  sent: (name: string, where: string) =>
    `Sent to ${where} as ${name}. This name joined with the hash from the capture. The server sent the line on.`,
  notSent: "Nothing was sent. Without --print, the lab sends it to your own server.",
  refused: (answer: string) => `the server refused: ${answer}`,
  refusedHint: "Does your server still run with the session of this capture? When it starts again, it makes new keys.",
  noAnswer: "the server did not answer like a server with home-made layers",
} as const;
