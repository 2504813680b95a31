/** What `lab break` says. Words from captures have been cleaned by the caller. */
export const texts = {
  standardInput: "standard input",
  noList: (name: string) => `there is no list of words ${name}`,
  listHint: "A list has one word a line. Without --words, the lab takes its own: lab break words",
  listTooLong: (name: string) => `${name} is too long for a list of words: 64 MiB at most`,
  notAList: (name: string) => `${name} is not a list of words: it is not text`,
  emptyList: (name: string) => `${name} holds no words`,
  oneInput: "standard input is the capture or the list of words, not both",
  notAHash: (text: string) => `"${text}" is neither a capture file nor a SHA-512 hash (128 hexadecimal digits)`,
  notAHashHint: "For example: lab break hash work/captures/layers.pcap",
  digitsUnfit: (most: number) => `--digits takes a number from 0 to ${most}`,

  accessKey: (key: string) => `The access key is: ${key}`,
  startTime: (seconds: string, date: string) => `The server was started at ${seconds} (${date})`,
  sessionKey: (key: string) => `The session key is: ${key}`,
  noKeysInCapture: "The capture holds no wrapped key, so nothing more can be opened with it.",
  said: (count: number) => (count === 1 ? "With it, this message opens:" : `With it, these ${count} messages open:`),
  saidNothing: "No message of this session is in the capture.",
  more: (count: number) => `… and ${count} more`,
  packet: (number: number) => `packet ${number}`,
  openAll: "To read all of it in its place:",
  passTheHash: "You do not even need the key to get in: the server takes the hash itself from anyone.",
  rc4Found: "Under this key the ciphertext begins with: -----BEGIN RSA PRIVATE KEY-----",
  reversedFound: "What the private key has locked, the public key opens, and everyone has that one.",
  reversedNot: "the public key in this capture does not open its session key",
  reversedNotHint: "The two lines are of different sessions, or were changed. Capture again from the beginning.",
  rightKeyNotHere: "The wrapped keys in this capture are under another access key.",
  byHand: "The same by hand:",
  byHandMd5: "The MD5 by hand:",
  byHandHashcat: "Or with hashcat (apt install hashcat pocl-opencl-icd), which uses the graphics card too:",
  byHandJohn: "Or with guesses that John the Ripper makes of the words (apt install john):",
  byHandOpen: "And then, step by step, to the first message:",

  /** What was guessed, behind a number. */
  guessesOf: {
    none: "guesses: none is needed",
    keystream: "guesses at bytes of the keystream",
    places: "places of the crib tried",
  },

  moreWords: "Try more digits (--digits 4), or another list (--words FILE).",
  noStart: "Was the server's clock wrong, or did it run for more than a year? Then the attack has no bound.",

  packetUnfit: "--packet takes the number of a packet, as lab sniff shows it",
  noMessageIn: (packet: number) => `there is no encrypted message in packet ${packet}`,
  noMessageInHint: (packets: readonly number[]) =>
    `Messages are in the packets ${packets.slice(0, 12).join(", ")}${packets.length > 12 ? ", …" : ""}`,
  otherLength: (from: number, to: number) =>
    `the old words have ${from} bytes and the new ones ${to}: flipping bits makes no text longer or shorter`,
  otherLengthHint: 'Take words of the same length, such as "ocho=diez" or "nueve=siete"',
  outside: (at: number, length: number) => `byte ${at} is not in this message, which has ${length} bytes`,
  outsideHint: "Count from 0 to where the old words begin: --at 16",
  wordsNotRead: (words: string, read: string) =>
    `where "${words}" is in this message is not known: without the key it reads "${read}"`,
  wordsNotReadHint:
    "Say where the words begin, in bytes from 0: --at 16. Or capture more lines, so that it is read better.",
  changeUnfit: (text: string) => `--change needs OLD=NEW: "${text}" has no old words before a "="`,
  changeHint: 'For example: lab break flip work/captures/layers.pcap --packet 31 --change "ocho=diez" --at 16',
  nameUnfit: (name: string) => `"${name}" cannot be a name in the chat`,
  nameHint: "For example: --as eva",
  targetUnfit: (text: string) => `"${text}" is not HOST:PORT`,
  targetHint: "For example: --to localhost:12345",
  lineIs: "The line:",
  sent: (name: string, where: string) =>
    `Sent to ${where} as ${name}, who came in with the hash from the capture. The server passed it on.`,
  notSent: "Nothing was sent. To send it to your own server, leave --print out.",
  refused: (answer: string) => `the server refused: ${answer}`,
  refusedHint:
    "Does your server still run with the session of this capture? A new start makes new keys and a new access key.",
  noAnswer: "the server did not answer as one with home-made layers does",
} as const;
