import { expect, test } from "vitest";
import { texts as client } from "../chat/client/texts.ts";
import { texts as operator } from "../chat/operator/texts.ts";
import { texts as protocol } from "../chat/protocol/texts.ts";
import { texts as audit } from "../lab/audit/texts.ts";
import { texts as search } from "../lab/break/search/texts.ts";
import { texts as breaking } from "../lab/break/texts.ts";
import { texts as xor } from "../lab/break/xor/texts.ts";
import { texts as clean } from "../lab/clean/texts.ts";
import { texts as capture } from "../sniffer/capture/texts.ts";
import { texts as compare } from "../sniffer/compare/texts.ts";
import { texts as explain } from "../sniffer/observe/explain/texts.ts";
import { texts as find } from "../sniffer/observe/find/texts.ts";
import { values } from "../sniffer/wire/decode/texts.ts";
import { grouped } from "./grouped.ts";

test("numbers are grouped as English does it", () => {
  for (const number of [
    0,
    7,
    999,
    1000,
    12_345,
    123_456,
    1_234_567,
    2 ** 40,
    Number.MAX_SAFE_INTEGER,
    -1,
    -1000,
    -123_456,
  ])
    expect(grouped(number)).toBe(number.toLocaleString("en"));
});

test("one thing is not called by its plural, where a capture, a file or a person can make it one", () => {
  const said = [
    [client.wirePlain(1), client.wireSame(1), operator.stats({} as never, 1, 40)[0], audit.days(1), clean.amount(1, 1)],
    [protocol.refusals["too-many-tries"](1), search.notFound(1, 0), search.stopped(1, 0), search.guesses(1, 0, 1)],
    [breaking.otherLength(1, 2), breaking.outside(1, 1), xor.known(1, 1), capture.framesDropped(1)],
    [capture.recordingStopped("x.pcap", 1, ""), capture.notRecorded("x.pcap", 1), capture.tooShort(1)],
    [compare.gaps("", 1, 1), compare.moreMessages(1), compare.bytes(1), values.seconds(1)],
    [explain.incomplete(1, 0), explain.ciphertext(1), find.searched(1, 1, 1, 1, 1)],
  ].flat();
  const plural = /\b1 (?:more )?(?:byte|packet|guesse|day|file|second|minute|row|connection|place)s\b/;
  for (const sentence of said) expect(sentence).not.toMatch(plural);
  expect(said.filter((sentence) => / 1 |^1 |\(1 /.test(sentence!))).toHaveLength(said.length);
});
