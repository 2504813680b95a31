import { expect, test } from "vitest";
import { adviceLines } from "./advice.ts";

test("advice that fits stays in one line, its command beside it", () => {
  expect(adviceLines("Start the server: lab server --plain", 40)).toEqual(["Start the server: lab server --plain"]);
});

test("a command that does not fit is below its text, whole", () => {
  expect(adviceLines("Start the sniffer before the bot speaks: lab sniff lo -w work/captures/02.pcap", 38)).toEqual([
    "Start the sniffer before the bot",
    "speaks:",
    "  lab sniff lo -w work/captures/02.pcap",
  ]);
});

test("a sentence is broken between words, a command in backticks is not", () => {
  expect(adviceLines("Ask the server's owner to start it with `lab server --both` and try again", 36)).toEqual([
    "Ask the server's owner to start it",
    "with `lab server --both` and try",
    "again",
  ]);
});
