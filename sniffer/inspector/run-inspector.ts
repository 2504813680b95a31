import { setTimeout } from "node:timers/promises";
import { printable } from "../../terminal/printable.ts";
import { whenToldToEnd } from "../../terminal/told-to-end.ts";
import type { Capture, CaptureItem } from "../capture/frame.ts";
import { recordCapture } from "../capture/record-capture.ts";
import type { Controller as ControllerType, View } from "./controller.ts";
import { Session, type Source } from "./session.ts";
import { texts } from "./texts.ts";

export interface InspectorOptions {
  readonly capture: Capture;
  readonly source: Source;
  /** A file to keep a copy of the capture in, see `recordCapture`. */
  readonly recordTo?: string;
  /** Ends a live capture: called when the user has ended the inspector. */
  readonly stop?: () => void;
  /** The packet that is chosen at first, by its number, as soon as it has been read. */
  readonly packet?: number;
}

/** How it ended. */
export interface InspectorEnd {
  readonly packets: number;
  /** Whether the recording that was asked for holds every frame. */
  readonly isRecorded: boolean;
  /** What became of the recording where it is not whole, and why the capture ended where nobody asked it to. Cleaned lines. */
  readonly troubles: readonly string[];
}

/** How often lines that wait for their end are looked at, in a live capture, in milliseconds. */
const idleInterval = 250;
/** How long the end of a capture is waited for, in milliseconds. */
const patience = 2000;

/**
 * Shows a capture on the terminal until the user ends it; the capture is read on meanwhile. Resolves when the terminal is as it was
 * found; rejects where the screen could not go on, after giving the terminal back.
 */
export async function runInspector({
  capture,
  source,
  recordTo,
  stop,
  packet,
}: InspectorOptions): Promise<InspectorEnd> {
  // React's development build measures itself and keeps what it measured: too slow here, and without bound.
  process.env.NODE_ENV ??= "production";
  const [{ render }, { createElement }, { App }, { Controller }, { ScreenWriter }] = await Promise.all([
    import("ink"),
    import("react"),
    import("./app.tsx"),
    import("./controller.ts"),
    import("./screen-writer.ts"),
  ]);
  const writer = new ScreenWriter(process.stdout, !isUtf8());
  const session = new Session(source, recordTo);
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const outside = {
    copy: (text: string) => writer.control(`\x1b]52;c;${Buffer.from(text).toString("base64")}\x07`),
    quit: () => leave(),
  };
  const lock = isUtf8() && process.env.TERM !== "linux" ? ("🔒" as const) : ("E" as const);
  const draw = (view: View) => createElement(App, { controller, view, lock });
  const size = { columns: writer.columns, rows: writer.rows };
  const controller = new Controller(session, size, outside, (view) => {
    writer.accept();
    app.rerender(draw(view));
  });
  const listenNoMore = whenToldToEnd(leave);
  // Whatever ends the program, also a bug: the terminal comes back before anything is printed.
  const restore = () => writer.close();
  process.on("exit", restore).on("uncaughtExceptionMonitor", restore);
  const idle = setInterval(() => {
    if (!session.isLoading || source.kind !== "device") return;
    const now = Date.now();
    if (session.idle({ seconds: Math.floor(now / 1000), nanoseconds: (now % 1000) * 1e6 })) controller.news();
  }, idleInterval);
  writer.open();
  const app = render(draw(controller.view), {
    stdout: writer as unknown as NodeJS.WriteStream,
    stdin: process.stdin,
    // Whole frames, one for each redraw of ours: the writer finds what is new in them.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const troubles: string[] = [];
  const notice = (text: string) => {
    troubles.push(text);
    session.isRecorded = false;
    session.store.captureProblem = text;
    controller.news();
  };
  const recorded = recordTo === undefined ? capture : recordCapture(capture, recordTo, notice);
  const iterator = recorded[Symbol.asyncIterator]();
  try {
    await Promise.race([left, readAll(iterator, session, controller, packet).then(() => left)]);
  } finally {
    clearInterval(idle);
    controller.stop();
    app.unmount();
    writer.close();
    listenNoMore();
    process.off("exit", restore).off("uncaughtExceptionMonitor", restore);
    stop?.();
    await Promise.race([iterator.return?.(), setTimeout(patience, undefined, { ref: false })]);
    session.store.close();
  }
  const { captureProblem, counts } = session.store;
  if (captureProblem !== undefined && troubles.length === 0) troubles.push(printable(captureProblem));
  return { packets: counts.packets, isRecorded: session.isRecorded, troubles };
}

/** Reads the capture to its end. What goes wrong outside the capture's bytes ends the inspector. */
async function readAll(
  iterator: AsyncIterator<readonly CaptureItem[]>,
  session: Session,
  controller: Pick<ControllerType, "news" | "send">,
  packet: number | undefined,
): Promise<void> {
  let awaited = packet;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    session.take(next.value);
    controller.news();
    if (awaited !== undefined && session.store.counts.packets >= awaited) {
      controller.send({ kind: "go-to", row: awaited - 1 });
      awaited = undefined;
    }
  }
  session.end();
  controller.news();
  if (session.source.kind === "device" && session.store.captureProblem === undefined)
    controller.send({ kind: "notice", text: texts.notice.ended });
}

/** Whether the terminal shows UTF-8, by the locale. */
export function isUtf8(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale === undefined || /utf-?8/i.test(locale);
}
