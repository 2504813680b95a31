import { texts as chatTexts } from "../../chat/texts.ts";
import { defineExercise } from "../define-exercise.ts";
import { claimed } from "../evidence/claim.ts";

const peopleWanted = 2;

/** Two people, one of them with `nc`, repeat the student's phrase to the bot. */
export const exercise = defineExercise({
  number: 1,
  title: "Talk in the clear",
  minutes: 10,
  hints: [
    "You need three things that run at the same time, so three terminals: the server, the bot, and you. The server comes first.",
    "`nc localhost 12345` shows nothing until you type. Your first line is your name; only then you are in the room.",
    "The bot tells your sentence to everybody who comes in. Copy it whole, from `el` to the last word, accents too, and send it as a line of its own. It is counted when the bot says `gracias`.",
    "It wants two *different* names. Say it as luis in `nc`, end `nc` with Ctrl-C, then say it as ana: `lab chat --plain --name ana`.",
    "For the question, type `/tls` in the chat. The answer says who can read what you send.",
  ],
  questions: { who: "Type /tls in nc: who can read what you say?" },
  bot: { kind: "hears-phrase", people: peopleWanted },
  async claims({ botRuns, answer, phrase, student }) {
    const heard = botRuns.filter(({ repeatedBy }) => repeatedBy !== undefined);
    const names = [...new Set(heard.flatMap(({ repeatedBy }) => repeatedBy ?? []))];
    const inTheClear = heard.some(({ protection }) => protection === "plain");
    return [
      claimed(`Two people repeated the sentence of ${student.name} in the chat`, {
        ok: names.length >= peopleWanted,
        found: names.length === 0 ? "the bot has heard nobody yet" : `the bot heard it from ${names.join(" and ")}`,
        where: "work/bot/01.json",
        next: `Start the bot: lab exercise bot 1 --plain\nType as two people: ${phrase}`,
      }),
      claimed("You talked in the clear", {
        ok: inTheClear,
        found:
          heard.length === 0
            ? "no talk yet"
            : inTheClear
              ? "the bot spoke in the clear"
              : "wrong mode: the bot spoke over TLS",
        next: "Start server and bot with --plain.",
      }),
      answer("who", "You know who can read it", readersInTheClear(), "Look at what the server answers to /tls."),
    ];
  },
  why: "A line of text, sent through a TCP connection, is all this chat needs. `nc` sends what you type, byte by byte, and shows what comes back. The lab's client does the same, and makes it pretty.",
  tryNext:
    "Type `/me saluda` and `/msg ana hola` in `nc`. Does *private* mean that nobody else can read it? Keep the question for exercise 2.",
});

/** Taken from what the server answers, so that the two cannot differ: "anyone", "anyone on the path". */
function readersInTheClear(): string[] {
  const readers = chatTexts.readersInTheClear;
  return [readers, readers.split(" ")[0]!];
}
