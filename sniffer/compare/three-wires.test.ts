import { describe, expect, test } from "vitest";
import { recipeNames } from "../../chat/protocol/recipes.ts";
import { widthOf } from "../../terminal/columns.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { layersConversation, testLayers, type WireLine } from "../../testing/chat/layers-conversation.ts";
import { framesOfLines } from "../../testing/sniffer/layers-frames.ts";
import { Observer } from "../observe/observer.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { compare } from "./comparison.ts";
import { comparisonHtml } from "./comparison-html.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { comparisonText } from "./comparison-text.ts";
import { MessageCollector } from "./message-collector.ts";
import { readForComparison } from "./read-for-comparison.ts";
import { wiresOf } from "./wires.ts";

const said = [
  ["ana", "nos vemos a las ocho"],
  ["luis", "¡hola, Ana! 🐧"],
  ["ana", "x".repeat(300)],
] as const;

function captureOf(name: string, lines: readonly WireLine[]): ComparedCapture {
  const observer = new Observer({ keepBytes: true });
  const collector = new MessageCollector();
  for (const frame of framesOfLines(lines)) for (const one of observer.push(frame)) collector.push(one);
  for (const one of observer.end()) collector.push(one);
  return collector.capture(name);
}

/** The same conversation on a server without TLS. */
function inTheClear(lines: readonly WireLine[]): readonly WireLine[] {
  const words = [...said];
  return lines.flatMap(({ connection, from, line }): readonly WireLine[] => {
    const isMessage = line.startsWith("~ [") || /^(?:\S+ > )?~ [1-9]/.test(line);
    if (!isMessage) return line.startsWith("~ ") ? [] : [{ connection, from, line }];
    const [name, text] = from === "client" ? words[0]! : words.shift()!;
    return [{ connection, from, line: from === "client" ? text : `${name} > ${text}` }];
  });
}

describe.each(recipeNames)("a capture of %s beside one in the clear", (recipe) => {
  test("pairs each message with its words, by length, and counts the beginning as a handshake", async () => {
    const lines = await layersConversation({ layers: testLayers(recipe), said });
    const { first, second, messages } = compare(captureOf("plain", inTheClear(lines)), captureOf("layers", lines));
    expect(second.layersCount).toBe(6);
    expect(second.messageCount).toBe(first.messageCount);
    expect(second.cost.handshake).toBeGreaterThan(500);
    const hidden = messages.filter(({ second: [message] }) => message?.content.kind === "layers");
    expect(hidden).toHaveLength(6);
    for (const { first, fit } of hidden) {
      expect(first[0]?.content.kind).toBe("text");
      expect(fit).toBe("exact");
    }
  });
});

test("three wires stand beside each other in 80 columns", async () => {
  const lines = await layersConversation({ layers: testLayers("chain"), said });
  const first = captureOf("plain.pcap", inTheClear(lines));
  const second = compare(first, captureOf("layers.pcap", lines));
  const tls = new URL("../../testing/sniffer/captures/compare-tls13.pcap", import.meta.url).pathname;
  const third = compare(first, await readForComparison(tls));
  const shown = comparisonText(wiresOf(second, third), { width: 80 }).map(lineText);
  for (const line of shown) expect(widthOf(line)).toBeLessThanOrEqual(80);
  expect(shown.find((line) => line.includes("nos vemos"))).toMatch(/│ TEXT nos vemos.*│ OWN {2}~ \[ana\].*[│≠] TLS /);
  expect(shown.find((line) => line.startsWith("the words"))).toMatch(/READABLE +│ PARTLY +│ HIDDEN/);
});

test("a report has a column for each of three wires, and no factor between two of them", async () => {
  const lines = await layersConversation({ layers: testLayers("stream"), said });
  const first = captureOf("plain.pcap", inTheClear(lines));
  const tls = new URL("../../testing/sniffer/captures/compare-tls13.pcap", import.meta.url).pathname;
  const wires = wiresOf(compare(first, captureOf("layers.pcap", lines)), compare(first, await readForComparison(tls)));
  const markdown = comparisonMarkdown(wires);
  const tables = markdown.split("\n").filter((line) => line.startsWith("| "));
  for (const line of tables) expect(line.split(/(?<!\\)\|/)).toHaveLength(6);
  expect(tables.length).toBeGreaterThan(20);
  expect(markdown).toContain("# The same words on three wires");
  const html = comparisonHtml(wires);
  for (const row of html.match(/<tr>.*?<\/tr>/gs)!) expect(row.match(/<t[hd]/g)).toHaveLength(4);
  expect(html.match(/<figure/g)).toHaveLength(9);
});
