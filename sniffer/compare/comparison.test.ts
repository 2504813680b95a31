import { describe, expect, it } from "vitest";
import { capture, line, record, recordOf } from "../../testing/compare/made-messages.ts";
import type { AlignedMessage } from "./align-messages.ts";
import type { WireMessage } from "./compared-capture.ts";
import { alignMessages } from "./comparison.ts";

const talk = ["hola", "¿qué tal estás?", "muy bien", "me voy a la biblioteca", "adiós", "hasta mañana por la mañana"];
const bytesOf = (text: string) => Buffer.byteLength(text) + 1;
const lines = talk.map((text, at) => line(text, at));
const records = talk.map((text, at) => record(bytesOf(text), at + 10));

const align = (first: readonly WireMessage[], second: readonly WireMessage[]) =>
  alignMessages(capture("a", first), capture("b", second));
/** Each row as the packet numbers of both sides, and how they agree. */
const rows = (pairs: readonly AlignedMessage[]) =>
  pairs.map(({ first, second, fit }) =>
    [first.map(({ packet }) => packet).join("+"), second.map(({ packet }) => packet).join("+"), fit ?? "alone"].join(
      " ",
    ),
  );

describe("messages of two captures", () => {
  it("are next to each other in the order of the conversation", () => {
    expect(rows(align(lines, records))).toEqual(talk.map((_, at) => `${at} ${at + 10} exact`));
  });

  it.each([...talk.keys()])("leave message %i alone where its record was lost", (lost) => {
    const pairs = align(lines, records.toSpliced(lost, 1));
    expect(rows(pairs)).toEqual(talk.map((_, at) => (at === lost ? `${at}  alone` : `${at} ${at + 10} exact`)));
  });

  it.each([...talk.keys()])("leave record %i alone where its line was lost", (lost) => {
    const alone = align(lines.toSpliced(lost, 1), records).filter(({ fit }) => fit === undefined);
    expect(rows(alone)).toEqual([` ${lost + 10} alone`]);
  });

  it("pass over session tickets, which look like messages", () => {
    const tickets = [record(57, 7, "server"), record(57, 8, "server")];
    const pairs = align([line("# welcome ana", 3, "server")], [...tickets, record(14, 9, "server")]);
    expect(rows(pairs)).toEqual([" 7 alone", " 8 alone", "3 9 exact"]);
  });

  it("join lines that were merged into one record", () => {
    const merged = [
      line("# welcome ana", 3, "server"),
      line("# users: ana", 3, "server"),
      line("* luis joined", 5, "server"),
    ];
    expect(rows(align(merged, [record(27, 8, "server"), record(14, 9, "server")]))).toEqual([
      "3+3 8 exact",
      "5 9 exact",
    ]);
  });

  it("join records into which one line was cut, as TLS 1.0 does with its first byte", () => {
    const suite = "TLS_RSA_WITH_AES_128_CBC_SHA";
    const split = [recordOf("TLS 1.0", suite, 32, 1), recordOf("TLS 1.0", suite, 48, 2), record(7, 3)];
    expect(rows(align([line("una línea de veinte letras", 1), line("adiós", 2)], split))).toEqual([
      "1 1+2 exact",
      "2 3 exact",
    ]);
  });

  it("of each direction are aligned by themselves, whatever the order between the two", () => {
    const first = [line("hola", 1, "client"), line("buenas", 2, "server"), line("adiós", 3, "client")];
    const second = [record(7, 6, "server"), record(5, 7, "client"), record(7, 8, "client")];
    expect(rows(align(first, second))).toEqual(["1 7 exact", "2 6 exact", "3 8 exact"]);
  });

  it("of several in one segment are paired one by one where the records are as many", () => {
    const first = lines.map((message) => ({ ...message, packet: 4 }));
    expect(
      align(first, records).every(
        ({ first, second, fit }) => first.length === 1 && second.length === 1 && fit === "exact",
      ),
    ).toBe(true);
  });

  it("find their connection where the connections come in another order", () => {
    const first = [...lines, line("luis", 20, "client", 1), line("otra cosa bien distinta", 21, "client", 1)];
    const second = [record(5, 1, "client", 0), record(24, 2, "client", 0)].concat(
      talk.map((text, at) => record(bytesOf(text), at + 10, "client", 1)),
    );
    expect(rows(align(first, second))).toEqual([
      ...talk.map((_, at) => `${at} ${at + 10} exact`),
      "20 1 exact",
      "21 2 exact",
    ]);
  });

  it("are paired by order where other words were typed, and the report says so", () => {
    const pairs = align([line("hola", 1), line("adiós", 2)], [record(1, 1), record(1, 2)]);
    expect(rows(pairs)).toEqual(["1 1 impossible", "2 2 impossible"]);
  });

  it("are possible counterparts where TLS 1.3 pads every record to the same length", () => {
    const padded = talk.map((text, at) => record(bytesOf(text), at, "client", 0, 64 - bytesOf(text)));
    expect(rows(align(lines, padded))).toEqual(talk.map((_, at) => `${at} ${at} possible`));
  });

  it("of two plain captures are the same where their bytes are", () => {
    expect(rows(align(lines, lines.toSpliced(2, 1)))).toEqual(
      talk.map((_, at) => (at === 2 ? "2  alone" : `${at} ${at} same`)),
    );
    expect(rows(align([line("hola", 1)], [line("mola", 1)]))).toEqual(["1 1 same length"]);
  });

  it("are none where a capture has none", () => {
    expect(align([], [])).toEqual([]);
    expect(rows(align([], [record(5, 1)]))).toEqual([" 1 alone"]);
  });

  it("stay in step over thousands, with one lost every fifty", () => {
    const many = Array.from({ length: 1000 }, (_, at) => line("x".repeat(1 + ((at * 7919) % 97)), at));
    const theirs = many.flatMap(({ bytes, packet }) => (packet % 50 === 49 ? [] : [record(bytes, packet)]));
    const pairs = align(many, theirs);
    expect(
      pairs.filter(
        ({ first, second }) => first.length > 0 && second.length > 0 && first[0]!.packet === second[0]!.packet,
      ),
    ).toHaveLength(980);
    expect(pairs.filter(({ second }) => second.length === 0)).toHaveLength(20);
  });
});
