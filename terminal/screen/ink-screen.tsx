import { EventEmitter } from "node:events";
import { render } from "ink";
import { createContext, type ReactElement, useCallback, useContext, useEffect, useRef, useState } from "react";
import { type Screen, type ScreenEvent, type Size, showFullScreen } from "./full-screen.ts";

/** What Ink takes for its output stream: its frames are shown by the full screen, which sends what is new in them. */
class InkHost extends EventEmitter {
  readonly isTTY = true;
  rows: readonly string[] = [];
  readonly screen: Screen;

  constructor(screen: Screen) {
    super();
    this.screen = screen;
  }

  get columns(): number {
    return this.screen.size.columns;
  }

  write(frame: string): boolean {
    // Ink's own wish to hide or show the cursor is no frame.
    if (/^\x1b\[\?25[hl]$/.test(frame)) return true;
    this.rows = frame.split("\n");
    this.screen.changed();
    return true;
  }
}

const Host = createContext<InkHost | undefined>(undefined);

/** Shows an Ink element on the whole terminal until it calls `leave` of `useScreen`, or the system ends it: see `showFullScreen`. */
export async function showInkScreen(element: ReactElement): Promise<void> {
  let unmount = () => {};
  try {
    await showFullScreen((screen) => {
      const host = new InkHost(screen);
      ({ unmount } = render(<Host value={host}>{element}</Host>, {
        stdout: host as unknown as NodeJS.WriteStream,
        // Whole frames: the screen finds what is new in them.
        debug: true,
        exitOnCtrlC: false,
        patchConsole: false,
      }));
      return {
        takesMouse: true,
        frame: () => host.rows,
        happened: (event) => host.emit(event.kind === "resize" ? "resize" : "input", event),
      };
    });
  } finally {
    unmount();
  }
}

/** What is typed or clicked. */
export type InkInput = Exclude<ScreenEvent, { readonly kind: "resize" }>;

/** The size of the screen as it is now, and the way to end it. `onInput` gets what is typed or clicked. */
export function useScreen(onInput: (input: InkInput) => void): { readonly size: Size; readonly leave: () => void } {
  const host = useContext(Host)!;
  const [size, setSize] = useState(host.screen.size);
  const latest = useRef(onInput);
  latest.current = onInput;
  useEffect(() => {
    const resized = () => setSize(host.screen.size);
    const typed = (input: InkInput) => latest.current(input);
    host.on("resize", resized).on("input", typed);
    return () => {
      host.off("resize", resized).off("input", typed);
    };
  }, [host]);
  const leave = useCallback(() => host.screen.leave(), [host]);
  return { size, leave };
}
