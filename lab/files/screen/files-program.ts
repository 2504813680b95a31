import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileRefused } from "../../../terminal/file-refused.ts";
import { complete, type InputLine, inputText } from "../../../terminal/input-line.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import type { Screen, ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../../terminal/screen/help-overlay.ts";
import { keyHelpLines } from "../../../terminal/screen/key-table.ts";
import type { FilesRun } from "../run-files.ts";
import { newSecret, secretFrom } from "../secrets.ts";
import type { Talk } from "../talk.ts";
import { type Asker, actsOf } from "./acts.ts";
import { frameOf, roomOf } from "./files-frame.ts";
import { type Ask, type Effect, type FilesEvent, type FilesModel, newModel, reduce } from "./files-model.ts";
import { fromHome } from "./from-home.ts";
import { listKeys, pageKeys } from "./keys.ts";
import { texts } from "./texts.ts";

/** How often the list is requested while nothing else happens, in milliseconds: newly shared files appear. */
const REFRESH_INTERVAL = 5_000;
/** The screen is drawn within this time, in milliseconds. */
const DRAWN_WITHIN = 100;
/** The shortest time between two redraws of a bar, in milliseconds. */
const BAR_INTERVAL = 100;

/** The user cancelled a question. */
class TakenBack extends Error {}
/** The user stopped a transfer. */
class Stopped extends Error {}

export interface FilesScreen {
  readonly server: string;
  readonly isTls: boolean;
  /** Does the work; reports and asks with `talk`. */
  readonly run: (talk: Talk) => FilesRun;
}

/** The screen of `lab files`: a list, and actions on a file. `close` ends what still runs. */
export class FilesProgram implements ScreenProgram {
  private model: FilesModel;
  private readonly screen: Pick<Screen, "size" | "changed" | "leave">;
  private readonly help = new HelpOverlay((columns) =>
    keyHelpLines(this.model.page === undefined ? listKeys : pageKeys, columns),
  );
  private readonly run: FilesRun;
  private readonly acts: ReturnType<typeof actsOf>;
  private answer: (text: string | undefined) => void = () => {};
  private isStopped = false;
  private listing = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor({ server, isTls, run }: FilesScreen, screen: Pick<Screen, "size" | "changed" | "leave">) {
    this.screen = screen;
    this.run = run(this.talk());
    this.model = newModel(this.run.user, server, isTls);
    const asker: Asker = { ask: (ask) => this.ask(ask), notice: (text) => this.notice(text) };
    this.acts = actsOf(this.run, asker, (page) => this.happen({ kind: "paged", page }));
    this.timer = setInterval(() => void this.refresh(), REFRESH_INTERVAL);
    void this.begin();
  }

  happened(event: Parameters<ScreenProgram["happened"]>[0]): void {
    if (this.help.takes(event, this.screen.size) || event.kind === "resize" || event.kind === "mouse") return;
    this.happen({ kind: "typed", typed: event, room: roomOf(this.model, this.screen.size) });
  }

  frame(size: Size) {
    return this.help.over(frameOf(this.model, size), size);
  }

  close(): void {
    clearInterval(this.timer);
    this.run.close();
  }

  private happen(event: FilesEvent): void {
    const { model, effects } = reduce(this.model, event);
    this.model = model;
    for (const effect of effects) this.carryOut(effect);
    this.screen.changed();
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "quit":
        this.screen.leave();
        break;
      case "help":
        this.help.open();
        break;
      case "answer":
        this.answer(effect.text);
        break;
      case "complete":
        this.complete(effect.input);
        break;
      case "stop":
        this.stop();
        break;
      case "act":
        void this.during(() => this.acts[effect.act](effect.file!));
    }
  }

  /** Logs in, with its questions on the screen. If that fails there is nothing to show. */
  private async begin(): Promise<void> {
    try {
      await this.run.begin();
      await this.list();
      this.busy(false);
    } catch (error) {
      this.screen.leave(error instanceof TakenBack ? undefined : (error as Error));
    }
  }

  /** One thing at a time; an error becomes a line. */
  private async during(act: () => Promise<void>): Promise<void> {
    this.isStopped = false;
    this.busy(true);
    try {
      await this.listing; // One request at a time.
      await act();
    } catch (error) {
      if (this.isStopped) this.notice(texts.stopped);
      else if (error instanceof TakenBack) this.notice(texts.nothingDone);
      else this.warn(error);
    }
    this.busy(false);
    await this.refresh();
  }

  /** Requests the list, unless something else uses the connection. If it is over, the next key connects. */
  private async refresh(): Promise<void> {
    if (this.model.isBusy || this.run.isCut) return;
    this.listing = this.list().catch(() => this.notice(texts.lost, true));
    await this.listing;
  }

  private async list(): Promise<void> {
    const files = await this.run.files();
    this.happen({ kind: "listed", files, keys: await this.run.keyState() });
  }

  private busy(isBusy: boolean): void {
    this.happen({ kind: "busy", isBusy });
  }

  private ask(ask: Pick<Ask, "kind" | "prompt"> & { readonly text?: string }): Promise<string> {
    return new Promise((resolve, reject) => {
      this.answer = (text) => (text === undefined ? reject(new TakenBack()) : resolve(text));
      this.happen({ kind: "asked", ask });
    });
  }

  private stop(): void {
    this.isStopped = true;
    this.notice(texts.stopping);
    this.run.cut();
  }

  private notice(text: string, isWarning = false): void {
    this.happen({ kind: "noticed", notice: { text, isWarning } });
  }

  private warn(thrown: unknown): void {
    const error = fileRefused(thrown) ?? thrown;
    if (error instanceof LabError) {
      this.notice(error.message, true);
      if (error.hint !== undefined) this.notice(error.hint);
    } else this.screen.leave(error as Error);
  }

  private talk(): Talk {
    const askSecret = async (prompt: string) => {
      const secret = await this.ask({ kind: "secret", prompt });
      await setTimeout(DRAWN_WITHIN); // The work of a password blocks the program, so the screen is drawn before.
      return secret;
    };
    return {
      say: (line) => this.notice(line),
      tell: (line) => this.notice(line, true),
      newKeys: async (line) => {
        this.notice(line, true);
        await this.ask({ kind: "yes-no", prompt: texts.askSame });
      },
      secret: (question) => secretFrom(question, askSecret),
      newSecret: (question) => newSecret(question, askSecret),
      progress: (what) => this.progress(what),
    };
  }

  private progress(what: string) {
    let begun: number | undefined;
    let drawn = Number.NEGATIVE_INFINITY;
    const progress = (done: number, all: number) => {
      if (this.isStopped) throw new Stopped();
      const now = performance.now();
      begun ??= now;
      if (now - drawn < BAR_INTERVAL) return;
      drawn = now;
      this.happen({ kind: "progress", bar: { what, done, all, seconds: (now - begun) / 1000 } });
    };
    const end = () => this.happen({ kind: "progress", bar: undefined });
    return Object.assign(progress, { end });
  }

  /** Completes the name of a file from those in its folder. */
  private complete(input: InputLine): void {
    const typed = inputText(input);
    const folder = typed.endsWith("/") ? typed : dirname(typed);
    try {
      const names = readdirSync(fromHome(folder), { withFileTypes: true });
      const paths = names.map((one) => join(folder, one.name) + (one.isDirectory() ? "/" : ""));
      this.happen({ kind: "completed", input: complete(input, paths).line });
    } catch {
      // There is no such folder: nothing to complete.
    }
  }
}
