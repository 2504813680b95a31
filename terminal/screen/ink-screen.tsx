import { EventEmitter } from "node:events";
import { render } from "ink";
import type { ReactElement } from "react";
import { type Screen, type ScreenProgram, type Size, showFullScreen } from "./full-screen.ts";

/** A program of the full screen whose frames Ink draws. It takes the mouse. */
export interface InkProgram extends Pick<ScreenProgram, "happened"> {
  /** The present contents of the screen. */
  element(size: Size): ReactElement;
}

/** Ink's output stream: it collects Ink's frames, and the full screen sends the changes. */
class InkHost extends EventEmitter {
  readonly isTTY = true;
  rows: readonly string[] = [];
  private readonly screen: Screen;

  constructor(screen: Screen) {
    super();
    this.screen = screen;
  }

  get columns(): number {
    return this.screen.size.columns;
  }

  write(frame: string): boolean {
    // Ink's codes for hiding or showing the cursor are not a frame.
    if (!/^\x1b\[\?25[hl]$/.test(frame)) this.rows = frame.split("\n");
    return true;
  }
}

/** Shows a program on the whole terminal until it leaves, or the system ends it: see `showFullScreen`. */
export async function showInkScreen(start: (screen: Screen) => InkProgram): Promise<void> {
  let unmount = () => {};
  try {
    await showFullScreen((screen) => {
      const program = start(screen);
      const host = new InkHost(screen);
      const ink = render(program.element(screen.size), {
        stdout: host as unknown as NodeJS.WriteStream,
        // Whole frames at once: the screen finds the changes.
        debug: true,
        exitOnCtrlC: false,
        patchConsole: false,
      });
      unmount = ink.unmount;
      const frame = (size: Size) => {
        ink.rerender(program.element(size));
        return host.rows;
      };
      return { takesMouse: true, frame, happened: (event) => program.happened(event) };
    });
  } finally {
    unmount();
  }
}
