import { keysOf } from "../key-reader.ts";
import { texts } from "../texts.ts";
import { movementKeys } from "./common-keys.ts";
import type { ScreenEvent, Size } from "./full-screen.ts";
import { actionFor } from "./key-table.ts";
import type { Line } from "./line.ts";
import { type Movement, scrolledTo } from "./list-view.ts";
import { overlayBox, overlayRoom, withOverlay } from "./overlay.ts";

/** Lines per turn of the mouse wheel. */
const WHEEL_LINES = 3;

/**
 * The help of a screen, over its page. While it is open it takes all keys except Ctrl-C: they scroll it or close it.
 */
export class HelpOverlay {
  private readonly lines: (width: number) => readonly Line[];
  /** The first visible line; undefined while it is closed. */
  private top: number | undefined;

  constructor(lines: (width: number) => readonly Line[]) {
    this.lines = lines;
  }

  open(): void {
    this.top = 0;
  }

  /** Handles an event; returns false if it is not for the help. */
  takes(event: ScreenEvent, size: Size): boolean {
    const { top } = this;
    if (top === undefined || event.kind === "resize" || (event.kind === "key" && event.name === "ctrl+c")) return false;
    const wheel = event.kind === "mouse" && event.does !== "click" ? event.does : undefined;
    const by = wheel === "wheel-up" ? -WHEEL_LINES : wheel === "wheel-down" ? WHEEL_LINES : 0;
    const [key] = event.kind === "mouse" ? [] : keysOf(event);
    const move = key === undefined ? undefined : actionFor(movementKeys, key)?.to;
    this.top = move === undefined && by === 0 ? undefined : this.movedTo(top + by, move, size);
    return true;
  }

  /** The frame, with the help over it while it is open. */
  over(frame: readonly Line[], size: Size): readonly Line[] {
    const overlay = this.overlay(size);
    return overlay === undefined ? frame : withOverlay(frame, overlay, size);
  }

  /** Only the help in its box; empty while it is closed. */
  box(size: Size): readonly Line[] {
    const overlay = this.overlay(size);
    return overlay === undefined ? [] : overlayBox(overlay, size);
  }

  private overlay(size: Size) {
    if (this.top === undefined) return undefined;
    return {
      title: texts.keys.title,
      lines: this.lines(overlayRoom(size).columns),
      top: this.movedTo(this.top, undefined, size),
    };
  }

  private movedTo(top: number, move: Movement | undefined, size: Size): number {
    const room = overlayRoom(size);
    return scrolledTo(top, move, this.lines(room.columns).length, room.rows);
  }
}
