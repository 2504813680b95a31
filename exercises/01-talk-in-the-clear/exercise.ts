import { texts as chatTexts } from "../../chat/protocol/texts.ts";
import { botLogName } from "../bot/bot-log.ts";
import { defineExercise } from "../define-exercise.ts";
import { inBotLog } from "../evidence/predictions.ts";

const texts = {
  needs: "three terminals",
  hints: [
    "Three programs run at the same time, so you need three terminals: the server, the bot, and you. Start the server first.",
    "`nc localhost 12345` shows nothing until you type. Your first line is your name. After that you are in the chat.",
    "The bot shows your sentence to everyone who joins. Copy all of it, from `el` to the last word, with the accents, and send it as a line of its own. When the bot says `gracias`, it has counted you.",
    "The bot waits for two *different* names. Say the sentence as luis in `nc`, and end `nc` with Ctrl-C. Then say it as ana: `lab chat --plain --name ana`.",
    "For the question, type `/tls` in the chat. The answer says who can read what you send.",
  ],
  questions: { who: "Type /tls in nc: who can read what you say?" },
  predictions: {
    nc: "nc is not a chat program: it only sends and shows text. Can a person who has only nc talk with people in this chat?",
  },
  claims: {
    heard: "Two people repeated your sentence in the chat",
    clear: "You talked in the clear",
    who: "You know who can read it",
  },
  next: {
    clear: "Start server and bot with --plain.",
    who: "Look at what the server answers to /tls.",
  },
  /** Other words for the people in the server's answer, English and Spanish. */
  anyone: [
    ...["anyone", "anyone on the path", "anyone on the path can read this", "anybody", "everyone", "everybody"],
    ...["everyone on the path", "everybody on the path", "all", "all people", "cualquiera", "todos", "todo el mundo"],
  ],
  heardNobody: "nobody has said it to the bot yet",
  heardFrom: (names: readonly string[]) => `the bot heard it from ${names.join(" and ")}`,
  startBot: (phrase: string) => `Start the bot: lab exercise bot 1 --plain\nType as two people: ${phrase}`,
  noConversation: "no conversation yet",
  spokeInTheClear: "the bot spoke in the clear",
  spokeOverTls: "wrong mode: the bot spoke over TLS",
  why: "Lines of text, sent through a TCP connection, are all that this chat needs. `nc` sends the lines that you type, and shows what comes back. The lab's client does the same, and only makes it look better.",
  tryNext:
    "Type `/me saluda` and `/msg ana hola` in `nc`. Does *private* mean that nobody else can read it? Exercise 2 answers this.",
};

const peopleWanted = 2;

/** Two people, one of them with `nc`, repeat the student's phrase to the bot. */
export const exercise = defineExercise({
  minutes: 10,
  texts,
  questions: { who: "words" },
  predictions: {
    nc: inBotLog(({ repeatedBy = [] }) => (repeatedBy.length >= peopleWanted ? "yes" : undefined)),
  },
  bot: { kind: "hears-phrase", people: peopleWanted },
  async claims({ botRuns, claim, answer, phrase, work }) {
    const heard = botRuns.filter(({ repeatedBy }) => repeatedBy !== undefined);
    const names = [...new Set(heard.flatMap(({ repeatedBy }) => repeatedBy ?? []))];
    const inTheClear = heard.some(({ protection }) => protection === "plain");
    return [
      claim("heard", {
        ok: names.length >= peopleWanted,
        found: names.length === 0 ? texts.heardNobody : texts.heardFrom(names),
        where: { file: work(botLogName(1)) },
        next: texts.startBot(phrase),
      }),
      claim("clear", {
        ok: inTheClear,
        found: heard.length === 0 ? texts.noConversation : inTheClear ? texts.spokeInTheClear : texts.spokeOverTls,
      }),
      answer("who", [chatTexts.readersInTheClear, ...texts.anyone]),
    ];
  },
});
