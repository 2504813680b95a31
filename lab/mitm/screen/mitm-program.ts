import { fitted } from "../../../terminal/columns.ts";
import { type Input, keysOf } from "../../../terminal/key-reader.ts";
import { printable } from "../../../terminal/printable.ts";
import type { Screen, ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../../terminal/screen/help-overlay.ts";
import { actionFor, footerLine, keyHelpLines, pressedKey } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { type Movement, scrolledTo } from "../../../terminal/screen/list-view.ts";
import { filledLines } from "../../../terminal/screen/pane.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import type { ShownCertificate } from "../attacker-certificate.ts";
import type { MitmEvent } from "../events.ts";
import type { Scene } from "../run-mitm.ts";
import { texts as words } from "../texts.ts";
import { wayOf } from "../way.ts";
import { eventRows, legColumns } from "./event-rows.ts";
import { type Action, keyBindings } from "./keys.ts";
import { texts } from "./texts.ts";

type MouseInput = Extract<Input, { readonly kind: "mouse" }>;

/** Rows per turn of the mouse wheel. */
const WHEEL_ROWS = 3;
/** Most rows that are kept. */
const MAX_ROWS = 10_000;
/** Lines besides the rows: title, legs, certificates, rule above; counts and keys below. */
const FRAME_LINES = 7;

/** A screen with a function to add events. */
export interface MitmProgram extends ScreenProgram {
  readonly add: (event: MitmEvent) => void;
}

/** Both legs of an attack side by side, the newest lines last. */
export function mitmProgram(scene: Scene, screen: Pick<Screen, "size" | "leave" | "changed">): MitmProgram {
  const events: MitmEvent[] = [];
  let rows: Line[] = [];
  let columns = screen.size.columns;
  /** Undefined: it follows the newest. */
  let top: number | undefined;
  const help = new HelpOverlay(helpLines);
  const counts = { clients: 0, read: 0, changed: 0, left: 0 };
  const height = ({ rows: all }: Size) => Math.max(1, all - FRAME_LINES);
  const move = (movement: Movement) => {
    const room = height(screen.size);
    const newest = Math.max(0, rows.length - room);
    const next = scrolledTo(top ?? newest, movement, rows.length, room);
    top = next >= newest ? undefined : next;
  };
  const act = (action: Action | undefined) => {
    if (action?.kind === "quit") screen.leave();
    else if (action?.kind === "help") help.open();
    else if (action?.kind === "move") move(action.move);
  };
  const clicked = ({ does, row, column }: MouseInput) => {
    if (does !== "click") for (let at = 0; at < WHEEL_ROWS; at++) move(does === "wheel-up" ? "up" : "down");
    else if (row === screen.size.rows - 1) act(actionFor(keyBindings, pressedKey(keyBindings, columns, column) ?? ""));
  };
  return {
    takesMouse: true,
    add: (event) => {
      count(counts, event);
      events.push(event);
      rows.push(...eventRows(event, columns));
      if (rows.length > MAX_ROWS) {
        events.splice(0, events.length >> 1);
        rows = events.flatMap((one) => eventRows(one, columns));
        top = undefined;
      }
      screen.changed();
    },
    happened: (event) => {
      if (help.takes(event, screen.size)) return;
      if (event.kind === "mouse") clicked(event);
      else if (event.kind === "resize") {
        ({ columns } = event.size);
        rows = events.flatMap((one) => eventRows(one, columns));
        top = undefined;
      } else for (const key of keysOf(event)) act(actionFor(keyBindings, key));
    },
    frame: (size) => {
      const room = height(size);
      const from = top ?? Math.max(0, rows.length - room);
      const shown = rows.length === 0 ? waitingLines(scene, size.columns) : rows.slice(from, from + room);
      const { clients, read, changed, left } = counts;
      const folder = scene.folder === undefined ? "" : `  ${texts.kept(scene.folder)}`;
      const status = top === undefined ? texts.counts(clients, read, changed, left) + folder : texts.newer;
      const frame = [
        ...headLines(scene, size.columns),
        ...filledLines(shown, room),
        [span(fitted(status, size.columns), "faint")],
        footerLine(keyBindings, size.columns),
      ];
      return help.over(frame, size);
    },
  };
}

function count(counts: Record<"clients" | "read" | "changed" | "left", number>, event: MitmEvent): void {
  if (event.kind === "connected") counts.clients += 1;
  else if (event.kind === "left") counts.left += 1;
  else if (event.kind === "line") {
    counts.read += 1;
    if (event.changedTo !== undefined) counts.changed += 1;
  }
}

/** The lines above the rows: the way, the two legs, and the certificate of each. */
function headLines(scene: Scene, columns: number): readonly Line[] {
  const { clients, server } = wayOf(scene);
  const { name, left, right } = legColumns(columns);
  const gap = " ".repeat(name);
  const pair = (one: string, other: string, tone: "strong" | "faint"): Line => [
    span(gap),
    span(fitted(one, left), tone),
    span("   "),
    span(fitted(other, right), tone),
  ];
  const { certificate, strip } = scene;
  const none = strip ? texts.stripped : texts.noCertificate;
  const named = (title: string, shown: ShownCertificate | undefined) =>
    shown === undefined ? none : printable(`${title} ${texts.signedBy(shown.subject, issuerOf(shown))}`);
  const print = (shown: ShownCertificate | undefined) => shown?.fingerprint ?? "";
  return [
    [span(fitted(` ${texts.title}  ${printable(words.way(clients, server))}`, columns), "bar")],
    pair(texts.left, texts.right, "strong"),
    pair(named(texts.shown, certificate?.shown), named(texts.real, certificate?.real), "faint"),
    pair(print(certificate?.shown), print(certificate?.real), "faint"),
    [span("─".repeat(columns), "faint")],
  ];
}

function issuerOf({ subject, issuer }: ShownCertificate): string {
  return subject === issuer ? words.itself : issuer;
}

function waitingLines(scene: Scene, columns: number): readonly Line[] {
  const command = words.comeBy(wayOf(scene).clients, scene.certificate !== undefined);
  const lines = texts.waiting.flatMap((sentence) => wrapText(sentence, columns));
  const typed = wrapText(command, columns - 2).map((line): Line => [span(`  ${line}`, "strong")]);
  return [...lines.map((line): Line => [span(line)]), ...typed];
}

function helpLines(columns: number): readonly Line[] {
  const explained = texts.help.flatMap((sentence) => wrapText(sentence, columns)).map((line): Line => [span(line)]);
  return [...explained, [], ...keyHelpLines(keyBindings, columns)];
}
