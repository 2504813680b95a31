import type { Typed } from "../../terminal/key-reader.ts";
import { showFullScreen } from "../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { meaningOf } from "./keys.ts";
import { helpLines, keyInFooter, screenLines } from "./screen-lines.ts";
import type { Show } from "./show.ts";

/** Shows the playground until Ctrl-C, then restores the terminal. */
export async function showScreen(show: Show): Promise<void> {
  await showFullScreen((screen) => {
    show.onChange(screen.changed);
    const help = new HelpOverlay((width) => helpLines(show.model, width));
    const typed = (input: Typed) => {
      const meaning = meaningOf(input, show.model);
      if (meaning?.kind === "quit") screen.leave();
      else if (meaning?.kind === "help") help.open();
      else if (meaning !== undefined) show.act(meaning);
    };
    return {
      takesMouse: true,
      frame: (size) => help.over(screenLines(show.model, show.script, size.columns, size.rows), size),
      happened: (event) => {
        const { columns, rows } = screen.size;
        if (help.takes(event, screen.size) || event.kind === "resize") return;
        if (event.kind !== "mouse") typed(event);
        else if (event.does !== "click") show.act({ kind: "look", back: event.does === "wheel-up" ? 1 : -1 });
        else if (event.row === rows - 1) {
          const key = keyInFooter(show.model, columns, event.column);
          if (key !== undefined) typed({ kind: "key", name: key });
        }
      },
    };
  });
}
