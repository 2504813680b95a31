import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const rooms = ["bench", "certs", "chat", "exercises", "lab", "sniffer", "terminal", "testing"];
/**
 * The allowed users of weak code: what breaks it, what runs it for --layers, and the conversations of the exercises.
 */
const allowed = /^(?:chat\/layers|lab\/(?:break|layers)|exercises\/layers|testing\/(?:break|chat))\//;

function sources(): readonly (readonly [path: string, text: string])[] {
  return rooms.flatMap((room) =>
    readdirSync(`${root}/${room}`, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"))
      .map((path) => [`${room}/${path}`, readFileSync(`${root}/${room}/${path}`, "utf8")] as const),
  );
}

test("nothing else loads the weak code, now or later", () => {
  const users = sources().filter(([, text]) => /(?:from|import\()\s*["'][^"']*\bbroken\//.test(text));
  expect(users.length).toBeGreaterThan(5);
  expect(users.map(([path]) => path).filter((path) => !allowed.test(path))).toEqual([]);
});
