import { expect, test } from "vitest";
import { palette } from "./palette.ts";

type Rgb = readonly [number, number, number];

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** What the bright red and magenta are in usual themes, and the backgrounds they stand on. */
const themes = [
  { name: "xterm", redBright: [255, 0, 0], magentaBright: [255, 0, 255], backgrounds: [white, black] },
  { name: "GNOME", redBright: [246, 97, 81], magentaBright: [192, 97, 203], backgrounds: [white, [23, 20, 33]] },
  {
    name: "Tango",
    redBright: [239, 41, 41],
    magentaBright: [173, 127, 168],
    backgrounds: [white, black, [46, 52, 54], [48, 10, 36]],
  },
  { name: "VS Code light", redBright: [205, 49, 49], magentaBright: [188, 5, 188], backgrounds: [white] },
  { name: "VS Code dark", redBright: [241, 76, 76], magentaBright: [214, 112, 214], backgrounds: [[30, 30, 30]] },
  {
    name: "Solarized",
    redBright: [203, 75, 22],
    magentaBright: [108, 113, 196],
    backgrounds: [
      [253, 246, 227],
      [0, 43, 54],
    ],
  },
  { name: "macOS Basic", redBright: [229, 0, 0], magentaBright: [229, 0, 229], backgrounds: [white, [30, 30, 30]] },
  { name: "Linux console", redBright: [255, 85, 85], magentaBright: [255, 85, 255], backgrounds: [black] },
] as const satisfies readonly {
  name: string;
  redBright: Rgb;
  magentaBright: Rgb;
  backgrounds: readonly Rgb[];
}[];

test.each(Object.entries(palette))(
  "%s is a colour that themes leave alone, and is read on white and on black",
  (_, shades) => {
    expect(shades.indexed).toBeGreaterThanOrEqual(16);
    expect(contrast(ofIndex(shades.indexed), white)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ofIndex(shades.indexed), black)).toBeGreaterThanOrEqual(4.5);
  },
);

const basic = Object.values(palette).flatMap(({ basic }) => basic ?? []);

test.each(themes)("of the 16 colours, those in use can be read in the theme $name", ({ backgrounds, ...theme }) => {
  expect(basic).not.toEqual([]);
  for (const background of backgrounds) {
    for (const colour of basic) expect(contrast(theme[colour], background)).toBeGreaterThanOrEqual(3);
  }
});

test("contrast is that of WCAG", () => {
  expect(contrast(white, black)).toBeCloseTo(21);
  expect(contrast([0x76, 0x76, 0x76], white)).toBeCloseTo(4.54, 2);
});

/** The colour behind a number from 16 on: a cube of six levels a component, then a ramp of grays. */
function ofIndex(index: number): Rgb {
  if (index >= 232) return [8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)];
  const level = (position: number) => [0, 95, 135, 175, 215, 255][position % 6]!;
  return [level(Math.floor((index - 16) / 36)), level(Math.floor((index - 16) / 6)), level(index - 16)];
}

/** WCAG 2.2, "contrast ratio": from 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((first, second) => first - second) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance": from 0 to 1. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
