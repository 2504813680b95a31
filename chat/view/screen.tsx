import { Box, Text } from "ink";
import type { Area } from "../../terminal/palette.ts";
import { inkArea, inkColour } from "../../terminal/style.ts";
import { visibleInput } from "../../terminal/visible-input.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { texts as chatTexts } from "../texts.ts";
import type { ChatModel, Link } from "./model.ts";
import { type Row, visibleRows } from "./rows.ts";
import { texts } from "./texts.ts";

/** Fewest columns and rows on which the screen makes sense. */
const smallest = { width: 20, height: 6 };

interface ScreenProps {
  readonly model: ChatModel;
  /** Columns and rows there are. */
  readonly width: number;
  readonly height: number;
}

/** The whole screen: banner, talk, status, input. */
export function Screen({ model, width, height }: ScreenProps) {
  if (width < smallest.width || height < smallest.height) return <Text>{texts.tooSmall}</Text>;
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
      <Text {...inkColour("faint")} wrap="truncate">
        {statusText(model, width)}
      </Text>
      <Input model={model} width={width} />
    </Box>
  );
}

/** How many rows the talk gets on a screen of this size. */
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

function statusText(model: ChatModel, width: number): string {
  if (model.isMoving) return texts.changing;
  if (model.choices.length > 0) return texts.choices(model.choices);
  if (model.back > 0) return texts.newBelow(Math.min(model.unread, model.back));
  const left = model.link.kind === "offline" ? model.name : texts.statusHere(model.name, model.names.length);
  const right = texts.statusKeys;
  return left + right.padStart(Math.max(right.length + 3, width - left.length));
}
