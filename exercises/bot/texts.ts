const people = (count: number) => (count === 1 ? "one person" : `${count} people`);

/** What the bots and their commands say. The Spanish lines go into the chat. */
export const texts = {
  noBot: (number: number) => `Exercise ${number} has no bot.`,
  noCaptures: (number: number) => `Exercise ${number} needs no capture of a bot.`,
  seeWhatItNeeds: (number: number) => `See what it needs: lab exercise ${number}`,
  chooseMode: "Choose one for the bot: --plain or --tls",
  modeExample: (number: number, mode: "plain" | "tls") => `For example: lab exercise bot ${number} --${mode}`,
  serverIsPlain: "The server does not speak TLS.",
  restartWithTls: "Stop it with Ctrl-C, and start it again: lab server --tls   (then start the bot again)",
  serverIsTls: "The server speaks TLS only, but the bot wanted to speak in the clear.",
  restartInTheClear: "Stop it with Ctrl-C, and start it again: lab server --plain   (then start the bot again)",
  joined: (name: string, protection: string) => `The bot of ${name} is in the chat, ${protection}.`,
  inTheClear: "in the clear",
  over: (version: string) => `over ${version}`,
  said: (phrase: string) => `It said your sentence: ${phrase}`,
  saidSecret: (lines: number, padded: boolean) =>
    `It said ${lines === 1 ? "one of the lines" : `${lines} lines`}${padded ? ", padded" : ""}. It does not say which.`,
  waits: (count: number, phrase: string) =>
    `It waits until ${people(count)} with different names have said:\n${phrase}\nCtrl-C ends it.`,
  heard: (name: string, count: number, all: number) => `${name} said it: ${count} of ${all}.`,
  serverGone: "The chat server closed before the bot had finished.",
  startBoth: "Start the server, and then the bot again.",
  nobodyCame: "Nobody joined for twenty minutes: the bot has left.",
  startAgain: "Start it again when you are ready.",

  // Said in the chat
  asks: (phrase: string) => `hola a todos. Repite, por favor: ${phrase}`,
  greets: (name: string, phrase: string) => `hola ${name}. Repite, por favor: ${phrase}`,
  corrects: (name: string) => `casi, ${name}: mira cada letra`,
  thanks: (name: string, count: number, all: number) =>
    count < all ? `gracias, ${name}. Falta otra persona` : `gracias, ${name}. Adiós`,

  // The note in the bot's log
  logNote: "written by the exercise's bot; an edited file does not count",

  // In the playground
  sayAsBoth: (phrase: string) => `Say as both (Tab switches): ${phrase}`,
  needsMoreTalks: (number: number) =>
    `Exercise ${number} needs two conversations in the same mode: the playground has only one.`,
  threeTerminals: (number: number) =>
    `Follow its steps in three terminals, or let the lab capture them: lab exercise captures ${number}`,
  thenCheck: (number: number) => `When you have done it: lab check ${number}      Need help? lab hint ${number}`,

  // Ready-made captures
  made: (path: string) => `made ${path}`,
  kept: (path: string) => `kept ${path}, which exists already (to make it again, give the number of its exercise)`,
  capturesInside: "You are not allowed to capture here, so the lab runs the conversations in a private network.",
  capturesDone:
    "The lab made these captures of your own sentences. They count, and the lab marks them as ready-made.\nGo on with the step that reads them.",
  mayCaptureHere:
    "You are allowed to capture here, so you can make these captures yourself: follow the steps, or use lab live.",
  nowhereToCapture: (why: string) => `You are not allowed to capture on this machine: ${why}`,
  captureElsewhere: [
    "Ask for a machine where you are allowed to capture, such as your teacher's. Do this there, in an empty folder, with your name and class key:",
    "  lab exercise start --student NAME --class-key KEY && lab exercise captures",
    "Then copy its folders work/captures and work/bot into your own work folder. The checks accept them as yours.",
  ].join("\n"),
} as const;
