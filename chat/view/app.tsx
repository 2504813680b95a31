import { inputText } from "../../terminal/input-line.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print } from "../../terminal/print.ts";
import type { Screen as FullScreen, ScreenEvent, Size } from "../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { type InkProgram, showInkScreen } from "../../terminal/screen/ink-screen.tsx";
import { helpLine, keyHelpLines } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { ClientSecurity } from "../client/client-options.ts";
import { peerLines } from "../client/line-client.ts";
import type { PeerStory } from "../client/peer-story.ts";
import { ChatSession, type SessionEvent, type SessionOptions } from "../client/session.ts";
import { texts as clientTexts } from "../client/texts.ts";
import type { Protection } from "../protocol/protocol.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import { actionOf, type KeyAction, keyTable } from "./keys.ts";
import { type ChatAction, emptyModel, type Link, reduce } from "./model.ts";
import { keyInStatus, Screen, talkRows } from "./screen.tsx";
import { texts } from "./texts.ts";

type Options = Omit<SessionOptions, "onEvent">;

/** Lines per turn of the mouse wheel. */
const WHEEL_LINES = 3;
/** The status line, with its keys, is the last row but one. */
const STATUS_FROM_BELOW = 2;

/**
 * The chat on a terminal, until the user leaves. Throws a LabError if the first connection fails or the last one is
 * refused.
 */
export async function runChatScreen(options: Options): Promise<void> {
  const early: SessionEvent[] = [];
  let onEvent = (event: SessionEvent): void => void early.push(event);
  const session = new ChatSession({ ...options, onEvent: (event) => onEvent(event) });
  await session.start();
  try {
    await showInkScreen((screen) => {
      const program = new ChatProgram(session, options, screen);
      onEvent = (event) => program.heard(event);
      for (const event of early.splice(0)) program.heard(event);
      return program;
    });
  } finally {
    await session.close();
  }
  print(texts.goodbyeLocal);
}

/** The chat's screen: typed lines go to the session or into the model, and the session's events go into the model. */
class ChatProgram implements InkProgram {
  private readonly session: ChatSession;
  private readonly options: Options;
  private readonly screen: FullScreen;
  private readonly help = new HelpOverlay(helpLines);
  private model: ReturnType<typeof emptyModel>;
  private peer: PeerStory | undefined;

  constructor(session: ChatSession, options: Options, screen: FullScreen) {
    this.session = session;
    this.options = options;
    this.screen = screen;
    this.model = emptyModel(options.name);
  }

  element(size: Size) {
    return <Screen model={this.model} width={size.columns} height={size.rows} help={this.help.box(size)} />;
  }

  happened(event: ScreenEvent): void {
    const { size } = this.screen;
    if (event.kind === "resize" || this.help.takes(event, size)) return;
    if (event.kind !== "mouse") this.press(actionOf(event));
    else if (event.does !== "click") {
      const kind = event.does === "wheel-up" ? "page-up" : "page-down";
      this.dispatch({ kind: "key", key: { kind }, page: WHEEL_LINES });
    } else if (event.row === size.rows - STATUS_FROM_BELOW) {
      const name = keyInStatus(this.model, size.columns, event.column);
      if (name !== undefined) this.press(actionOf({ kind: "key", name }));
    }
  }

  heard(event: SessionEvent): void {
    switch (event.kind) {
      case "delivery":
        this.dispatch({ kind: "heard", deliveries: [event.delivery], time: Date.now() });
        break;
      case "peer":
        // Checks that passed are in the banner, and in /cert.
        if (event.peer.checks.some(({ ok }) => !ok)) this.tell(peerLines(event.peer), "notice");
        this.peer = event.peer;
        if (this.options.tls.insecure) this.tell([clientTexts.insecure], "alarm");
        break;
      case "connected": {
        const { protection, name, isForeign } = event.client;
        this.dispatch({ kind: "link", link: linkOf(protection, this.peer, this.options), name });
        if (protection.kind === "tls") this.tell([texts.nowTls(protection)], "notice");
        else if (protection.layers) this.tell([texts.nowLayers(protection.layers)], "notice");
        else this.tell([texts.nowPlain], "alarm");
        if (isForeign) this.tell([clientTexts.foreignServer], "alarm");
        break;
      }
      case "lost":
        this.dispatch({ kind: "link", link: { kind: "offline" } });
        this.tell([texts.lost(event.error?.message ?? texts.lostWhy, Math.round(event.retryIn / 1000))], "alarm");
        break;
      case "not-moved":
        this.tell([texts.notMoved(event.error.message), ...hintOf(event.error)], "alarm");
        break;
      case "over":
        this.screen.leave(event.error);
    }
  }

  private press(key: KeyAction): void {
    const { columns, rows } = this.screen.size;
    const page = Math.max(1, talkRows(this.model.link, columns, rows) - 2);
    if (key.kind === "quit") this.leave();
    else if (key.kind === "toggle") void this.toggle();
    else if (key.kind === "help") this.help.open();
    else if (key.kind !== "send" || this.send(inputText(this.model.input))) this.dispatch({ kind: "key", key, page });
  }

  /** Returns whether the line was handled; otherwise it stays in the input. */
  private send(line: string): boolean {
    const [command = ""] = line.trim().toLowerCase().split(/\s/, 1);
    if (command === "") return true;
    const act = Object.hasOwn(this.localCommands, command) ? this.localCommands[command] : undefined;
    if (act !== undefined) act();
    else if (this.session.say(line)) this.dispatch({ kind: "said", line, time: Date.now() });
    else {
      this.tell([texts.keptUntilConnected], "alarm");
      return false;
    }
    return true;
  }

  private readonly leave = (): void => void this.session.close();
  private readonly showHelp = (): void => this.help.open();
  private readonly showCertificate = (): void => {
    const isKnown = this.model.link.kind === "tls" && this.peer !== undefined;
    this.tell(isKnown ? peerLines(this.peer!) : [texts.noCertificate], "answer");
  };

  /** Commands that are not for the server. */
  private readonly localCommands: Readonly<Record<string, () => void>> = {
    ...{ "/help": this.showHelp, "/ayuda": this.showHelp, "!ayuda": this.showHelp, "/cert": this.showCertificate },
    "/wire": () => this.tell(this.options.tap?.describe() ?? [], "answer"),
    "/encrypt": () => this.changeTo("tls", texts.alreadyEncrypted),
    "/plain": () => this.changeTo("plain", texts.alreadyPlain),
    ...{ "/quit": this.leave, "/exit": this.leave, "/salir": this.leave },
    ...{ "!quit": this.leave, "!exit": this.leave, "!salir": this.leave },
  };

  private changeTo(wanted: "plain" | "tls", already: string): void {
    if (this.model.link.kind === wanted) this.tell([already], "answer");
    else void this.toggle();
  }

  private async toggle(): Promise<void> {
    this.dispatch({ kind: "moving", isMoving: true });
    await this.session.toggle();
    this.dispatch({ kind: "moving", isMoving: false });
  }

  private tell(lines: readonly string[], as: "notice" | "answer" | "alarm"): void {
    this.dispatch({ kind: "told", lines, as, time: Date.now() });
  }

  private dispatch(action: ChatAction): void {
    this.model = reduce(this.model, action);
    this.screen.changed();
  }
}

function linkOf(protection: Protection, peer: PeerStory | undefined, { host, tls }: Options): Link {
  if (protection.kind === "plain") {
    return protection.layers === undefined ? { kind: "plain" } : { kind: "layers", recipe: protection.layers };
  }
  const isVerified = peer?.checks.every(({ ok }) => ok) ?? false;
  const verified = isVerified ? verifiedText(tls.servername ?? host, tls, peer) : texts.notVerified;
  return { kind: "tls", protection, verified, isVerified };
}

function verifiedText(name: string, { pin, ca }: ClientSecurity, peer: PeerStory | undefined): string {
  if (pin !== undefined) return texts.pinned;
  if (peer?.isSelfSigned) return texts.verifiedItself;
  return ca === undefined ? texts.verifiedBySystem(name) : texts.verifiedByCa(name);
}

/** The help: keys, commands, the mouse. */
function helpLines(width: number): readonly Line[] {
  return [
    ...keyHelpLines(keyTable, width),
    [],
    [span(texts.commandsTitle, "strong")],
    ...[...chatTexts.help, ...texts.localHelp].flatMap((text) => wrapText(text, width).map((line) => [span(line)])),
    [],
    [span(texts.mouseTitle, "strong")],
    ...texts.mouseActions.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
  ];
}

function hintOf(error: Error): readonly string[] {
  return error instanceof LabError && error.hint !== undefined ? [error.hint] : [];
}
