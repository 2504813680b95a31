import { expect, test } from "vitest";
import { type Conversation, changedLine, otherLeg } from "./legs.ts";

const start = Date.UTC(2026, 0, 1);

/** A conversation with these lines, a second apart. */
const conversation = (at: number, texts: readonly string[], isTls = false): Conversation => ({
  isTls,
  clientRandom: undefined,
  lines: texts.map((text, index) => ({ text, packet: index + 1, at: at + index * 1000 })),
  certificate: undefined,
  alert: undefined,
  applicationData: 0,
});

const left = conversation(start, ["bot", "frase de ana: el gato"]);
const arrived = ["bot", "frase de ana: ningún gato"];

test("the leg to the server is the one where every line comes a moment later", () => {
  const right = conversation(start + 3, arrived);
  expect(otherLeg(left, [conversation(start + 3, arrived, true), conversation(start - 60_000, arrived), right])).toBe(
    right,
  );
  expect(changedLine(left, right, "el gato")?.arrived.text).toBe("frase de ana: ningún gato");
  expect(
    changedLine(
      left,
      conversation(
        start + 3,
        left.lines.map(({ text }) => text),
      ),
      "el gato",
    ),
  ).toBeUndefined();
});

test.each([
  ["of an earlier run", conversation(start - 5_000, arrived)],
  ["of a later run", conversation(start + 5_000, arrived)],
  ["where a line came before it was said", conversation(start - 1, arrived)],
  ["over TLS, where the client spoke in the clear", conversation(start + 3, arrived, true)],
  ["with a line more", conversation(start + 3, [...arrived, "otra"])],
  ["where nothing was said", conversation(start + 3, [])],
])("a leg %s is not paired", (_, right) => {
  expect(otherLeg(left, [right])).toBeUndefined();
});
