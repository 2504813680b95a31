import { Box, Text, useApp, useStdin } from "ink";
import { useEffect, useSyncExternalStore } from "react";
import { KeyReader } from "../../chat/view/keys.ts";
import { showFullScreen, useScreenSize } from "../../sniffer/compare/view/full-screen.ts";
import { inkColour } from "../terminal/style.ts";
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
  const { stdin, setRawMode } = useStdin();
  useEffect(() => {
    const reader = new KeyReader();
    const onKeys = (bytes: Buffer | string) => {
      for (const key of reader.push(bytes.toString())) {
        const meaning = show.model.step === undefined ? meaningOf(key) : scriptMeaningOf(key);
        if (meaning?.kind === "quit") exit();
        else if (meaning !== undefined) show.act(meaning);
      }
    };
    setRawMode(true);
    stdin.on("data", onKeys);
    return () => {
      stdin.off("data", onKeys);
      setRawMode(false);
    };
  }, [show, stdin, setRawMode, exit]);
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
