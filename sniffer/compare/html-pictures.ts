import { element, type Html } from "../../terminal/html.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { peaks, picturesOf } from "./pictures.ts";
import { texts } from "./texts.ts";

const width = 768;
const height = 120;
/** Most bars of a picture; with more values, several share one. */
const MAX_BARS = 256;

/** The pictures of all captures as inline SVG, each with a sentence that explains it. */
export function htmlPictures(compared: readonly ComparedCapture[]): Html[] {
  const captures = compared.map((capture) => ({ ...capture, pictures: picturesOf(capture) }));
  const mostBytes = Math.max(0, ...captures.flatMap(({ pictures }) => pictures.sizes));
  return [
    ...captures.map(({ name, pictures: { histogram } }) =>
      figure(`${name}: ${texts.histogramTitle}`, histogram, Math.max(0, ...histogram), ["00", "ff"]),
    ),
    ...captures.map(({ name, pictures, statistics: { entropy, mostEntropy, total } }) => {
      const found = total === 0 ? texts.nothingToDraw : texts.entropy(entropy, mostEntropy, total);
      return figure(`${name}: ${texts.entropyTitle}. ${found}`, pictures.entropy, 1, ["", ""]);
    }),
    ...captures.map(({ name, pictures: { sizes } }) =>
      figure(`${name}: ${texts.sizesTitle}`, sizes, mostBytes, ["", ""]),
    ),
  ];
}

function figure(caption: string, values: readonly number[], most: number, ends: readonly [string, string]): Html {
  if (values.length === 0 || most === 0)
    return element("figure", {}, element("figcaption", {}, `${caption}: ${texts.nothingToDraw}`));
  const drawn = peaks(values, MAX_BARS);
  const step = width / drawn.length;
  const bars = drawn.map((value, at) => {
    const tall = Math.round((value / most) * height * 10) / 10;
    const place = { x: round(at * step), y: round(height - tall), width: round(step * 0.85), height: tall };
    return value === 0 ? "" : element("rect", place);
  });
  const axis = element("line", { x1: 0, y1: height, x2: width, y2: height });
  const start = element("text", { x: 0, y: height + 13 }, ends[0]);
  const end = element("text", { x: width, y: height + 13, "text-anchor": "end" }, ends[1]);
  const view = { viewBox: `0 0 ${width} ${height + 16}`, role: "img", "aria-label": caption };
  return element("figure", {}, element("figcaption", {}, caption), element("svg", view, ...bars, axis, start, end));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
