import { actionOf } from "./keys.ts";
import { initialModel, type Model, type Request, type Scene } from "./model.ts";
import { perform } from "./perform.ts";
import { RedrawClock } from "./redraw-clock.ts";
import { type Action, reduce } from "./reduce.ts";
import type { Session } from "./session.ts";

/** What is drawn: the model and the scene that belong together. */
export interface View {
  readonly model: Model;
  readonly scene: Scene;
}

/** What performing a request needs of the outside. */
export interface Outside {
  /** Sends text to the clipboard of the terminal. */
  copy(text: string): void;
  quit(): void;
}

/** Milliseconds of filtering and replaying between looks at the keyboard. */
const workSlice = 8;

/** Holds the model: keys and news go in, views come out, at most 20 a second. */
export class Controller {
  readonly session: Session;
  readonly outside: Outside;
  private model: Model;
  private readonly show: (view: View) => void;
  private readonly clock: RedrawClock;
  private isWorking = false;
  private isStopped = false;
  /** How much had come to light when news came last. */
  private itemsSeen = 0;

  constructor(session: Session, size: Model["size"], outside: Outside, show: (view: View) => void) {
    this.show = show;
    this.session = session;
    this.outside = outside;
    this.model = initialModel(size, session.source.kind === "device");
    this.clock = new RedrawClock(() => this.draw());
  }

  /** A key by its name, see `KeyReader`. */
  key(name: string): void {
    const action = actionOf(name, this.model);
    if (action !== undefined) this.send(action);
  }

  /** Something happened that is not news of the capture. */
  send(action: Action): void {
    this.apply(action);
    this.clock.changed("key");
  }

  /** Packets came, or the capture ended. */
  news(): void {
    this.session.work(workSlice, this.model);
    const { length } = this.session.store.items;
    this.clock.changed(length === this.itemsSeen ? "packets" : "said");
    this.itemsSeen = length;
    this.workOn();
  }

  /** Whether something remains to be drawn or to be looked through. */
  get isBusy(): boolean {
    return this.clock.isWaiting || this.session.hasWork;
  }

  stop(): void {
    this.isStopped = true;
    this.clock.stop();
  }

  get view(): View {
    return { model: this.model, scene: this.session.scene(this.model) };
  }

  get modelNow(): Model {
    return this.model;
  }

  private apply(action: Action): void {
    const model = reduce(this.model, action, this.session.scene(this.model));
    this.model = { ...model, requests: [] };
    this.session.prepare(this.model);
    // A row that was opened, a packet that was chosen: the windows fit what they show now.
    if (action.kind !== "scene" && action.kind !== "data") {
      this.model = reduce(this.model, { kind: "scene" }, this.session.scene(this.model));
    }
    for (const request of model.requests) this.perform(request);
    this.workOn();
  }

  private perform(request: Request): void {
    perform(this, request);
  }

  private draw(): void {
    this.model = reduce(this.model, { kind: "data" }, this.session.scene(this.model));
    this.show(this.view);
  }

  /** Filters and replays on in slices, until there is nothing left to do. */
  private workOn(): void {
    if (this.isWorking || this.isStopped || !this.session.hasWork) return;
    this.isWorking = true;
    setImmediate(() => {
      this.isWorking = false;
      if (this.isStopped) return;
      this.session.work(workSlice, this.model);
      this.clock.changed("said");
      this.workOn();
    });
  }
}
