import { counted } from "../../../terminal/grouped.ts";

const lines = (count: number) => (count === 1 ? "1 line" : `${count} lines`);

/** What `lab break xor` says. */
export const texts = {
  tooFew: (count: number) => `only ${lines(count)} of this keystream: without the key, this attack needs two lines`,
  tooFewHint: "Capture more lines of the chat.",
  noSuchPacket: (packet: number) => `there is no encrypted message in packet ${packet}`,
  messagesAre: (packets: readonly number[]) =>
    `Messages are in the packets ${packets.slice(0, 12).join(", ")}${packets.length > 12 ? ", …" : ""}`,
  packetsUnfit: "--packets takes numbers of packets, such as 12,19",
  cribTooLong: "the crib is longer than every line",
  cribHint: "Use a shorter piece of text.",
  emptyCrib: "the crib is empty",
  automatic: (count: number) =>
    `${lines(count)} with one keystream. Where only one or two lines are long enough, the text is a guess.`,
  twoLines: 'Two lines are too few for good guesses. Use a crib, a piece of text that you expect: --crib "hola"',
  placements: "The likeliest places for the crib, and the text of the other lines there:",
  placement: (packet: number, at: number) => `packet ${packet}, byte ${at}`,
  best: "With the first place:",
  exact: "The crib is a whole line. Up to its length, the text of every other line is certain.",

  title: (count: number) => `${lines(count)}, one keystream`,
  crib: "crib",
  help: "type a text that you expect, and move it until the other lines look like Spanish",
  known: (bytes: number, all: number) => `${bytes} of ${counted(all, "byte")} of the keystream known`,
  keys: {
    slide: "one byte to the left or right",
    slideShort: "slide",
    line: "into the line above or below",
    lineShort: "line",
    fix: "keep the piece: from now on its keystream is known",
    fixShort: "keep",
    best: "to the likeliest place in this line",
    bestShort: "best place",
    undo: "undo the last piece",
    undoShort: "undo",
    guess: "let the computer guess the rest",
    guessShort: "guess all",
    erase: "erase a letter of the crib",
    quit: "leave, and print the results",
    quitShort: "leave",
  },
} as const;
