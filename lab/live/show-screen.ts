import { showFullScreen } from "../../terminal/screen/full-screen.ts";
import { meaningOf, scriptMeaningOf } from "./keys.ts";
import { screenLines } from "./screen-lines.ts";
import type { Show } from "./show.ts";

/** Shows the playground until Ctrl-C; the terminal is then as it was found. */
export async function showScreen(show: Show): Promise<void> {
  await showFullScreen((screen) => {
    show.onChange(screen.changed);
    return {
      frame: ({ columns, rows }) => screenLines(show.model, show.script, columns, rows),
      happened: (event) => {
        if (event.kind === "resize" || event.kind === "mouse") return;
        const meaning = show.model.script === undefined ? meaningOf(event) : scriptMeaningOf(event);
        if (meaning?.kind === "quit") screen.leave();
        else if (meaning !== undefined) show.act(meaning);
      },
    };
  });
}
