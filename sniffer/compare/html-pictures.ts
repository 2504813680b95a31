import type { ComparedCapture } from "./compared-capture.ts";
import { text } from "./html-text.ts";
import { picturesOf } from "./pictures.ts";
import { texts } from "./texts.ts";

const width = 768;
const height = 120;
/** Most bars of a picture; neighbours share one where there are more values. */
const MAX_BARS = 256;

/** The pictures of both captures as inline SVG, each with a sentence that says what it shows. `names` are HTML already. */
export function htmlPictures(
  first: ComparedCapture,
  second: ComparedCapture,
  names: readonly [string, string],
): string {
  const captures = [first, second];
  const pictures = captures.map(picturesOf);
  const mostBytes = Math.max(0, ...pictures.flatMap(({ sizes }) => sizes));
  const entropies = captures.map(({ statistics: { entropy, mostEntropy, total } }) =>
    total === 0 ? texts.nothingToDraw : texts.entropy(entropy, mostEntropy, total),
  );
  return [
    ...pictures.map(({ histogram }, at) =>
      figure(`${names[at]!}: ${text(texts.histogramTitle)}`, histogram, Math.max(0, ...histogram), ["00", "ff"]),
    ),
    ...pictures.map(({ entropy }, at) =>
      figure(`${names[at]!}: ${text(texts.entropyTitle)}. ${text(entropies[at]!)}`, entropy, 1, ["", ""]),
    ),
    ...pictures.map(({ sizes }, at) => figure(`${names[at]!}: ${text(texts.sizesTitle)}`, sizes, mostBytes, ["", ""])),
  ].join("\n");
}

function figure(caption: string, values: readonly number[], most: number, ends: readonly [string, string]): string {
  if (values.length === 0 || most === 0)
    return `<figure><figcaption>${caption}: ${text(texts.nothingToDraw)}</figcaption></figure>`;
  const count = Math.min(MAX_BARS, values.length);
  const step = width / count;
  const bars = Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * values.length) / count);
    const value = Math.max(...values.slice(from, Math.floor(((at + 1) * values.length) / count)));
    const tall = Math.round((value / most) * height * 10) / 10;
    return value === 0
      ? ""
      : `<rect x="${round(at * step)}" y="${round(height - tall)}" width="${round(step * 0.85)}" height="${tall}"/>`;
  });
  const label = caption.replace(/<[^>]*>/g, "");
  return `<figure><figcaption>${caption}</figcaption>
<svg viewBox="0 0 ${width} ${height + 16}" role="img" aria-label="${label}">${bars.join("")}<line x1="0" y1="${height}" x2="${width}" y2="${height}"/><text x="0" y="${height + 13}">${ends[0]}</text><text x="${width}" y="${height + 13}" text-anchor="end">${ends[1]}</text></svg></figure>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
