import { type Guest, type Mode, modesOf } from "../../exercises/bot/guest.ts";
import { factsOf } from "../../sniffer/compare/facts.ts";
import { MessageCollector } from "../../sniffer/compare/message-collector.ts";
import { inputText, sent } from "../../terminal/input-line.ts";
import type { KeyMeaning } from "./keys.ts";
import { type Action, initialModel, type Model, modeOf, reduce } from "./model.ts";
import { script } from "./script.ts";
import type { SplitRecording } from "./split-recording.ts";
import { openStage, type Person, people, type Stage, type StageEvent, type StageOptions } from "./stage.ts";
import { texts } from "./texts.ts";
import { Owners, wireEntries } from "./wire.ts";

/** What an eavesdropper knows is worked out this long after a change, in milliseconds: a change seldom comes alone. */
const FACTS_AFTER = 50;

export interface ShowOptions extends Omit<StageOptions, "onEvent"> {
  readonly isScripted: boolean;
  readonly recording: SplitRecording | undefined;
  readonly guest: Guest | undefined;
}

/** The playground behind the screen: turns what happens on the stage into the model, and keys into what happens on the stage. */
export class Show {
  model: Model;
  private readonly recording: SplitRecording | undefined;
  private readonly guest: Guest | undefined;
  /** The modes in which the guest has still to come. */
  private awaited: readonly Mode[];
  private guestStay: Promise<void> | undefined;
  private readonly owners = new Owners(people);
  private readonly collector = new MessageCollector();
  private stage: Stage | undefined;
  private facts: NodeJS.Timeout | undefined;
  private changed = () => {};
  private isBusy = false;

  constructor({ isScripted, recording, guest }: Pick<ShowOptions, "isScripted" | "recording" | "guest">) {
    this.model = initialModel(isScripted);
    this.recording = recording;
    this.guest = guest;
    this.awaited = guest === undefined ? [] : modesOf(guest);
  }

  /** Opens the stage. Throws what `openStage` throws. */
  async open({ device, tls }: Omit<StageOptions, "onEvent">): Promise<void> {
    this.stage = await openStage({ device, tls, onEvent: (event) => this.happened(event) });
    this.greetGuest();
  }

  async close(): Promise<void> {
    clearTimeout(this.facts);
    this.changed = () => {};
    await this.stage?.close();
    await this.guestStay;
  }

  /** Calls back when the model has changed. */
  onChange(changed: () => void): void {
    this.changed = changed;
  }

  /** Does what a key asks for; quitting is the screen's own affair. */
  act(meaning: KeyMeaning): void {
    switch (meaning.kind) {
      case "send":
        this.send();
        break;
      case "toggle":
        this.toggle();
        break;
      case "next-step":
        this.nextStep();
        break;
      case "quit":
        break;
      default:
        this.dispatch(meaning);
    }
  }

  private send(): void {
    const { focus, inputs } = this.model;
    const text = inputText(inputs[focus]).trim();
    if (text === "") return;
    this.dispatch({ kind: "edit", edit: sent });
    this.say(focus, text);
  }

  private say(who: Person, text: string): void {
    if (!this.stage?.say(who, text)) this.dispatch({ kind: "trouble", message: texts.notSent });
    else this.dispatch({ kind: "said", who, text });
  }

  private toggle(): void {
    if (this.isBusy || modeOf(this.model) === "mixed") return;
    this.isBusy = true;
    this.owners.expect(people);
    this.dispatch({ kind: "trouble", message: undefined });
    void this.stage?.toggle().finally(() => {
      this.isBusy = false;
      this.greetGuest();
    });
  }

  /** Lets the guest in, where it waits for this mode; else says when it comes. */
  private greetGuest(): void {
    const { guest, stage } = this;
    const [awaited] = this.awaited;
    const mode = modeOf(this.model);
    if (guest === undefined || stage === undefined || awaited === undefined || mode === "mixed") return;
    if (!this.awaited.includes(mode)) {
      this.dispatch({ kind: "trouble", message: texts.guestComes[awaited](guest.name) });
      return;
    }
    this.awaited = this.awaited.filter((one) => one !== mode);
    this.owners.expect([guest.name]);
    this.isBusy = guest.asks === undefined;
    this.dispatch({ kind: "trouble", message: guest.asks });
    const [next] = this.awaited;
    const done = next === undefined ? texts.guestDone(guest.name) : texts.guestComes[next](guest.name);
    this.guestStay = guest.join(mode, stage.port).then(
      () => this.guestLeft(done),
      (error: Error) => this.guestLeft(error.message),
    );
  }

  private guestLeft(message: string): void {
    this.isBusy = false;
    this.dispatch({ kind: "trouble", message });
  }

  private nextStep(): void {
    const next = script[this.model.step ?? 1];
    if (next === undefined || this.isBusy) return;
    this.dispatch({ kind: "step" });
    if (next.act?.kind === "say") this.say(next.act.who, next.act.text);
    else if (next.act?.kind === "toggle") this.toggle();
  }

  private happened(event: StageEvent): void {
    switch (event.kind) {
      case "heard":
        this.dispatch(event);
        break;
      case "mode":
        this.dispatch({ kind: "mode", who: event.who, mode: event.protection.kind });
        break;
      case "trouble":
        this.dispatch(event);
        break;
      case "observed": {
        const { frame, observations } = event;
        if (frame !== undefined) this.recording?.take(frame, observations);
        for (const observation of observations) this.collector.push(observation);
        const entries = wireEntries(observations, this.owners);
        if (entries.length > 0) this.dispatch({ kind: "wire", entries });
      }
    }
  }

  private dispatch(action: Action): void {
    this.model = reduce(this.model, action);
    this.changed();
    this.facts ??= setTimeout(() => {
      this.facts = undefined;
      this.model = reduce(this.model, { kind: "facts", facts: factsOf(this.collector.capture("")) });
      this.changed();
    }, FACTS_AFTER);
  }
}
