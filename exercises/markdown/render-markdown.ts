import { lexer, type Token, type Tokens } from "marked";
import stringWidth from "string-width";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { shownSpaces, unbroken, wrapText } from "../../terminal/wrap.ts";

const columnGap = "  ";
/** Narrowest last column of a table, even if that makes the table too wide. */
const MIN_LAST_COLUMN = 12;

/** Longest page that is parsed as Markdown, in characters: the parser's time grows faster than the text. */
const MAX_MARKDOWN_CHARACTERS = 20_000;

/**
 * Sets Markdown for the terminal, in lines of at most `width` columns. Lines of code start at the left margin and are
 * never broken, so that they can be copied. Text that is too long or too deep is shown unchanged.
 */
export function renderMarkdown(markdown: string, width: number): string[] {
  const lines = (setBlocks(markdown, width) ?? asItIs(markdown, width)).map(shownSpaces);
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function setBlocks(markdown: string, width: number): string[] | undefined {
  if (markdown.length > MAX_MARKDOWN_CHARACTERS) return undefined;
  try {
    return blocks(lexer(markdown), width, "");
  } catch (error) {
    // The stack is full: too many nested quotations or lists.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function asItIs(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapText(printable(line), width));
}

function blocks(tokens: readonly Token[], width: number, indent: string): string[] {
  return tokens.flatMap((token) => block(token as Tokens.Generic, width, indent));
}

function block(token: Tokens.Generic, width: number, indent: string): string[] {
  const room = width - indent.length;
  switch (token.type) {
    case "heading": {
      const text = inline(token.tokens ?? []);
      const line = (token.depth === 1 ? "=" : "-").repeat(stringWidth(text));
      return [paint("bold", text), paint("bold", line), ""];
    }
    case "paragraph":
      return [...paragraph(token.tokens ?? [], room, indent), ""];
    case "text":
      return paragraph(token.tokens ?? [token as Token], room, indent);
    case "code":
      return [
        ...String(token.text)
          .split("\n")
          .map((line) => paint("own", printable(line))),
        "",
      ];
    case "list":
      return list(token as Tokens.List, width, indent);
    case "blockquote":
      return blocks(token.tokens ?? [], width, `${indent}  `);
    case "table":
      return [...table(token as Tokens.Table, width), ""];
    case "hr":
      return ["", ""];
    default:
      return [];
  }
}

function list({ items, ordered, start }: Tokens.List, width: number, indent: string): string[] {
  const lines = items.flatMap((item, index) => {
    const mark = ordered ? `${Number(start || 1) + index}. ` : "- ";
    const [first = "", ...more] = blocks(item.tokens, width, indent + " ".repeat(mark.length));
    return [indent + mark + first.trimStart(), ...more];
  });
  return lines.at(-1) === "" ? lines : [...lines, ""];
}

/** Columns as wide as their widest cell; the last one gets the rest of the room, and breaks its lines. */
function table({ header, rows }: Tokens.Table, width: number): string[] {
  const cells = [header, ...rows].map((row) => row.map(({ tokens }) => inline(tokens)));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ""))));
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + columnGap.length, 0);
  widths[widths.length - 1] = Math.min(widths.at(-1)!, Math.max(MIN_LAST_COLUMN, width - before));
  const lines = (row: readonly string[]) => {
    const [first = "", ...more] = wrapText(row.at(-1) ?? "", widths.at(-1)!);
    const others = row.slice(0, -1).map((cell, column) => cell + " ".repeat(widths[column]! - stringWidth(cell)));
    return [[...others, first].join(columnGap).trimEnd(), ...more.map((one) => " ".repeat(before) + one)];
  };
  const [top = [], ...body] = cells;
  return [...lines(top), widths.map((length) => "-".repeat(length)).join(columnGap), ...body.flatMap(lines)];
}

/** Wraps before it paints, so that colour does not count as width. */
function paragraph(tokens: readonly Token[], room: number, indent: string): string[] {
  return wrapText(inline(tokens).trimStart(), room).map((line) => indent + line);
}

/** The target of a link, from the lab's own folder; empty for one within the page. */
function place(href: string): string {
  return href.startsWith("#") ? "" : ` (${printable(href.replace(/^(?:\.\.?\/)+/u, ""))})`;
}

/**
 * Text for the terminal. Code keeps its backticks, so that a command in a sentence is visible, and it is not broken.
 */
function inline(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { type, raw, text, href, tokens: inner } = token as Tokens.Generic;
      if (type === "codespan") return unbroken(`\`${printable(String(text))}\``);
      if (type === "br") return " ";
      if (type === "link") return inline(inner ?? []) + place(String(href));
      if (inner !== undefined) return inline(inner);
      return printable(String(text ?? raw).replace(/\s*\n\s*/gu, " "));
    })
    .join("");
}
