import { grouped } from "../../terminal/grouped.ts";

/** The text of a failed check: what was found, and what to do next. */
interface Refusal {
  readonly found: string;
  readonly next: string;
}

/** A time as people write it, to the minute. */
type Minute = string;

const packets = (count: number) => `${grouped(count)} ${count === 1 ? "packet" : "packets"}`;
const again = (command: string) => `Capture again: ${command}`;

/** Texts of the checks of captures, files, answers and predictions. The code that prints them cleans them. */
export const texts = {
  // Captures
  captureClaim: (path: string, mode: "plain" | "tls" | "TLS 1.2" | "TLS 1.3") =>
    `${path} is a new capture of your own conversation ${mode === "plain" ? "in the clear" : mode === "tls" ? "over TLS" : `over ${mode}`}`,
  captureIsYours: (count: number, isReadyMade: boolean) =>
    `yours, ${packets(count)}${isReadyMade ? " (ready-made by lab exercise captures)" : ""}`,
  waitsForCapture: (path: string) => `first make a good capture: ${path}`,
  startSnifferFirst: (command: string) => `Start the sniffer before the bot speaks: ${command}`,
  captureTooLarge: (path: string, most: number) => `${path} has more than ${packets(most)}, too many for an exercise`,
  captureLess: "Capture the chat alone, and stop the sniffer when the bot has left.",

  /** Why a capture is not good evidence, by the code of the reason. */
  notEvidence: {
    "not-a-file": (command: string): Refusal => ({
      found: "this is not an ordinary file",
      next: `Remove it, and capture again: ${command}`,
    }),
    "empty-file": (command: string): Refusal => ({ found: "the file is empty: it has no bytes", next: again(command) }),
    "no-packets": (command: string): Refusal => ({
      found: "the capture is empty: there are no packets in it",
      next: `The sniffer must run while the bot speaks, in the same sandbox if you use one. Again: ${command}`,
    }),
    text: (command: string): Refusal => ({
      found: "this is a text file, not a capture",
      next: `Let the sniffer write it: ${command}`,
    }),
    old: (captured: Minute, started: Minute, command: string): Refusal => ({
      found: `this capture is old: its last packet is from ${captured}, and you started this exercise at ${started}`,
      next: `Make a new one: ${command}`,
    }),
    future: (captured: Minute, now: Minute, command: string): Refusal => ({
      found: `this capture is dated in the future: its last packet is from ${captured}, and now it is ${now}`,
      next: `Check the clock of the machine: date\nThen make a new one: ${command}`,
    }),
    "other-student": (other: string, own: string): Refusal => ({
      found: `this is a capture of another student: it has the sentence of ${other}, not of ${own}`,
      next: "Make your own: the bot says your sentence when you start it in your own folder.",
    }),
    "other-class": (): Refusal => ({
      found: "this capture has your name with another sentence: it was made with another class key",
      next: "Run the bot again in this folder, and capture that.",
    }),
    "other-exercise": (other: number, command: string): Refusal => ({
      found: `this capture has your sentence of exercise ${other}. Every exercise has its own sentence`,
      next: `Capture while this runs: ${command}`,
    }),
    "over-tls": (command: string): Refusal => ({
      found: "wrong mode: the conversation in this capture is over TLS, but this exercise needs it in the clear",
      next: `Start the server and the bot with --plain, and capture again: ${command}`,
    }),
    "in-the-clear": (command: string): Refusal => ({
      found: "wrong mode: your sentence is in this capture in the clear, but this exercise needs it over TLS",
      next: `Start the server and the bot with --tls, and capture again into a new file: ${command}`,
    }),
    "no-chat": (command: string): Refusal => ({
      found: "there is no line of a chat in this capture",
      next: `The sniffer must run on lo while the bot speaks. Again: ${command}`,
    }),
    "no-phrase": (lines: number, command: string): Refusal => ({
      found: `there ${lines === 1 ? "is one line" : `are ${lines} lines`} of text in this capture, but not your sentence`,
      next: `Let the bot say it while the sniffer runs: ${command}`,
    }),
    "no-tls": (command: string): Refusal => ({
      found: "there is no TLS in this capture: it has no ClientHello",
      next: `Start the server and the bot with --tls, and the sniffer before the bot: ${command}`,
    }),
    "tls-unanswered": (command: string): Refusal => ({
      found: "a client asked for TLS in this capture, but no server answered with TLS",
      next: `Start the server with TLS: lab server --tls\nThen capture again while your bot speaks: ${command}`,
    }),
    "other-version": (version: string, wanted: string): Refusal => ({
      found: `wrong version: the bot spoke ${version} here, but this capture should have ${wanted}`,
      next: "Look at the options of the bot in the instructions.",
    }),
    "not-your-bot": (name: string, command: string): Refusal => ({
      found: `this is a conversation over TLS, but not of your bot: the bot of ${name} never sent the random number in its ClientHello. It is another student's capture, or the bot ran without this sniffer`,
      next: `Capture while your bot speaks: ${command}`,
    }),
    "bot-not-noted": (name: string, command: string): Refusal => ({
      found: `your sentence is in this capture, but at a time when the bot of ${name} said nothing (see work/bot)`,
      next: `Capture while your bot speaks: ${command}`,
    }),
  },

  // Other files
  fileMissing: (path: string): Refusal => ({
    found: `there is no file ${path}`,
    next: "Follow the steps in order: one of them makes this file.",
  }),
  fileOld: (made: Minute, started: Minute): Refusal => ({
    found: `this file is old: it is from ${made}, and you started this exercise at ${started}`,
    next: "Make it again (remove the old one first).",
  }),
  fileFuture: (made: Minute, now: Minute): Refusal => ({
    found: `this file is dated in the future: it is from ${made}, and now it is ${now}`,
    next: "Check the clock of the machine: date",
  }),

  // Answers
  notAnswered: (example: string, question: string): Refusal => ({
    found: "no answer yet",
    next: `${question}\nAnswer with: ${example}`,
  }),
  answerRight: (shown: string) => `your answer is right: ${shown}`,
  answerWrong: (value: string, mistake: string | undefined, tries: number) =>
    `you answered ${value}: ${mistake ?? "that is not right"}${tries > 1 ? `. This was try ${tries}` : ""}`,
  answerAgain: (example: string) => `Answer again: ${example}`,
  orTakeHint: (number: number) => `A hint may help: lab hint ${number}`,
  bothNumbers: (decimal: string, hexadecimal: string) => `${decimal}, in hexadecimal ${hexadecimal}`,
  /** What kind of mistake a wrong answer is, by its code. */
  mistakes: {
    placeholder: (value: string) => `${value} is only an example. Use your own answer instead`,
    "not-a-number": () => "this is not a number",
    "not-numbers": () => "these are not numbers. Write them with commas and without spaces, such as 7,8,9",
    hexadecimal: (value: string) => `these are hexadecimal digits. Write 0x${value}, or the decimal number`,
    "looks-hexadecimal": (value: string) =>
      `these look like hexadecimal digits. Write 0x${value} if you mean that, or the decimal number`,
    "wrong-order": () => "the numbers are right, but their order is wrong",
    "wrong-count": () => "the question asks for another number of values",
    letters: () => "these are letters. Write their bytes, two hexadecimal digits for each byte",
    decimal: () => "these are decimal numbers. Write the bytes in hexadecimal, two digits for each byte",
    "half-a-byte": () => "one digit is missing, or there is one digit too many. Every byte has two hexadecimal digits",
    part: () => "these bytes are only a part of it",
    more: () => "these are more bytes than the question asks for",
    "not-a-day": () => "this is not a day. Write year, month and day: 2001-02-03",
    "not-a-choice": (_: string, choices: readonly string[]) => `choose one of these: ${choices.join(", ")}`,
  },
} as const;
