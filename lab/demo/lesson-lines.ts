import type { WireMessage } from "../../sniffer/compare/compared-capture.ts";
import type { Comparison } from "../../sniffer/compare/comparison.ts";
import { asciiText, hex } from "../../sniffer/wire/decode/reader.ts";
import { cell, widthOf } from "../../terminal/columns.ts";
import { paint } from "../../terminal/style.ts";
import { conversation } from "./conversation.ts";
import { texts } from "./texts.ts";

/** The lines that the lesson shows: short enough for half a screen of 80 columns, and the password is among them. */
const shownLines = conversation.slice(1, 4);
/** Columns between the two wires. */
const between = " │ ";

/** The lesson on one screen: the typed lines, and the same line on two wires, side by side. */
export function lessonLines({ messages, second }: Comparison, columns: number): readonly string[] {
  const width = Math.floor((Math.min(columns, 120) - between.length) / 2);
  const row = (left: string, right: string) => `${left}${between}${right}`;
  const readable = (text: string) => paint("danger", cell(text, width));
  const hidden = (text: string) => paint("safe", cell(text, width));
  const fitting = (long: string, short: string) => (widthOf(long) <= width ? long : short);
  const version = second.connections.find((connection) => connection.version !== undefined)?.version ?? "TLS";
  const lines = [row(readable(texts.plainBanner), hidden(texts.tlsBanner(version)))];
  for (const { name, text } of shownLines) {
    const pair = messages.find(({ first }) => first.some((message) => isTyped(message, text)));
    const [plain, record] = [pair?.first[0], pair?.second[0]];
    if (plain === undefined || record?.content.kind !== "record") continue;
    const { header, sample } = record.content;
    if (lines.length > 1) lines.push("");
    lines.push(
      paint("bold", `${texts.types(name)}: ${text}`),
      row(readable(text), hidden(`${hex(Buffer.from(header, "hex"), " ")} ${asciiText(sample)}`)),
      row(
        cell(fitting(texts.textBytes(plain.bytes), texts.bytes(plain.bytes)), width),
        cell(fitting(texts.recordBytes(record.bytes), texts.bytes(record.bytes)), width),
      ),
    );
  }
  const verdict = ({ long, short }: typeof texts.plainVerdict) => fitting(long, short);
  return [...lines, "", row(readable(verdict(texts.plainVerdict)), hidden(verdict(texts.tlsVerdict)))].map((line) =>
    line.trimEnd(),
  );
}

function isTyped({ from, content }: WireMessage, text: string): boolean {
  return from === "client" && content.kind === "text" && content.text === text;
}
