import type { Screen } from "../../terminal/screen/full-screen.ts";
import { actionOf } from "./keys.ts";
import { initialModel, type Model, type Request, type Scene } from "./model.ts";
import { perform } from "./perform.ts";
import { type Action, reduce } from "./reduce.ts";
import type { Session } from "./session.ts";

/** What is drawn: the model and the scene that belong together. */
export interface View {
  readonly model: Model;
  readonly scene: Scene;
}

/** What the inspector needs of the screen. */
export type Outside = Pick<Screen, "changed" | "copy" | "leave">;

/** Milliseconds of filtering and replaying between looks at the keyboard. */
const workSlice = 8;

/** Holds the model: keys and news go in, the view comes out. */
export class Controller {
  readonly session: Session;
  readonly outside: Outside;
  private model: Model;
  private isWorking = false;
  private isStopped = false;

  constructor(session: Session, size: Model["size"], outside: Outside) {
    this.session = session;
    this.outside = outside;
    this.model = initialModel(size, session.source.kind === "device");
  }

  /** A key by its name, see `KeyReader`. */
  key(name: string): void {
    const action = actionOf(name, this.model);
    if (action !== undefined) this.send(action);
  }

  /** Something happened that is not news of the capture. */
  send(action: Action): void {
    this.apply(action);
    this.outside.changed();
  }

  /** Packets came, or the capture ended. */
  news(): void {
    this.session.work(workSlice, this.model);
    this.outside.changed();
    this.workOn();
  }

  stop(): void {
    this.isStopped = true;
  }

  /** What is to be drawn now. */
  view(): View {
    this.model = reduce(this.model, { kind: "data" }, this.session.scene(this.model));
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

  /** Filters and replays on in slices, until there is nothing left to do. */
  private workOn(): void {
    if (this.isWorking || this.isStopped || !this.session.hasWork) return;
    this.isWorking = true;
    setImmediate(() => {
      this.isWorking = false;
      if (this.isStopped) return;
      this.session.work(workSlice, this.model);
      this.outside.changed();
      this.workOn();
    });
  }
}
