import { expect, test } from "vitest";
import type { Protection } from "./protocol.ts";
import { type Outcome, Room } from "./room.ts";

const plain: Protection = { kind: "plain" };
const tls: Protection = { kind: "tls", version: "TLS 1.3", cipher: "TLS_AES_256_GCM_SHA384" };

/** A room with these people in it, with the ids 1, 2, … */
function roomWith(...names: string[]): Room {
  const room = new Room();
  names.forEach((name, index) => void room.join(newcomer(index + 1), name));
  return room;
}

function newcomer(id: number, protection = plain) {
  return { id, protection, address: `127.0.0.1:${id}`, now: 1000 };
}

const one = (to: number, line: string): Outcome => ({ kind: "one", to, line });
const all = (line: string, except?: number): Outcome =>
  except === undefined ? { kind: "all", line } : { kind: "all", line, except };

test("a newcomer is admitted, welcomed and told who is here; the others are told of the newcomer", () => {
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
  ["/msg eva psst", [one(1, "! nobody here is called eva. /users lists who is here")]],
  ["/usuarios", [one(1, "# users: ana luis")]],
  ["/tls", [one(1, "# you are speaking in the clear: anyone on the path can read this")]],
  ["/nick Ana", [all("* ana is now called Ana")]],
  ["/nick luís", [one(1, "! luís looks too much like luis, who is here: choose another name")]],
  ["/nick ana", [one(1, "# you are already called ana")]],
  ["/me", [one(1, "! say what you do: /me waves")]],
  ["/salir", [one(1, "# goodbye"), { kind: "gone", id: 1 }]],
  ["a\x07", [one(1, "! that line holds a character that acts instead of being shown: \\x07. Nothing was sent")]],
  ["a\tb", [all("ana > a\tb", 1)]],
] as [string, Outcome[]][])("%j from ana, with luis here", (line, outcomes) => {
  expect(roomWith("ana", "luis").receive(1, line)).toEqual(outcomes);
});

test("who comes back in the other mode keeps the name, and all are told how they speak now", () => {
  const room = roomWith("ana", "luis");
  expect(room.leave(1)).toEqual([all("* ana left")]);
  expect(room.join(newcomer(3, tls), "ana").slice(-2)).toEqual([
    all("* ana joined", 3),
    all("* ana is now speaking over TLS 1.3"),
  ]);
  room.leave(3);
  expect(room.join(newcomer(4, tls), "ana").at(-1)).toEqual(all("* ana joined", 4));
});

test("a seat is taken over only with its word, once, and keeps its count of messages", () => {
  const room = roomWith("ana", "luis");
  room.receive(1, "uno");
  room.receive(1, "/move 0123456789abcdef");
  expect(room.join(newcomer(3, tls), "/back ffffffffffffffff")).toEqual([
    one(3, "! nobody here is waiting to move with that word. The first line is your name"),
  ]);
  expect(room.join(newcomer(4, tls), "/back 0123456789abcdef")).toEqual([
    { kind: "replaced", from: 1, to: 4 },
    one(4, "# welcome ana"),
    all("* ana is now speaking over TLS 1.3"),
  ]);
  expect(room.join(newcomer(5, tls), "/back 0123456789abcdef")).toHaveLength(1);
  expect(room.find("ana")).toMatchObject({ id: 4, messages: 1, protection: tls });
  expect(room.receive(1, "still me?")).toEqual([]);
  expect(room.leave(1)).toEqual([]);
});

test("a word that could be guessed is refused", () => {
  expect(roomWith("ana").receive(1, "/move 1")).toEqual([
    one(1, "! the word after /move has 8 to 64 letters, digits, - or _"),
  ]);
});

test("a name is free again as soon as its owner is gone or has another", () => {
  const room = roomWith("ana", "luis");
  room.receive(1, "/nick eva");
  expect(room.join(newcomer(3), "ana")[0]).toEqual({ kind: "admitted", id: 3, name: "ana" });
  room.leave(2);
  expect(room.join(newcomer(4), "luis")[0]).toEqual({ kind: "admitted", id: 4, name: "luis" });
  expect(room.size).toBe(3);
});

test("of very many people the first 200 are listed, and the others counted", () => {
  const room = roomWith(...Array.from({ length: 205 }, (_, index) => `person-${index}`));
  const [list, more] = room.receive(1, "/users") as readonly { line: string }[];
  expect(list!.line.split(" ")).toHaveLength(202);
  expect(more!.line).toBe("# and 5 more");
});
