import { setImmediate as nextTurn, setTimeout } from "node:timers/promises";
import { printable } from "../../terminal/printable.ts";
import { type Screen, showFullScreen } from "../../terminal/screen/full-screen.ts";
import { isUtf8 } from "../../terminal/utf8.ts";
import { type Capture, type CaptureItem, timestampNow } from "../capture/frame.ts";
import { recordCapture } from "../capture/record-capture.ts";
import type { Secrets } from "../wire/tls/open/secrets.ts";
import { Inspector } from "./inspector.ts";
import { Session, type Source } from "./session.ts";
import { texts } from "./texts.ts";

export interface InspectorOptions {
  /** Makes the capture; `notice` takes one clean line for what is wrong with its key logs. */
  readonly capture: (notice: (line: string) => void) => Capture;
  readonly source: Source;
  /** Keys that TLS is opened with; without them, not even those inside the capture are used. */
  readonly secrets?: Secrets;
  /** A file to keep a copy of the capture in, see `recordCapture`. */
  readonly recordTo?: string;
  /** The query that is the filter at first, and what is recorded then. */
  readonly where?: {
    readonly text: string;
    readonly choose: (items: readonly CaptureItem[]) => readonly CaptureItem[];
  };
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
/** Milliseconds of reading between looks at the keyboard: where packets come without a pause, keys and drawing would wait for all of them. */
const READ_SLICE = 10;
/** How long the end of a capture is waited for, in milliseconds. */
const patience = 2000;

/**
 * Shows a capture on the terminal until the user ends it; the capture is read on meanwhile. Resolves when the terminal is as it was
 * found; rejects where the screen could not go on, after giving the terminal back.
 */
export async function runInspector(options: InspectorOptions): Promise<InspectorEnd> {
  const { source, recordTo, where, stop } = options;
  const session = new Session(source, recordTo, options.secrets);
  const troubles: string[] = [];
  let endReading = async () => {};
  try {
    await showFullScreen((screen) => {
      const lock = isUtf8() && process.env.TERM !== "linux" ? "🔒" : "E";
      const inspector = new Inspector(session, screen, lock);
      const notice = (text: string) => {
        troubles.push(text);
        session.isRecorded = false;
        session.store.captureProblem = text;
        inspector.news();
      };
      const capture = options.capture((text) => {
        troubles.push(text);
        inspector.send({ kind: "notice", text: troubles.join(" · ") });
      });
      const recorded = recordTo === undefined ? capture : recordCapture(capture, recordTo, notice, where?.choose);
      if (where !== undefined) inspector.send({ kind: "filter", text: where.text });
      endReading = startReading(recorded, inspector, screen, options.packet);
      return inspector;
    });
  } finally {
    stop?.();
    await Promise.race([endReading(), setTimeout(patience, undefined, { ref: false })]);
    session.close();
  }
  const { captureProblem, counts } = session.store;
  if (captureProblem !== undefined && troubles.length === 0) troubles.push(printable(captureProblem));
  return { packets: counts.packets, isRecorded: session.isRecorded, troubles };
}

/** Reads a capture while the screen is shown; what goes wrong outside its bytes ends the screen. Returns what ends the reading. */
function startReading(capture: Capture, inspector: Inspector, screen: Screen, packet: number | undefined) {
  const { session } = inspector;
  const iterator = capture[Symbol.asyncIterator]();
  const idle = setInterval(() => {
    if (!session.isLoading || session.source.kind !== "device") return;
    if (session.idle(timestampNow())) inspector.news();
  }, idleInterval);
  readAll(iterator, inspector, packet).catch((error: Error) => screen.leave(error));
  return async () => {
    clearInterval(idle);
    inspector.stop();
    await iterator.return?.();
  };
}

async function readAll(
  iterator: AsyncIterator<readonly CaptureItem[]>,
  inspector: Inspector,
  packet: number | undefined,
): Promise<void> {
  const { session } = inspector;
  let awaited = packet;
  let since = performance.now();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    session.take(next.value);
    inspector.news();
    if (performance.now() - since > READ_SLICE) {
      await nextTurn();
      since = performance.now();
    }
    if (awaited !== undefined && session.store.counts.packets >= awaited) {
      inspector.send({ kind: "page", act: { kind: "show-packet", packet: awaited - 1 } });
      awaited = undefined;
    }
  }
  session.end();
  inspector.news();
  if (session.source.kind === "device" && session.store.captureProblem === undefined)
    inspector.send({ kind: "notice", text: texts.notice.ended });
}
