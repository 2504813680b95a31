const lines = (count: number) => (count === 1 ? "1 line" : `${count} lines`);

/** What `lab break xor` says. */
export const texts = {
  tooFew: (count: number) => `only ${lines(count)} of this keystream: without the key between them, two are needed`,
  tooFewHint: "Let the people in the chat say more, and capture that too.",
  noSuchPacket: (packet: number) => `there is no encrypted message in packet ${packet}`,
  messagesAre: (packets: readonly number[]) =>
    `Messages are in the packets ${packets.slice(0, 12).join(", ")}${packets.length > 12 ? ", …" : ""}`,
  packetsUnfit: "--packets takes numbers of packets, such as 12,19",
  cribTooLong: "the crib is longer than every line",
  cribHint: "Take a shorter piece of what may have been said.",
  emptyCrib: "the crib is empty",
  automatic: (count: number) =>
    `${lines(count)} under one keystream. What only one or two long lines reach is a guess.`,
  twoLines: 'Two lines are few to guess from. Slide a crib, a piece you expect: --crib "hola"',
  placements: "The likeliest places for the crib, and what the other lines read there:",
  placement: (packet: number, at: number) => `packet ${packet}, byte ${at}`,
  best: "With the first of them:",
  exact: "The crib is a whole line: up to its length every other line is certain.",

  title: (count: number) => `${lines(count)}, one keystream`,
  crib: "crib",
  help: "type a piece you expect; slide it until the other lines read well",
  known: (bytes: number, all: number) => `${bytes} of ${all} bytes of the keystream fixed`,
  keys: {
    slide: "one byte to the left or right",
    slideShort: "slide",
    line: "into the line above or below",
    lineShort: "line",
    fix: "fix the piece: its keystream counts from now on",
    fixShort: "fix",
    best: "to the likeliest place in this line",
    bestShort: "best place",
    undo: "take back what was fixed last",
    undoShort: "undo",
    guess: "let the computer guess the rest",
    guessShort: "guess all",
    erase: "erase a letter of the crib",
    quit: "leave; what was found is printed",
    quitShort: "leave",
  },
} as const;
