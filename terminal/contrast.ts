/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [number, number, number];

/**
 * The colour of a number from 16 to 255: a cube of six levels for each part, then a ramp of grays. Themes do not change
 * these.
 */
export function rgbOfIndex(index: number): Rgb {
  if (index >= 232) return [8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)];
  const level = (position: number) => [0, 95, 135, 175, 215, 255][position % 6]!;
  return [level(Math.floor((index - 16) / 36)), level(Math.floor((index - 16) / 6)), level(index - 16)];
}

/** "Contrast ratio" of WCAG 2.2: from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** "Relative luminance" of WCAG 2.2: from 0 to 1. */
export function luminance(colour: Rgb): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = colour;
  return 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
}
