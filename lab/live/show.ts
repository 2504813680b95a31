import { type Guest, type Mode, modesOf } from "../../exercises/bot/guest.ts";
import { PhasedEavesdropper } from "../../sniffer/observe/eavesdropper/phases.ts";
import { inputText, sent } from "../../terminal/input-line.ts";
import { eventLine } from "../mitm/event-line.ts";
import type { MitmEvent } from "../mitm/events.ts";
import type { KeyMeaning } from "./keys.ts";
import { type Action, initialModel, isAtNewestStep, type Model, modeOf, reduce, type Seat, type Two } from "./model.ts";
import { lessonScript, type ScriptStep } from "./script.ts";
import type { SplitRecording } from "./split-recording.ts";
import { openStage, type Stage, type StageEvent, type StageOptions } from "./stage.ts";
import { texts } from "./texts.ts";
import { Owners, wireEntries } from "./wire.ts";

/** What an eavesdropper knows is worked out this long after a change, in milliseconds: a change seldom comes alone. */
const FACTS_AFTER = 50;

export interface ShowOptions extends Omit<StageOptions, "onEvent"> {
  /** A lesson that plays by itself, with these words, if there are any, instead of the usual ones. */
  readonly script: readonly string[] | undefined;
  readonly recording: SplitRecording | undefined;
  readonly guest: Guest | undefined;
}

/** The playground behind the screen: turns events on the stage into the model, and keys into actions on the stage. */
export class Show {
  model: Model;
  private readonly recording: SplitRecording | undefined;
  private readonly guest: Guest | undefined;
  /** The modes in which the guest has not joined yet. */
  private awaited: readonly Mode[];
  private guestStay: Promise<void> | undefined;
  readonly script: readonly ScriptStep[];
  private readonly names: Two<string>;
  private readonly attack: StageOptions["attack"];
  private readonly owners: Owners;
  /** One eavesdropper for each wire: what was read without TLS is not read over TLS. */
  private readonly eavesdropper = new PhasedEavesdropper();
  private stage: Stage | undefined;
  private facts: NodeJS.Timeout | undefined;
  private changed = () => {};
  private isGuestHere = false;
  private isChanging = false;
  /** A request during a change of mode: it is handled after that. */
  private wanted = () => {};

  constructor({
    names,
    script,
    recording,
    guest,
    attack,
  }: Pick<ShowOptions, "names" | "script" | "recording" | "guest" | "attack">) {
    this.names = names;
    this.attack = attack;
    const model = initialModel(names, script !== undefined);
    this.model =
      attack === undefined ? model : { ...model, attacker: { isIn: false, did: undefined, opensTls: false } };
    this.script = script === undefined ? [] : lessonScript(names, script);
    this.owners = new Owners(names);
    this.recording = recording;
    this.guest = guest;
    this.awaited = guest === undefined ? [] : modesOf(guest);
  }

  /** Opens the stage. Throws errors of `openStage`. */
  async open({ device, tls }: Pick<StageOptions, "device" | "tls">): Promise<void> {
    const onEvent = (event: StageEvent) => this.happened(event);
    this.stage = await openStage({ names: this.names, attack: this.attack, device, tls, onEvent });
    this.greetGuest();
  }

  async close(): Promise<void> {
    clearTimeout(this.facts);
    this.changed = () => {};
    await this.stage?.close();
    await this.guestStay;
  }

  /** Calls `changed` when the model has changed. */
  onChange(changed: () => void): void {
    this.changed = changed;
  }

  /** Performs a key's action; the screen handles help and quitting. */
  act(meaning: KeyMeaning): void {
    switch (meaning.kind) {
      case "send":
        this.afterChange(() => this.send());
        break;
      case "toggle":
        this.toggle();
        break;
      case "attack":
        this.afterChange(() => this.toggleAttacker());
        break;
      case "next-step":
        this.afterChange(() => this.nextStep());
        break;
      case "help":
      case "quit":
        break;
      default:
        this.dispatch(meaning);
    }
  }

  private afterChange(act: () => void): void {
    if (this.isChanging) this.wanted = act;
    else act();
  }

  private send(): void {
    const { focus, inputs } = this.model;
    const text = inputText(inputs[focus]).trim();
    if (text === "") return;
    this.dispatch({ kind: "edit", edit: sent });
    this.say(focus, text);
  }

  private say(seat: Seat, text: string): void {
    if (!this.stage?.say(seat, text)) this.dispatch({ kind: "trouble", message: texts.notSent });
    else this.dispatch({ kind: "said", seat, text });
  }

  /** The first person's connection is cut, and opened again. */
  private toggleAttacker(): void {
    if (this.model.attacker === undefined || this.stage === undefined) return;
    this.owners.expect([this.names[0]]);
    this.dispatch({ kind: "trouble", message: undefined });
    this.dispatch({ kind: "attacker", attacker: { isIn: this.stage.attack(), did: undefined, opensTls: false } });
  }

  private toggle(): void {
    if (this.isGuestHere || this.isChanging || modeOf(this.model) === "mixed") return;
    this.isChanging = true;
    this.owners.expect(this.names);
    this.dispatch({ kind: "trouble", message: undefined });
    void this.stage?.toggle().finally(() => {
      this.isChanging = false;
      this.greetGuest();
      this.wanted();
      this.wanted = () => {};
    });
  }

  /** Lets the guest in, if it waits for this mode; otherwise reports when it comes. */
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
    this.owners.alsoExpect(guest.name);
    this.isGuestHere = guest.asks === undefined;
    this.dispatch({ kind: "trouble", message: guest.asks });
    const [next] = this.awaited;
    const done = next === undefined ? texts.guestDone(guest.name) : texts.guestComes[next](guest.name);
    this.guestStay = guest.join(mode, stage.port).then(
      () => this.guestLeft(done),
      (error: Error) => this.guestLeft(error.message),
    );
  }

  private guestLeft(message: string): void {
    this.isGuestHere = false;
    this.dispatch({ kind: "trouble", message });
  }

  private nextStep(): void {
    const next = this.script[this.model.script!.step];
    if (next === undefined || this.isGuestHere) return;
    const isNew = isAtNewestStep(this.model);
    this.dispatch({ kind: "step", by: 1 });
    if (!isNew) return;
    if (next.act?.kind === "say") this.say(next.act.seat, next.act.text);
    else if (next.act?.kind === "toggle") this.toggle();
  }

  private happened(event: StageEvent): void {
    switch (event.kind) {
      case "heard":
        this.dispatch(event);
        break;
      case "mode":
        this.dispatch({ kind: "mode", seat: event.seat, mode: event.protection.kind });
        break;
      case "trouble":
        this.dispatch(event);
        break;
      case "attacker":
        this.attackerDid(event.event);
        break;
      case "observed": {
        const { frame, observations } = event;
        if (frame !== undefined) this.recording?.take(frame, observations);
        for (const observation of observations) this.eavesdropper.push(observation);
        const entries = wireEntries(observations, this.owners);
        if (entries.length > 0) this.dispatch({ kind: "wire", entries });
      }
    }
  }

  /** What the attacker reads of the first person, and how a client leaves. The server's greetings are not shown. */
  private attackerDid(event: MitmEvent): void {
    const { attacker } = this.model;
    if (!attacker?.isIn) return;
    if (event.kind === "connected") {
      this.dispatch({ kind: "attacker", attacker: { ...attacker, opensTls: event.withClient.kind === "tls" } });
    } else if (event.kind === "left" || event.kind === "line") {
      const { who, what } = eventLine(event);
      const did = event.kind === "left" ? texts.leftAttacker(this.names[0], event.alert) : `${who}  ${what}`;
      this.dispatch({ kind: "attacker", attacker: { ...attacker, did } });
    }
  }

  private dispatch(action: Action): void {
    this.model = reduce(this.model, action);
    this.changed();
    this.facts ??= setTimeout(() => {
      this.facts = undefined;
      const { plain, tls } = this.eavesdropper;
      this.model = reduce(this.model, { kind: "facts", facts: { plain: plain.overheard(), tls: tls.overheard() } });
      this.changed();
    }, FACTS_AFTER);
  }
}
