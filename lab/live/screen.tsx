import { Box, Text, useApp } from "ink";
import { useSyncExternalStore } from "react";
import { showFullScreen, useScreenSize } from "../../sniffer/compare/view/full-screen.ts";
import { inkColour } from "../../terminal/style.ts";
import { useKeys } from "../../terminal/use-keys.ts";
import { meaningOf, scriptMeaningOf } from "./keys.ts";
import { screenLines } from "./screen-lines.ts";
import type { Show } from "./show.ts";

/** Shows the playground until Ctrl-C; the terminal is then as it was found. */
export async function showScreen(show: Show): Promise<void> {
  await showFullScreen(<Screen show={show} />);
}

function Screen({ show }: { readonly show: Show }) {
  const { exit } = useApp();
  const { columns, rows } = useScreenSize();
  const model = useSyncExternalStore(show.subscribe, () => show.model);
  useKeys((input) => {
    const meaning = show.model.step === undefined ? meaningOf(input) : scriptMeaningOf(input);
    if (meaning?.kind === "quit") exit();
    else if (meaning !== undefined) show.act(meaning);
  });
  return (
    <Box flexDirection="column" width={columns}>
      {screenLines(model, columns, rows).map(({ text, isLoud = false, isQuiet = false }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
        <Text key={at} bold={isLoud} {...(isQuiet ? inkColour("faint") : {})} wrap="truncate-end">
          {text === "" ? " " : text}
        </Text>
      ))}
    </Box>
  );
}
