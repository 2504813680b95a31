import { Box, Text } from "ink";
import { fitted, widthOf } from "../../terminal/columns.ts";
import type { Area } from "../../terminal/palette.ts";
import { footerLine, pressedKey } from "../../terminal/screen/key-table.ts";
import { type Line, lineText, span } from "../../terminal/screen/line.ts";
import { overlayPlace } from "../../terminal/screen/overlay.ts";
import { inkArea, inkColour } from "../../terminal/style.ts";
import { visibleInput } from "../../terminal/visible-input.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import { keysOn } from "./keys.ts";
import type { ChatModel, Link } from "./model.ts";
import { type Row, visibleRows } from "./rows.ts";
import { texts } from "./texts.ts";

interface ScreenProps {
  readonly model: ChatModel;
  /** Columns and rows of the terminal. */
  readonly width: number;
  readonly height: number;
  /** The help over the screen, in its frame; empty while it is hidden. */
  readonly help?: readonly Line[];
}

/** The whole screen: banner, conversation, status, input. */
export function Screen({ model, width, height, help = [] }: ScreenProps) {
  const banner = bannerRows(model.link, width);
  const talkHeight = talkRows(model.link, width, height);
  const rows = visibleRows(model, width, talkHeight);
  return (
    <Box flexDirection="column" width={width} height={height}>
      {banner.map((text) => (
        <Text key={text} {...inkArea(bannerArea(model.link))}>
          {text}
        </Text>
      ))}
      <Box flexDirection="column" height={talkHeight} justifyContent="flex-end">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own; the screen is a window
          <TalkRow key={index} row={row} />
        ))}
      </Box>
      <InkLine line={statusLine(model, width)} />
      <Input model={model} width={width} />
      <Help lines={help} place={overlayPlace({ columns: width, rows: height })} />
    </Box>
  );
}

/** The rows of the conversation on a screen of this size. */
export function talkRows(link: Link, width: number, height: number): number {
  return Math.max(1, height - bannerRows(link, width).length - 2);
}

function TalkRow({ row: { kind, head, text } }: { readonly row: Row }) {
  if (kind === "own" || kind === "other") {
    return (
      <Text wrap="truncate">
        <Text {...inkColour(kind)} bold={kind === "own"}>
          {head}
        </Text>
        {text}
      </Text>
    );
  }
  if (kind === "refusal" || kind === "alarm") {
    return (
      <Text {...inkColour("danger")} bold={kind === "alarm"} wrap="truncate">
        {head + text}
      </Text>
    );
  }
  return (
    <Text inverse={kind === "unread"} wrap="truncate">
      {head + text || " "}
    </Text>
  );
}

function Help({ lines, place }: { readonly lines: readonly Line[]; readonly place: ReturnType<typeof overlayPlace> }) {
  return (
    <Box position="absolute" flexDirection="column" marginLeft={place.column} marginTop={place.row}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
        <InkLine key={index} line={line} />
      ))}
    </Box>
  );
}

function InkLine({ line }: { readonly line: Line }) {
  return (
    <Text wrap="truncate">
      {line.map(({ text, tone }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity of their own
        <Text key={index} bold={tone === "strong"} {...(tone === "faint" && inkColour("faint"))}>
          {text}
        </Text>
      ))}
    </Text>
  );
}

function Input({ model, width }: { readonly model: ChatModel; readonly width: number }) {
  const [before, under, after] = visibleInput(model.input, width - 3);
  return (
    <Text wrap="truncate">
      <Text {...inkColour("own")}>{"> "}</Text>
      {before}
      <Text inverse>{under}</Text>
      {after}
    </Text>
  );
}

function bannerRows(link: Link, width: number): readonly string[] {
  return wrapText(bannerText(link), width - 2).map((row) => ` ${row}`.padEnd(width));
}

function bannerText(link: Link): string {
  if (link.kind === "offline") return texts.offlineBanner;
  if (link.kind === "layers") return chatTexts.homeMadeLayers(link.recipe);
  return link.kind === "plain" ? texts.plainBanner : texts.tlsBanner(link.protection, link.verified);
}

function bannerArea(link: Link): Area {
  if (link.kind === "tls") return link.isVerified ? "safe" : "danger";
  return link.kind === "offline" ? "warning" : "danger";
}

/** News, if there are any; otherwise who is here, and the keys at the right. */
function statusLine(model: ChatModel, width: number): Line {
  const { link, names, back } = model;
  if (model.isMoving) return [span(texts.changing, "faint")];
  if (model.choices.length > 0) return [span(texts.choices(model.choices), "faint")];
  if (back > 0) return [span(texts.newBelow(Math.min(model.unread, back)), "faint")];
  const left = link.kind === "offline" ? model.name : texts.statusHere(model.name, names.length);
  const { from, keys } = statusKeys(model, width);
  return [span(fitted(left, from), "faint"), ...keys];
}

/** The keys in the status line, and the column where they begin. */
function statusKeys({ name, link, names }: ChatModel, width: number): { readonly from: number; readonly keys: Line } {
  const left = widthOf(texts.statusHere(name, names.length)) + 3;
  const keys = footerLine(keysOn(link.kind), Math.max(0, width - left));
  return { from: Math.max(0, width - widthOf(lineText(keys))), keys };
}

/** The key at this column of the status line; undefined if there is none. */
export function keyInStatus(model: ChatModel, width: number, column: number): string | undefined {
  const { from, keys } = statusKeys(model, width);
  return pressedKey(keysOn(model.link.kind), widthOf(lineText(keys)), column - from);
}
