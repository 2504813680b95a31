import { Text } from "ink";
import type { ComponentProps } from "react";
import { inkColour } from "../../../terminal/style.ts";
import type { Line, Tone } from "../line.ts";

type Look = Omit<ComponentProps<typeof Text>, "children">;

/** What is chosen is inverse, which is no colour and reads as well as all text does. */
const looks: Readonly<Record<Tone, Look>> = {
  readable: inkColour("danger"),
  protected: inkColour("safe"),
  warning: { ...inkColour("warning"), bold: true },
  faint: inkColour("faint"),
  wrong: { underline: true },
  strong: { bold: true },
  chosen: { inverse: true, bold: true },
  marked: { inverse: true },
  plain: {},
};

/** One line of the screen. */
export function LineView({ line }: { readonly line: Line }) {
  if (line.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {line.map(({ text, tone }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no other name than their place
        <Text key={at} {...looks[tone]}>
          {text}
        </Text>
      ))}
    </Text>
  );
}
