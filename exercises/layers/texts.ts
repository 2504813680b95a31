/** Texts of the conversations of two bots, and of the checks of their captures. */
export const texts = {
  noTalk: (number: number) => `Exercise ${number} has no conversation of its own.`,
  seeWhatItNeeds: (number: number) => `See what it needs: lab exercise ${number}`,
  portInUse: (port: number) => `port ${port} is in use: another server is running there`,
  otherPort: (port: number, exercise: number) =>
    `Stop that server with Ctrl-C in its terminal. Or take another port: lab exercise talk ${exercise} --port ${port === 65_535 ? 12_345 : port + 1}`,
  begun: (recipe: string, port: number) =>
    `A server with the layers "${recipe}" runs on port ${port}. ana and luis talk.`,
  said: (lines: number) => `They have said ${lines} lines. The access key and the lines are secret.`,
  stays: "The server stays open, and luis listens. Ctrl-C ends both.",
  heard: (name: string, text: string) => `luis heard from ${name}: ${text}`,

  yours: "your own conversation, from the beginning",
  notEvidence: {
    "no-key": (path: string, exercise: number) => ({
      found: "it has no line with an encrypted key",
      next: `Start the sniffer before they talk: lab sniff lo -w ${path} --force   (then: lab exercise talk ${exercise})`,
    }),
    "not-yours": (path: string, exercise: number) => ({
      found: "its key is not from your conversation",
      next: `Capture your own: lab sniff lo -w ${path} --force   (then: lab exercise talk ${exercise})`,
    }),
  },
  waits: "first make your own capture",
  keyFits: "its hash is in your capture, and it decrypts the keys there",
  sentenceFound: "it is in your capture",
  nothingHeard: "luis heard nothing that ana did not send",
  luisHeard: (name: string, text: string) => `luis heard from ${name}: ${text}`,
} as const;
