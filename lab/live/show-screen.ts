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
<<<<<<< HEAD
        if (event.kind === "resize" || event.kind === "mouse") return;
        const meaning = show.model.step === undefined ? meaningOf(event) : scriptMeaningOf(event);
=======
        if (event.kind === "resize") return;
        const meaning = show.model.script === undefined ? meaningOf(event) : scriptMeaningOf(event);
>>>>>>> b2381a5 (lab live shows one message on two wires)
        if (meaning?.kind === "quit") screen.leave();
        else if (meaning !== undefined) show.act(meaning);
      },
    };
  });
}
