import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { inputText } from "../../terminal/input-line.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print } from "../../terminal/print.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { type InkInput, showInkScreen, useScreen } from "../../terminal/screen/ink-screen.tsx";
import { helpLine, keyHelpLines } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { ClientSecurity } from "../client-options.ts";
import { peerLines } from "../line-client.ts";
import type { PeerStory } from "../peer-story.ts";
import type { Delivery, Protection } from "../protocol.ts";
import { ChatSession, type SessionEvent, type SessionOptions } from "../session.ts";
import { texts as chatTexts } from "../texts.ts";

import { actionOf, type KeyAction, keyTable } from "./keys.ts";
import { type ChatAction, emptyModel, type Link, reduce } from "./model.ts";
import { keyInStatus, Screen, talkRows } from "./screen.tsx";
import { texts } from "./texts.ts";

/** Lines that one turn of the wheel moves. */
const WHEEL_LINES = 3;
/** The status line, with its keys, is the last row but one. */
const STATUS_FROM_BELOW = 2;
/** Lines that arrive are drawn together, at most this often, in milliseconds. */
const drawEvery = 50;

/** The chat on a terminal, until the person leaves. Throws a LabError if the first connection fails or the last one is refused. */
export async function runChatScreen(options: Omit<SessionOptions, "onEvent">): Promise<void> {
  const early: SessionEvent[] = [];
  let onEvent = (event: SessionEvent): void => void early.push(event);
  const session = new ChatSession({ ...options, onEvent: (event) => onEvent(event) });
  await session.start();
  let end: Error | undefined;
  try {
    const listen = (listener: (event: SessionEvent) => void) => {
      onEvent = listener;
      for (const event of early.splice(0)) listener(event);
    };
    const onEnd = (error: Error | undefined) => {
      end = error;
    };
    const app = <App session={session} options={options} listen={listen} onEnd={onEnd} />;
    await showInkScreen(app);
  } finally {
    await session.close();
  }
  if (end) throw end;
  print(texts.goodbyeLocal);
}

interface AppProps {
  readonly session: ChatSession;
  readonly options: Omit<SessionOptions, "onEvent">;
  readonly listen: (listener: (event: SessionEvent) => void) => void;
  readonly onEnd: (error: Error | undefined) => void;
}

function App({ session, options, listen, onEnd }: AppProps) {
  const { model, latest, dispatch } = useModel(options.name);
  const act = useRef((_: KeyAction) => {});
  const room = useRef({ columns: 80, rows: 24 });
  const help = useRef(new HelpOverlay(helpLines)).current;
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const happened = (input: InkInput) => {
    const { columns, rows } = room.current;
    if (help.takes(input, room.current)) drawAgain();
    else if (input.kind !== "mouse") act.current(actionOf(input));
    else if (input.does !== "click") {
      dispatch({ kind: "key", key: { kind: input.does === "wheel-up" ? "page-up" : "page-down" }, page: WHEEL_LINES });
    } else if (input.row === rows - STATUS_FROM_BELOW) {
      const name = keyInStatus(latest(), columns, input.column);
      if (name !== undefined) act.current(actionOf({ kind: "key", name }));
    }
  };
  const { size, leave } = useScreen(happened);
  const peer = useRef<PeerStory | undefined>(undefined);
  room.current = size;

  useEffect(() => {
    const batch = batching(dispatch);
    const tell = (lines: readonly string[], as: "notice" | "answer" | "alarm") => {
      batch.flush();
      dispatch({ kind: "told", lines, as, time: Date.now() });
    };
    listen((event) => {
      if (event.kind === "delivery") return batch.add(event.delivery);
      batch.flush();
      switch (event.kind) {
        case "peer":
          // What passed all checks is in the banner, and in /cert.
          if (event.peer.checks.some(({ ok }) => !ok)) tell(peerLines(event.peer), "notice");
          peer.current = event.peer;
          if (options.tls.insecure) tell([chatTexts.insecure], "alarm");
          break;
        case "connected": {
          const { protection, name } = event.client;
          dispatch({ kind: "link", link: linkOf(protection, peer.current, options), name });
          if (protection.kind === "plain" && protection.layers) tell([texts.nowLayers(protection.layers)], "notice");
          else if (protection.kind === "plain") tell([texts.nowPlain], "alarm");
          else tell([texts.nowTls(protection)], "notice");
          if (event.client.isForeign) tell([chatTexts.foreignServer], "alarm");
          break;
        }
        case "lost":
          dispatch({ kind: "link", link: { kind: "offline" } });
          tell([texts.lost(event.error?.message ?? texts.lostWhy, Math.round(event.retryIn / 1000))], "alarm");
          break;
        case "not-moved":
          tell([texts.notMoved(event.error.message), ...hintOf(event.error)], "alarm");
          break;
        case "over":
          onEnd(event.error);
          leave();
      }
    });

    const showHelp = () => {
      help.open();
      drawAgain();
    };
    act.current = (key: KeyAction) => {
      const shown = latest();
      if (key.kind === "quit") return void session.close();
      if (key.kind === "toggle") return void toggle(session, dispatch);
      if (key.kind === "help") return showHelp();
      if (key.kind === "send" && !send(inputText(shown.input))) return;
      const page = Math.max(1, talkRows(shown.link, room.current.columns, room.current.rows) - 2);
      dispatch({ kind: "key", key, page });
    };
    /** Returns whether the line is dealt with; otherwise it stays where it is. */
    const send = (line: string): boolean => {
      const command = line.trim().toLowerCase();
      if (command === "") return true;
      const local = Object.hasOwn(localCommands, command) ? localCommands[command] : undefined;
      if (local !== undefined) {
        local();
        return true;
      }
      if (!session.say(line)) {
        tell([texts.keptUntilConnected], "alarm");
        return false;
      }
      batch.flush();
      dispatch({ kind: "said", line, time: Date.now() });
      return true;
    };
    const change = (wanted: "plain" | "tls", already: string) => () => {
      if (latest().link.kind === wanted) tell([already], "answer");
      else void toggle(session, dispatch);
    };
    const certificate = () =>
      tell(latest().link.kind === "tls" && peer.current ? peerLines(peer.current) : [texts.noCertificate], "answer");
    const leaveRoom = () => void session.close();
    /** What is not for the server. */
    const localCommands: Readonly<Record<string, () => void>> = {
      ...{ "/help": showHelp, "/ayuda": showHelp, "!ayuda": showHelp, "/cert": certificate },
      "/wire": () => tell(options.tap?.describe() ?? [], "answer"),
      "/encrypt": change("tls", texts.alreadyEncrypted),
      "/plain": change("plain", texts.alreadyPlain),
      ...{ "/quit": leaveRoom, "/exit": leaveRoom, "/salir": leaveRoom, "!salir": leaveRoom, "!quit": leaveRoom },
      "!exit": leaveRoom,
    };
  }, [session, options, listen, onEnd, leave, latest, dispatch, help]);

  return <Screen model={model} width={size.columns} height={size.rows} help={help.box(size)} />;
}

/** The model, also as it is before it is drawn: several keys may come in one piece. */
function useModel(name: string) {
  const [model, setModel] = useState(() => emptyModel(name));
  const current = useRef(model);
  const latest = useCallback(() => current.current, []);
  const dispatch = useCallback((action: ChatAction) => {
    current.current = reduce(current.current, action);
    setModel(current.current);
  }, []);
  return { model, latest, dispatch };
}

/** Collects deliveries, so that a storm of lines is drawn a few times a second and not once a line. */
function batching(dispatch: (action: ChatAction) => void) {
  let waiting: Delivery[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    dispatch({ kind: "heard", deliveries: waiting, time: Date.now() });
    waiting = [];
  };
  const add = (delivery: Delivery) => {
    waiting.push(delivery);
    timer ??= setTimeout(flush, drawEvery);
  };
  return { add, flush };
}

async function toggle(session: ChatSession, dispatch: (action: ChatAction) => void): Promise<void> {
  dispatch({ kind: "moving", isMoving: true });
  await session.toggle();
  dispatch({ kind: "moving", isMoving: false });
}

function linkOf(
  protection: Protection,
  peer: PeerStory | undefined,
  { host, tls }: Omit<SessionOptions, "onEvent">,
): Link {
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
