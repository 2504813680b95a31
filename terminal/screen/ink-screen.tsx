import { EventEmitter } from "node:events";
import { render } from "ink";
import type { ReactElement } from "react";
import { type Screen, type ScreenProgram, type Size, showFullScreen } from "./full-screen.ts";

/** A program of the full screen whose frames Ink draws. It has the mouse. */
export interface InkProgram extends Pick<ScreenProgram, "happened"> {
  /** What the screen shows now. */
  element(size: Size): ReactElement;
}

/** What Ink takes for its output stream: its frames are shown by the full screen, which sends what is new in them. */
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
    // Ink's own wish to hide or show the cursor is no frame.
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
        // Whole frames, at once: the screen finds what is new in them.
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
