import type { Classroom } from "../classroom.ts";

/** Exercise 1: two people send the sentence, one with `nc`, one with the lab's client. */
export async function solve(classroom: Classroom): Promise<void> {
  const server = classroom.open("lab server --plain");
  await server.shows("12345");
  const ana = classroom.open("lab chat --plain --name ana");
  await server.shows("ana joined");
  const luis = classroom.open("nc localhost 12345");
  luis.type("luis");
  await luis.shows("# welcome luis");
  luis.type("¡hola!");
  await ana.shows("luis > ¡hola!");
  luis.type("/tls");
  const [, who = ""] = /: (\w+) on the path/u.exec(await luis.shows("on the path")) ?? [];
  ana.type("/quit");
  await ana.ended();
  const bot = classroom.open("lab exercise bot 1 --plain");
  const [, phrase = ""] = /have said:\n(.+)/u.exec(await bot.shows("Ctrl-C")) ?? [];
  await luis.shows(phrase);
  luis.type(phrase);
  await bot.shows("1 of 2");
  await luis.interrupt();
  const again = classroom.open("lab chat --plain --name ana");
  await again.shows(`hola ana`);
  again.type(phrase);
  await bot.shows("2 of 2");
  await bot.ended();
  again.type("/quit");
  await again.ended();
  await server.interrupt();
  await classroom.succeed(`lab check 1 who=${who}`);
}
