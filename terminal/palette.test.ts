import { expect, test } from "vitest";
import { themes } from "./background.ts";
import { contrast, type Rgb, rgbOfIndex } from "./contrast.ts";
import { areaOn, type Colour, palette, shadeOn } from "./palette.ts";

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** The bright red and magenta of usual themes, and their backgrounds. */
const fewColours = [
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

const colours = Object.keys(palette) as Colour[];

test.each(colours)("%s can be read on white and on black where nobody knows the background", (colour) => {
  const shade = rgbOfIndex(shadeOn(colour, undefined));
  expect(contrast(shade, white)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(shade, black)).toBeGreaterThanOrEqual(4.5);
});

const backgrounds: readonly (readonly [string, Rgb])[] = [
  ["black", black],
  ["white", white],
  ["xterm's #1e1e1e", [30, 30, 30]],
  ["GNOME dark", [23, 20, 33]],
  ["Tango dark", [46, 52, 54]],
  ["Ubuntu", [48, 10, 36]],
  ["Solarized dark", [0, 43, 54]],
  ["Solarized light", [253, 246, 227]],
  ["paper", [238, 232, 213]],
  ...Object.entries(themes),
];

test.each(backgrounds)("on %s every colour has a contrast of 7 or more", (_, background) => {
  for (const colour of colours) {
    const shade = shadeOn(colour, background);
    expect(shade).toBeGreaterThanOrEqual(16);
    expect(contrast(rgbOfIndex(shade), background)).toBeGreaterThanOrEqual(7);
  }
});

test("every shade is one that themes leave alone, and on grays in the middle the best there is is taken", () => {
  for (const { onDark, onLight, onAny } of Object.values(palette))
    for (const shade of [...onDark, ...onLight, onAny]) expect(shade).toBeGreaterThanOrEqual(16);
  for (let gray = 0; gray < 256; gray++) {
    const background: Rgb = [gray, gray, gray];
    for (const colour of colours)
      expect(contrast(rgbOfIndex(shadeOn(colour, background)), background)).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(["danger", "safe", "warning", "chosen", "hit", "bar"] as const)(
  "the letters of the area %s have a contrast of 7 or more",
  (area) => {
    for (const background of [undefined, black, white]) {
      const [behind, text] = areaOn(area, background);
      expect(contrast(rgbOfIndex(behind), rgbOfIndex(text))).toBeGreaterThanOrEqual(7);
    }
  },
);

const basic = Object.values(palette).flatMap(({ basic }) => basic ?? []);

test.each(fewColours)("of the 16 colours, those in use can be read in the theme $name", ({ backgrounds, ...theme }) => {
  expect(basic).not.toEqual([]);
  for (const background of backgrounds) {
    for (const colour of basic) expect(contrast(theme[colour], background)).toBeGreaterThanOrEqual(3);
  }
});

test("contrast is that of WCAG", () => {
  expect(contrast(white, black)).toBeCloseTo(21);
  expect(contrast([0x76, 0x76, 0x76], white)).toBeCloseTo(4.54, 2);
});
