import stringWidth from "string-width";
import { expect, test } from "vitest";
import { exercise } from "../01-talk-in-the-clear/exercise.ts";
import { claimed } from "../evidence/claim.ts";
import { checkLines } from "./print-check.ts";

test("a command stands beside its advice where it fits, else below it, indented and whole", () => {
  const claims = [
    claimed("You know who can read it", {
      ok: false,
      found: "no answer yet",
      next: "Type /tls in nc: who can read what you say?\nAnswer with: lab check 1 who=VALUE",
    }),
    claimed("It was captured", {
      ok: false,
      found: "there is no file",
      next: "Start the sniffer before the bot speaks, in the same sandbox: lab sniff lo -w work/captures/02.pcap",
    }),
  ];
  const lines = checkLines(exercise, { claims, passed: false }, 1);
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
