import { expect, test } from "vitest";
import type { Protection } from "../protocol/protocol.ts";
import type { Outcome } from "./outcome.ts";
import { MAX_WORD_AGE, MAX_WRONG_WORDS, Room } from "./room.ts";

const plain: Protection = { kind: "plain" };
const tls: Protection = { kind: "tls", version: "TLS 1.3", cipher: "TLS_AES_256_GCM_SHA384" };

/** A room with these people, with the ids 1, 2, … */
function roomWith(...names: string[]): Room {
  let words = 0;
  const room = new Room(() => `word${++words}`);
  names.forEach((name, index) => void room.join(newcomer(index + 1), name));
  return room;
}

function newcomer(id: number, protection = plain, address = "127.0.0.1") {
  return { id, protection, endpoint: { address, port: id }, now: 1000 };
}

const one = (to: number, line: string): Outcome => ({ kind: "one", to, line });
const all = (line: string, except?: number): Outcome =>
  except === undefined ? { kind: "all", line } : { kind: "all", line, except };

test("a newcomer is admitted, welcomed and learns who is here; the others learn of the newcomer", () => {
  const room = roomWith("ana");
  expect(room.join(newcomer(2), " luis ")).toEqual([
    { kind: "admitted", id: 2, name: "luis" },
    one(2, "# welcome luis"),
    one(2, "# users: ana luis"),
    all("* luis joined", 2),
  ]);
  expect(room.members.map(({ name, since }) => [name, since])).toEqual([
    ["ana", 1000],
    ["luis", 1000],
  ]);
});

test.each([
  ["hola", [all("ana > hola", 1)]],
  ["ana > hola", [all("ana > hola", 1)]],
  ["  ", []],
  ["/me saluda", [all("ana * saluda", 1)]],
  ["/msg LUIS psst", [one(2, "ana >> psst")]],
  ["/msg eva psst", [one(1, "! no-such-name nobody here is called eva. /users lists who is here")]],
  ["/usuarios", [one(1, "# users: ana luis")]],
  ["/tls", [one(1, "# you are speaking in the clear: anyone on the path can read this")]],
  ["/nick Ana", [all("* ana is now called Ana")]],
  ["/nick luís", [one(1, "! name-similar luís looks too much like luis, who is here: choose another")]],
  ["/nick ana", [one(1, "# you are already called ana")]],
  ["/me", [one(1, "! incomplete-command this command is not complete. For example: /me waves")]],
  ["/salir", [one(1, "# goodbye"), { kind: "gone", id: 1 }]],
  [
    "a\x07",
    [one(1, "! line-control this line was not sent: it has a control character, which could change a terminal: \\x07")],
  ],
  ["a\tb", [all("ana > a\tb", 1)]],
] as [string, Outcome[]][])("%j from ana, with luis here", (line, outcomes) => {
  expect(roomWith("ana", "luis").receive(1, line, 1000)).toEqual(outcomes);
});

test("who comes back in the other mode keeps the name, and all learn how they speak now", () => {
  const room = roomWith("ana", "luis");
  expect(room.leave(1)).toEqual([all("* ana left")]);
  expect(room.join(newcomer(3, tls), "ana").slice(-2)).toEqual([
    all("* ana joined", 3),
    all("* ana is now speaking over TLS 1.3"),
  ]);
  room.leave(3);
  expect(room.join(newcomer(4, tls), "ana").at(-1)).toEqual(all("* ana joined", 4));
});

const wrongWord = (to: number) => one(to, expect.stringMatching(/^! wrong-word /) as unknown as string);

test("a seat passes to the connection that was given the word, once its member says the word, and keeps its count", () => {
  const room = roomWith("ana", "luis");
  room.receive(1, "uno", 1000);
  expect(room.join(newcomer(3, tls), "/seat ana")).toEqual([
    one(3, "# word: word1"),
    one(3, "# type this on your other connection within 15 seconds: /move word1"),
  ]);
  expect(room.receive(1, "/move word1", 1000 + MAX_WORD_AGE)).toEqual([
    one(1, "# moved"),
    { kind: "replaced", from: 1, to: 3 },
    one(3, "# welcome ana"),
    all("* ana is now speaking over TLS 1.3"),
  ]);
  expect(room.find("ana")).toMatchObject({ id: 3, messages: 1, protection: tls });
  expect(room.receive(1, "still me?", 1000)).toEqual([]);
  expect(room.leave(1)).toEqual([]);
  expect(room.receive(3, "/move word1", 1000)).toEqual([wrongWord(3)]);
});

test("a word moves only the seat it was made for: an eavesdropper who says it first gets nothing and breaks nothing", () => {
  const room = roomWith("ana", "mallory");
  room.join(newcomer(3, tls), "/seat ana");
  room.join(newcomer(4, tls), "/seat ana");
  expect(room.receive(2, "/move word1", 1000)).toEqual([wrongWord(2)]);
  for (const line of ["/back word1", "/move word1", "/seat word1"]) {
    expect(room.join(newcomer(5, tls), line).map(({ kind }) => kind)).toEqual(["one"]);
  }
  expect(room.receive(1, "/move word1", 1000)[1]).toEqual({ kind: "replaced", from: 1, to: 3 });
  expect(room.receive(3, "/move word2", 1000)).toEqual([wrongWord(3)]);
  expect(room.members.map(({ name, id }) => [name, id])).toEqual([
    ["mallory", 2],
    ["ana", 3],
  ]);
});

test("a word is no longer good when its time is over, when its connection is gone, and when that has taken a name", () => {
  const room = roomWith("ana");
  room.join(newcomer(3, tls), "/seat ana");
  expect(room.receive(1, "/move word1", 1000 + MAX_WORD_AGE + 1)).toEqual([wrongWord(1)]);
  room.join(newcomer(4, tls), "/seat ana");
  room.leave(4);
  expect(room.receive(1, "/move word2", 1000)).toEqual([wrongWord(1)]);
  room.join(newcomer(5, tls), "/seat ana");
  room.join(newcomer(5, tls), "eva");
  expect(room.receive(1, "/move word3", 1000)).toEqual([wrongWord(1)]);
});

test("a seat can be asked for only by its exact name and in the other mode, and guesses are limited", () => {
  const room = roomWith("ana");
  expect(room.join(newcomer(3, tls), "/seat ANA")).toHaveLength(1);
  expect(room.join(newcomer(3), "/seat ana")).toHaveLength(1);
  room.join(newcomer(3, tls), "/seat ana");
  for (let guess = 0; guess < MAX_WRONG_WORDS; guess += 1) {
    expect(room.receive(1, `/move guess${guess}`, 1000)).toEqual([wrongWord(1)]);
  }
  expect(room.receive(1, "/move word1", 1000)).toEqual([
    one(1, expect.stringMatching(/^! too-many-wrong-words /) as unknown as string),
  ]);
});

test("the owner of a seat that was moved comes back to find it taken: all learn of it, once", () => {
  const room = roomWith("ana", "luis");
  room.join(newcomer(3, tls, "192.0.2.66"), "/seat ana");
  room.receive(1, "/move word1", 1000);
  expect(room.join(newcomer(4, plain, "192.0.2.5"), "ana").map(({ kind }) => kind)).toEqual(["one"]);
  expect(room.join(newcomer(5), "ana").slice(1)).toEqual([
    { kind: "doubted", name: "ana", endpoint: { address: "127.0.0.1", port: 5 } },
    all(expect.stringContaining("from the address that ana had") as unknown as string),
  ]);
  expect(room.join(newcomer(5), "ana").map(({ kind }) => kind)).toEqual(["one"]);
});

test("a name is free again as soon as its owner is gone or has another", () => {
  const room = roomWith("ana", "luis");
  room.receive(1, "/nick eva", 1000);
  expect(room.join(newcomer(3), "ana")[0]).toEqual({ kind: "admitted", id: 3, name: "ana" });
  room.leave(2);
  expect(room.join(newcomer(4), "luis")[0]).toEqual({ kind: "admitted", id: 4, name: "luis" });
  expect(room.size).toBe(3);
});

test("of very many people the first 200 are listed, and the others counted", () => {
  const room = roomWith(...Array.from({ length: 205 }, (_, index) => `person-${index}`));
  const [list, more] = room.receive(1, "/users", 1000) as readonly { line: string }[];
  expect(list!.line.split(" ")).toHaveLength(202);
  expect(more!.line).toBe("# and 5 more");
});
