import { type Protection, protectionInWords } from "../chat/protocol.ts";
import { LabError } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import type { WantedMode } from "./evidence/judge-capture.ts";

const two = (number: number) => String(number).padStart(2, "0");
const clock = (time: Date) =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
const people = (count: number) => (count === 1 ? "one person" : `${count} people`);
const asksNothing = "It asks nothing: lab check alone will do.";

const botOptions: Readonly<Record<WantedMode, string>> = {
  plain: "--plain",
  tls: "--tls",
  "TLS 1.2": "--tls --tls-max 1.2",
  "TLS 1.3": "--tls",
};

/** A path as the shell takes it. */
const inShell = (path: string) => (/^[\w./~-]+$/u.test(path) ? path : `'${printable(path).replaceAll("'", "'\\''")}'`);

/**
 * Everything the runner says to learners; each exercise's own words are in its folder. Claims and verdicts are cleaned when they are
 * printed, errors here.
 */
export const texts = {
  // Student and progress
  notAName: (typed: string, most: number) =>
    new LabError(
      `"${printable(typed.slice(0, 60))}" is no name: letters, digits, spaces and . - _ ', at most ${most} characters`,
      "For example: lab exercise start --student ana",
      2,
    ),
  notBegun: (elsewhere: string | undefined) =>
    new LabError("The course has not begun in this folder.", texts.howToBegin(elsewhere)),
  howToBegin: (elsewhere: string | undefined) =>
    elsewhere === undefined
      ? "Say who you are, once: lab exercise start --student NAME   (your own name for NAME)\nDid you do that in another folder? Go back there with cd."
      : `You began it in another folder. Go there: cd ${inShell(elsewhere)}`,
  otherStudent: (name: string) =>
    new LabError(
      `This folder holds the course of ${printable(name)}, and it would be lost.`,
      "Work in a folder of your own, or begin anew: lab exercise start --student NAME --force",
    ),
  begun: (name: string, isNew: boolean) =>
    isNew ? `Hello, ${name}! Your course begins now.` : `Hello again, ${name}. Your progress is as you left it.`,
  begunNext: (next: number) => `Your captures go to work/captures. Begin with: lab exercise ${next}`,
  progressSetAside: (path: string, aside: string) =>
    `${printable(path)} cannot be understood (half a file, or edited?). It was set aside as ${printable(aside)}, and the course begins anew.`,
  progressUnreadable: (path: string, error: unknown) =>
    new LabError(
      `${printable(path)} cannot be read: ${printable((error as Error).message)}`,
      `See whose it is: ls -l ${printable(path)}`,
    ),
  noSuchExercise: (number: string, last: number) =>
    new LabError(
      `There is no exercise ${printable(number)}: they go from 1 to ${last}.`,
      "See the list: lab exercise",
      2,
    ),
  wasReset: (number: number) =>
    `Exercise ${number} begins anew: hints and answers are forgotten, and captures made before now do not count. Your files are still there.`,

  // The list and the instructions
  listTitle: (name: string | undefined) => `The course${name === undefined ? "" : ` of ${name}`}`,
  listHeader: ["", "", "state", "time"] as const,
  states: { passed: "done", begun: "begun", open: "open" },
  minutes: (count: number) => `${count} min`,
  hintsUsed: (count: number) => (count === 0 ? "" : `   ${count === 1 ? "1 hint" : `${count} hints`}`),
  progressBar: (done: number, all: number) => `${done} of ${all} done`,
  listNext: (next: number | undefined) =>
    next === undefined ? "All done. ¡Enhorabuena!" : `Next: lab exercise ${next}   (the instructions)`,
  longerThanWindow: (number: number) =>
    `Longer than your window. Page by page: lab exercise ${number} | less   (q ends it)`,
  afterInstructions: (number: number) => `When you have done it: lab check ${number}      Stuck? lab hint ${number}`,
  instructionsMissing: (path: string) =>
    new LabError(`The instructions ${printable(path)} are missing.`, "Get them back: git checkout exercises"),

  // Checking
  checkTitle: (number: number, title: string) => `Exercise ${number}: ${title}`,
  proved: "✓ yes",
  failed: "✗ not yet",
  waits: "· waits",
  where: "where",
  next: "next",
  why: "Why it worked",
  tryNext: "What to try next",
  passedAll: (number: number) => `Exercise ${number} is done. ¡Muy bien!`,
  notPassed: (proved: number, all: number, number: number) =>
    `${proved} of ${all} claims are proved. A hint, if you want one: lab hint ${number}`,
  thenNext: (next: number | undefined) =>
    next === undefined ? "That was the last one. ¡Enhorabuena!" : `On to the next: lab exercise ${next}`,
  allDone: "All exercises are done. To check one again: lab check NUMBER",
  watching: (number: number) =>
    `\nWatching work/ for exercise ${number}: it is checked again when a file changes. Ctrl-C ends it.`,
  badAnswer: (number: number, typed: string, names: readonly string[]) =>
    new LabError(
      `"${printable(typed.slice(0, 60))}" is no answer: an answer is NAME=VALUE.`,
      names.length === 0 ? asksNothing : `For example: lab check ${number} ${names[0]}=VALUE`,
      2,
    ),
  answersGoToOne: new LabError(
    "Say which exercise the answers belong to.",
    "The number comes first: lab check 2 packet=12",
    2,
  ),
  noSuchQuestion: (number: number, name: string, names: readonly string[]) =>
    new LabError(
      `Exercise ${number} does not ask for ${printable(name)}.`,
      names.length === 0 ? asksNothing : `It asks for: ${names.join(", ")}`,
      2,
    ),

  // Answers
  notAnswered: (number: number, name: string, question: string) => ({
    ok: false,
    found: "no answer yet",
    next: `${question}\nAnswer with: lab check ${number} ${name}=VALUE`,
  }),
  answerRight: { ok: true, found: "your answer is right" },
  answerWrong: (number: number, name: string, next: string) => ({
    ok: false,
    found: "your answer is not right",
    next: `${next}\nAnswer again: lab check ${number} ${name}=VALUE`,
  }),

  // Hints
  hint: (shown: number, all: number) => `Hint ${shown} of ${all}`,
  noMoreHints: (number: number) => `That was the last hint. All of them again: lab hint ${number} --all`,
  moreHints: (number: number, left: number) => `${left} more: lab hint ${number}`,

  // Captures that are no evidence
  captureIsYoursClaim: (path: string, mode: string) =>
    `${path} is a new capture of your own talk ${mode === "plain" ? "in the clear" : mode === "tls" ? "over TLS" : `over ${mode}`}`,
  captureIsYours: (packets: number) => `yours, ${packets} packets`,
  makeCapture: (command: string) => `Start the sniffer before the bot speaks: ${command}`,
  captureEmptyFile: (path: string, command: string) => ({
    ok: false,
    found: "the file is empty: there is not one byte in it",
    where: path,
    next: `Capture again: ${command}`,
  }),
  captureWithoutPackets: (path: string, command: string) => ({
    ok: false,
    found: "the capture is empty: it holds no packet",
    where: path,
    next: `The sniffer must run while the bot speaks, in the same sandbox if you use one. Again: ${command}`,
  }),
  captureIsText: (path: string, command: string) => ({
    ok: false,
    found: "this is a text file, whatever its name says; a capture is written by a sniffer",
    where: path,
    next: `Let the sniffer write it: ${command}`,
  }),
  captureOld: (path: string, captured: Date, started: Date, command: string) => ({
    ok: false,
    found: `this capture is old: its last packet is of ${clock(captured)}, and you began this exercise at ${clock(started)}`,
    where: path,
    next: `Make a new one: ${command}`,
  }),
  captureOfOtherStudent: (other: string, own: string) => ({
    ok: false,
    found: `this is a capture of another student: it holds the phrase of ${other}, not of ${own}`,
    next: "Make your own: the bot says your phrase when you start it in your own folder.",
  }),
  captureOfOtherClass: {
    ok: false,
    found: "this capture holds your name with another phrase: it was made with another class key",
    next: "Run the bot again in this folder, and capture that.",
  },
  captureOfOtherExercise: (other: number, wanted: number, mode: WantedMode) => ({
    ok: false,
    found: `this capture holds your phrase of exercise ${other}; every exercise has its own`,
    next: `Capture while this runs: lab exercise bot ${wanted} ${botOptions[mode]}`,
  }),
  captureWrongModeTls: (path: string, packet: number, command: string) => ({
    ok: false,
    found: "wrong mode: the talk in this capture is over TLS, and this exercise wants it in the clear",
    where: texts.places(path, [packet], 1),
    next: `Start server and bot with --plain, and capture again: ${command}`,
  }),
  captureWrongModePlain: (path: string, packet: number, command: string) => ({
    ok: false,
    found: "wrong mode: your phrase is in this capture in the clear, and this exercise wants it over TLS",
    where: texts.places(path, [packet], 1),
    next: `Start server and bot with --tls, and capture again into a new file: ${command}`,
  }),
  captureWithoutTalk: (path: string, command: string) => ({
    ok: false,
    found: "there is no line of a chat in this capture",
    where: path,
    next: `The sniffer must run on lo while the bot speaks. Again: ${command}`,
  }),
  captureWithoutPhrase: (path: string, lines: number, number: number) => ({
    ok: false,
    found: `${lines === 1 ? "one line of text is" : `${lines} lines of text are`} in this capture, and your phrase is not there`,
    where: path,
    next: `Let the bot say it while the sniffer runs: lab exercise bot ${number} --plain`,
  }),
  captureWithoutTls: (path: string, command: string) => ({
    ok: false,
    found: "there is no TLS in this capture: no ClientHello was seen",
    where: path,
    next: `Start the sniffer before the bot connects, server and bot with --tls: ${command}`,
  }),
  captureTlsUnanswered: (path: string, packet: number, command: string) => ({
    ok: false,
    found: "somebody asked for TLS in this capture, and no server answered with TLS",
    where: texts.places(path, [packet], 1),
    next: `Start the server with TLS: lab server --tls\nThen capture again while your bot speaks: ${command}`,
  }),
  captureOtherVersion: (path: string, packet: number, version: string, wanted: string) => ({
    ok: false,
    found: `wrong version: the bot spoke ${version} here, and this capture should hold ${wanted}`,
    where: texts.places(path, [packet], 1),
    next: "Look at the options of the bot in the instructions.",
  }),
  captureNotYourBot: (path: string, packet: number, name: string, command: string) => ({
    ok: false,
    found: `a TLS talk, but not of your bot: its ClientHello holds a random number that the bot of ${name} never sent. Another student's capture, or the bot ran without this sniffer`,
    where: texts.places(path, [packet], 1),
    next: `Capture while your bot speaks: ${command}`,
  }),
  captureTooLarge: (path: string, most: number) =>
    new LabError(
      `${printable(path)} has more than ${most.toLocaleString("en")} packets, too many for an exercise`,
      "Capture the chat alone, and stop the sniffer when the bot has left.",
    ),
  fileMissing: (path: string) => ({
    ok: false,
    found: `there is no file ${path}`,
    next: "Follow the steps in their order; this file is made by one of them.",
  }),
  fileOld: (path: string, made: Date, started: Date) => ({
    ok: false,
    found: `this file is old: it was made at ${clock(made)}, and you began this exercise at ${clock(started)}`,
    where: path,
    next: "Make it anew (remove the old one first).",
  }),
  waitsForCapture: (path: string) => `first comes a good capture in ${path}`,

  // Places
  places: (path: string, packets: readonly number[], all: number) =>
    packets.length === 0
      ? path
      : `${packets.length === 1 ? "packet" : "packets"} ${packets.join(", ")}${all > packets.length ? " …" : ""} of ${path}`,

  // Ready-made captures
  noCaptures: (number: number) =>
    new LabError(`Exercise ${number} needs no capture.`, `See what it needs: lab exercise ${number}`),
  captureMade: (path: string) => `made ${printable(path)}`,
  captureThere: (path: string) =>
    `kept ${printable(path)}, which is there already (to make it anew, name its exercise)`,
  capturesInside: "Nothing may be captured here, so the talks are held in a private network.",
  capturesDone:
    "These are captures of your own sentences, made by the lab itself.\nGo on with the step that reads them.",
  nowhereToCapture: (why: string) =>
    new LabError(
      `Nothing may capture on this machine: ${why}`,
      [
        "Ask for a machine that may, such as your teacher's. There, in an empty folder, with your name and your class key:",
        "  lab exercise start --student NAME --class-key KEY && lab exercise captures",
        "Then copy its folders work/captures and work/bot into your own work folder. The checks take them as yours.",
      ].join("\n"),
    ),

  // The bot
  noBot: (number: number) =>
    new LabError(`Exercise ${number} has no bot.`, `See what it needs: lab exercise ${number}`),
  sayInLive: (phrase: string) => `Say as both (Tab changes): ${phrase}`,
  notLive: (number: number) =>
    new LabError(
      `Exercise ${number} needs more than one talk in the same mode: the playground holds one.`,
      `Follow its steps in three terminals, or let them be captured: lab exercise captures ${number}`,
    ),
  botMode: (number: number, mode: "plain" | "tls") =>
    new LabError(
      "Say how the bot is to speak: --plain or --tls",
      `For example: lab exercise bot ${number} --${mode}`,
      2,
    ),
  botNeedsTls: new LabError(
    "The server does not speak TLS.",
    "Stop it with Ctrl-C, and start it again: lab server --tls   (then the bot once more)",
  ),
  botNeedsPlain: new LabError(
    "The server speaks TLS only, and the bot was to speak in the clear.",
    "Stop it with Ctrl-C, and start it again: lab server --plain   (then the bot once more)",
  ),
  botJoined: (name: string, protection: Protection) =>
    `The bot of ${name} is in the chat, ${protectionInWords(protection)}.`,
  botSaid: (phrase: string) => `It said your phrase: ${phrase}`,
  botSaidSecret: (lines: number, padded: boolean) =>
    `It said ${lines === 1 ? "one of the four lines" : `${lines} lines`}${padded ? ", padded" : ""}. It does not tell which.`,
  botAsks: (phrase: string) => `hola a todos. Repite, por favor: ${phrase}`,
  botGreets: (name: string, phrase: string) => `hola ${name}. Repite, por favor: ${phrase}`,
  botCorrects: (name: string) => `casi, ${name}: mira cada letra`,
  botThanks: (name: string, count: number, all: number) =>
    count < all ? `gracias, ${name}. Falta otra persona` : `gracias, ${name}. Adiós`,
  botWaits: (count: number, phrase: string) =>
    `It waits until ${people(count)} with different names have said:\n${phrase}\nCtrl-C ends it.`,
  botHeard: (name: string, count: number, all: number) => `${printable(name)} said it: ${count} of ${all}.`,
  botAlone: new LabError(
    "The chat server is gone before the bot was done.",
    "Start the server, and then the bot again.",
  ),
  botTired: new LabError("Nobody came for twenty minutes: the bot has left.", "Start it again when you are ready."),
} as const;
