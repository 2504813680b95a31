import stringWidth from "string-width";
import { expect, test } from "vitest";
import { loadCourse } from "../course.ts";
import { claimed } from "../evidence/claim.ts";
import { checkLines } from "./print-check.ts";

const [exercise] = await loadCourse();

test("a command is beside its advice where it fits, else below it, indented and whole", () => {
  const claims = [
    claimed("who", "You know who can read it", {
      ok: false,
      found: "no answer yet",
      next: "Type /tls in nc: who can read what you say?\nAnswer with: lab check 1 who=VALUE",
    }),
    claimed("02.pcap", "It was captured", {
      ok: false,
      found: "there is no file",
      next: "Start the sniffer before the bot speaks, in the same sandbox: lab sniff lo -w work/captures/02.pcap",
    }),
  ];
  const lines = checkLines(exercise!, { claims, predictions: [], passed: false, readyMade: [] }, 1);
  expect(lines.slice(2, -2)).toEqual([
    "✗ not yet  You know who can read it",
    "           no answer yet",
    "           next: Type /tls in nc: who can read what you say?",
    "                 Answer with: lab check 1 who=VALUE",
    "✗ not yet  It was captured",
    "           there is no file",
    "           next: Start the sniffer before the bot speaks, in the same sandbox:",
    "                   lab sniff lo -w work/captures/02.pcap",
  ]);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
});

test("a prediction is shown beside what was found, and is neither right nor wrong", () => {
  const prediction = { name: "words", question: "Are the words visible?", choices: ["yes", "no"] };
  const lines = (more: object) =>
    checkLines(
      exercise!,
      {
        claims: [claimed("who", "You know", { ok: true, found: "right" })],
        predictions: [
          { ...prediction, predicted: undefined, found: undefined, lookedFirst: false, isOpen: false, ...more },
        ],
        passed: false,
        readyMade: [],
      },
      1,
    ).slice(5, -2);
  expect(lines({ predicted: "no", found: "yes" }).slice(1)).toEqual([
    "  Are the words visible?",
    "    you said: no; found: yes",
  ]);
  expect(lines({ predicted: "no", found: "yes", lookedFirst: true })[2]).toContain("you looked first");
  expect(lines({ predicted: "no" })[2]).toBe("    you said: no");
  expect(lines({ found: "yes" })[2]).toBe("    no prediction; found: yes");
  expect(lines({ isOpen: true }).at(-1)).toBe("Predict before you look: lab exercise 1");
});
