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
  /** Makes the capture; `notice` gets one clean line for each problem with its key logs. */
  readonly capture: (notice: (line: string) => void) => Capture;
  readonly source: Source;
  /** Keys that open TLS. Without them, the keys inside the capture are not used either. */
  readonly secrets?: Secrets;
  /** A file for a copy of the capture, see `recordCapture`. */
  readonly recordTo?: string;
  /** The first filter, which also decides what is recorded. */
  readonly where?: {
    readonly text: string;
    readonly choose: (items: readonly CaptureItem[]) => readonly CaptureItem[];
  };
  /** Ends a live capture; called after the user has ended the inspector. */
  readonly stop?: () => void;
  /** The number of the packet to choose, as soon as it was read. */
  readonly packet?: number;
}

export interface InspectorEnd {
  readonly packets: number;
  /** Whether the recording has every frame. */
  readonly isRecorded: boolean;
  /** Why the recording is not whole, and why the capture ended by itself. Cleaned lines. */
  readonly troubles: readonly string[];
}

/** How often a live capture looks for lines without an end, in milliseconds. */
const idleInterval = 250;
/**
 * Milliseconds of reading between two looks at the keyboard: otherwise keys and drawing would wait while packets come
 * without a pause.
 */
const READ_SLICE = 10;
/** How long to wait for the end of a capture, in milliseconds. */
const patience = 2000;

/**
 * Shows a capture on the terminal until the user ends it, and reads the capture meanwhile. Resolves when the terminal
 * is restored. If the screen fails, restores the terminal and rejects.
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
  const { captureProblem, packets } = session.store;
  if (captureProblem !== undefined && troubles.length === 0) troubles.push(printable(captureProblem));
  return { packets: packets.length, isRecorded: session.isRecorded, troubles };
}

/**
 * Reads a capture while the screen is shown. An error outside the capture's bytes ends the screen. Returns a function
 * that ends the reading.
 */
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
    if (awaited !== undefined && session.store.packets.length >= awaited) {
      inspector.send({ kind: "page", act: { kind: "show-packet", packet: awaited - 1 } });
      awaited = undefined;
    }
  }
  session.end();
  inspector.news();
  if (session.source.kind === "device" && session.store.captureProblem === undefined)
    inspector.send({ kind: "notice", text: texts.notice.ended });
}
