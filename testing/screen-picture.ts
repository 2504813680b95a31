import { widthOf } from "../terminal/columns.ts";
import { type Rgb, rgbOfIndex } from "../terminal/contrast.ts";
import { type Area, areaOn, type Colour, shadeOn } from "../terminal/palette.ts";
import type { Line, Tone } from "../terminal/screen/line.ts";

/** One picture of a screen, and how many seconds it is shown. */
export interface PictureFrame {
  readonly lines: readonly Line[];
  readonly seconds: number;
}

/** A character cell, in pixels. */
const [cellWidth, cellHeight, margin] = [9, 20, 12];
const grounds = { dark: [13, 17, 23], light: [255, 255, 255] } as const satisfies Record<string, Rgb>;
const letters = { dark: "#e6edf3", light: "#1f2328" } as const;

const colours: Readonly<Partial<Record<Tone, Colour>>> = {
  readable: "danger",
  protected: "safe",
  faint: "faint",
  warning: "warning",
};
const areas: Readonly<Partial<Record<Tone, Area>>> = {
  "readable-area": "danger",
  "protected-area": "safe",
  chosen: "chosen",
};

/**
 * Frames of a screen as one animated SVG picture, readable on light and on dark pages. Colours are those of the
 * terminal.
 */
export function movingPicture(title: string, frames: readonly PictureFrame[], columns: number, rows: number): string {
  const [width, height] = [columns * cellWidth + 2 * margin, rows * cellHeight + 2 * margin];
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let begun = 0;
  const shown = frames.map(({ lines, seconds }, at) => {
    const [from, to] = [begun, begun + seconds].map((time) => `${((100 * time) / total).toFixed(2)}%`);
    begun += seconds;
    const before = at === 0 ? "" : "0%{opacity:0}";
    const rule = `@keyframes f${at}{${before}${from}{opacity:1}${to}{opacity:0}100%{opacity:0}}#f${at}{animation:f${at} ${total}s step-end infinite}`;
    return { rule, group: `<g id="f${at}"${at === 0 ? "" : ' opacity="0"'}>${lines.map(lineShapes).join("")}</g>` };
  });
  const still = `@media(prefers-reduced-motion:reduce){g{animation:none!important;opacity:0}#f${frames.length - 1}{opacity:1}}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="15">`,
    `<style>text{white-space:pre}${theme("dark")}@media(prefers-color-scheme:light){${theme("light")}}${shown.map(({ rule }) => rule).join("")}${still}</style>`,
    `<title>${title}</title><rect class="ground" width="${width}" height="${height}" rx="8"/>`,
    ...shown.map(({ group }) => group),
    "</svg>\n",
  ].join("\n");
}

function theme(name: keyof typeof grounds): string {
  const ground = grounds[name];
  const fill = (tone: string, colour: string) => `.${tone}{fill:${colour}}`;
  return [
    fill("ground", hexOf(ground)),
    fill("plain", letters[name]),
    ...Object.entries(colours).map(([tone, colour]) => fill(tone, hexOf(rgbOfIndex(shadeOn(colour, ground))))),
    ...Object.entries(areas).flatMap(([tone, area]) => {
      const [back, front] = areaOn(area, ground);
      return [fill(`${tone}-back`, hexOf(rgbOfIndex(back))), fill(tone, hexOf(rgbOfIndex(front)))];
    }),
  ].join("");
}

function lineShapes(line: Line, row: number): string {
  let column = 0;
  const y = margin + row * cellHeight;
  return line
    .map(({ text, tone }) => {
      const [x, width] = [margin + column * cellWidth, widthOf(text) * cellWidth];
      column += widthOf(text);
      const back =
        areas[tone] === undefined
          ? ""
          : `<rect class="${tone}-back" x="${x}" y="${y}" width="${width}" height="${cellHeight}"/>`;
      const known = tone in colours || tone in areas ? tone : "plain";
      const bold = tone === "strong" || tone in areas ? ' font-weight="bold"' : "";
      return text.trim() === ""
        ? back
        : `${back}<text class="${known}"${bold} x="${x}" y="${y + 15}" textLength="${width}">${escaped(text)}</text>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function hexOf([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
