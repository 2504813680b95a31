import { print, printData } from "../../../terminal/print.ts";
import { isUtf8 } from "../../../terminal/utf8.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { measureSpeeds, type Speed, type SpeedName } from "./measure.ts";
import { texts } from "./texts.ts";

/** Signs of a bar for each factor of ten; and on a terminal with fewer columns than the longest bar needs. */
const SIGNS_A_DECADE = 6;
const NARROW_SIGNS_A_DECADE = 3;
const MIN_COLUMNS = 80;
const NAME_COLUMNS = 24;
const MEGA = 1e6;

/** `lab speed`: measures, and shows a bar for each result at once. */
export function runSpeed({ json }: { readonly json?: true }): void {
  const seen = new Map<SpeedName, number>();
  let heading: string | undefined;
  const columns = process.stdout.columns || MIN_COLUMNS;
  const signs = columns < MIN_COLUMNS ? NARROW_SIGNS_A_DECADE : SIGNS_A_DECADE;
  if (!json) for (const line of wrapText(texts.title(signs), columns)) print(line);
  for (const speed of measureSpeeds()) {
    seen.set(speed.name, speed.perSecond);
    if (json) {
      printData(JSON.stringify({ ...speed, perSecond: Math.round(speed.perSecond) }));
      continue;
    }
    if (texts.headings[speed.unit] !== heading) {
      heading = texts.headings[speed.unit];
      print(`\n${heading}`);
    }
    print(speedLine(speed, signs));
  }
  if (json) return;
  const factor = (one: SpeedName, other: SpeedName) => shownNumber(seen.get(one)! / seen.get(other)!);
  print("");
  for (const line of wrapText(texts.hybrid(factor("aes-256-gcm", "rsa-2048-decrypt")), columns)) print(line);
  for (const line of wrapText(texts.slow(factor("guess-sha-256", "guess-scrypt")), columns)) print(line);
}

/** The bar is logarithmic, because some results are a thousand times as fast as others. */
function speedLine({ name, unit, perSecond }: Speed, signs: number): string {
  const number = unit === "bytes" ? perSecond / MEGA : perSecond;
  // A tenth of a MB, and one password, have the first sign.
  const decades = Math.log10(number) + (unit === "bytes" ? 1 : 0);
  const bar = (isUtf8() ? "█" : "#").repeat(Math.max(1, Math.round(decades * signs)));
  return `  ${texts.names[name].padEnd(NAME_COLUMNS)}${bar} ${shownNumber(number)}`;
}

function shownNumber(number: number): string {
  return number.toLocaleString("en", { maximumFractionDigits: number < 10 ? 1 : 0 });
}
