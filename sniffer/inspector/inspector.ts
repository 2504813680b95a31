import { keysOf } from "../../terminal/key-reader.ts";
import type { Screen, ScreenEvent, ScreenProgram } from "../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { pressedKey } from "../../terminal/screen/key-table.ts";
import { perform } from "./effects.ts";
import { frameLines } from "./frame-lines.ts";
import { helpLines } from "./help-lines.ts";
import { actionOf, keysOn } from "./keys.ts";
import { type Action, initialModel, type Model } from "./model.ts";
import type { Lock, View } from "./page.ts";
import { pageNamed } from "./pages.ts";
import { reduce } from "./reduce.ts";
import type { Session } from "./session.ts";

/** Milliseconds of filtering, replaying and searching between two looks at the keyboard. */
const WORK_SLICE = 8;
/** Rows per turn of the mouse wheel. */
const WHEEL_ROWS = 3;
/** Rows above the page: status and title. */
const ROWS_ABOVE = 2;
const FOOTER_ROWS = 1;

/** The inspector as a program of the full screen: events and news go in, frames come out. */
export class Inspector implements ScreenProgram {
  readonly takesMouse = true;
  readonly session: Session;
  private readonly screen: Pick<Screen, "changed" | "copy" | "leave">;
  private readonly lock: Lock;
  private readonly help = new HelpOverlay((width) => helpLines(this.model.page, width));
  private model: Model;
  private isStale = false;
  private isWorking = false;
  private isStopped = false;

  constructor(session: Session, screen: Pick<Screen, "size" | "changed" | "copy" | "leave">, lock: Lock) {
    this.session = session;
    this.screen = screen;
    this.lock = lock;
    this.model = initialModel(screen.size, session);
  }

  happened(event: ScreenEvent): void {
    if (this.help.takes(event, this.model.size)) return;
    if (event.kind === "resize") this.send({ kind: "resize", size: event.size });
    else if (event.kind === "paste") this.send({ kind: "type", text: event.text });
    else if (event.kind === "mouse") this.clicked(event);
    else for (const key of keysOf(event)) this.key(key);
  }

  frame() {
    // Packets may come very often, but the model is updated once per frame.
    if (this.isStale) this.model = reduce(this.model, { kind: "news" }, this.viewOf);
    this.isStale = false;
    return this.help.over(frameLines(this.model, this.viewOf(this.model)), this.model.size);
  }

  /** Handles an action that is not news of the capture. */
  send(action: Action): void {
    this.apply(action);
    this.screen.changed();
    this.workOn();
  }

  /** Packets came, or the capture ended. */
  news(): void {
    this.session.work(WORK_SLICE);
    this.isStale = true;
    this.screen.changed();
    this.workOn();
  }

  stop(): void {
    this.isStopped = true;
  }

  private key(name: string): void {
    const action = actionOf(name, this.model);
    if (action?.kind === "help") this.help.open();
    else if (action !== undefined) this.send(action);
  }

  private clicked({ does, row, column }: Extract<ScreenEvent, { kind: "mouse" }>): void {
    const { rows, columns } = this.model.size;
    const inPage = { row: row - ROWS_ABOVE, column };
    if (does !== "click") {
      const by = does === "wheel-up" ? -WHEEL_ROWS : WHEEL_ROWS;
      this.send({ kind: "page", act: { kind: "wheel", by, ...inPage } });
    } else if (row === rows - 1) {
      const pressed = pressedKey(keysOn(this.model.page), columns, column);
      if (pressed !== undefined && this.model.prompt === undefined) this.key(pressed);
    } else if (inPage.row >= 0) this.send({ kind: "page", act: { kind: "click", ...inPage } });
  }

  private apply(action: Action): void {
    const model = reduce(this.model, action, this.viewOf);
    this.model = { ...model, effects: [] };
    const view = this.viewOf(this.model);
    for (const effect of model.effects) perform(effect, { view, screen: this.screen, send: (next) => this.send(next) });
  }

  private readonly viewOf = (model: Model): View => {
    const { size, connection, filter, search } = model;
    const page = pageNamed(model.page);
    const rows = Math.max(1, size.rows - ROWS_ABOVE - FOOTER_ROWS);
    const view = {
      session: this.session,
      size: { columns: size.columns, rows },
      ...{ connection, filter, lock: this.lock, matches: undefined },
    };
    if (page.name !== "eavesdropper") this.session.stopEavesdropping();
    if (page.search === undefined || search.text === "") return view;
    const source = page.search.source(model.states[page.name], view);
    return { ...view, matches: this.session.matchesOf(search.text, source) };
  };

  /** Continues to filter, replay and search in slices, until all is done. */
  private workOn(): void {
    if (this.isWorking || this.isStopped || !this.session.hasWork) return;
    this.isWorking = true;
    setImmediate(() => {
      this.isWorking = false;
      if (!this.isStopped) this.news();
    });
  }
}
