import type { Size } from "../../terminal/screen/full-screen.ts";
import type { KeyBinding } from "../../terminal/screen/key-table.ts";
import type { Line } from "../../terminal/screen/line.ts";
import type { Movement } from "../../terminal/screen/list-view.ts";
import type { Matches, MatchSource } from "./matches.ts";
import type { PromptKind } from "./prompt.ts";
import type { Session } from "./session.ts";

/** How what cannot be read is marked: a lock, or a letter where the terminal has no such sign. */
export type Lock = "🔒" | "E";

/** How what a key opened is marked. */
export function openLock(lock: Lock): "🔓" | "O" {
  return lock === "🔒" ? "🔓" : "O";
}

/** What a page is drawn from, besides its own state. */
export interface View {
  readonly session: Session;
  /** Columns and rows of the page, its title not counted. */
  readonly size: Size;
  /** The connection that the pages about one are about. */
  readonly connection: number | undefined;
  /** Where the words searched for are, to be marked. */
  readonly matches: Matches | undefined;
  readonly filter: string;
  readonly lock: Lock;
}

/** What every page may be told, whatever its own keys do. A place that was clicked is counted from the page's first row. */
export type CommonAct =
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "enter" | "back" }
  | { readonly kind: "click"; readonly row: number; readonly column: number }
  | { readonly kind: "wheel"; readonly by: number; readonly row: number; readonly column: number }
  /** The capture, the filter or the size of the screen changed: windows are brought in line. */
  | { readonly kind: "settle" }
  /** What keys opened is shown, or hidden, from now on: `packet` was chosen before. */
  | { readonly kind: "turned"; readonly packet: number | undefined }
  /** The page is shown again, or begins to be about another connection: `packet` is the chosen one. */
  | { readonly kind: "opened"; readonly packet?: number | undefined }
  | { readonly kind: "show-packet"; readonly packet: number };

/** What a page wants that is not its own: another page, a typed line, something outside the screen. */
export type Wish =
  | { readonly kind: "open"; readonly page: string; readonly connection?: number }
  | { readonly kind: "show-packet"; readonly packet: number }
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "prompt"; readonly prompt: PromptKind }
  | { readonly kind: "notice"; readonly text: string };

/** A page's state after something happened, and at most one wish. */
export interface Outcome<State> {
  readonly state: State;
  readonly wish?: Wish;
}

/** What is chosen on a page. */
export interface Chosen {
  /** Counted from 0. */
  readonly packet?: number | undefined;
  readonly connection?: number | undefined;
  /** How many packets of the capture the page takes into account, where those that came later wait. */
  readonly until?: number | undefined;
  /** For the clipboard. Untrusted text. */
  readonly text: () => string;
}

/** A page of the inspector: one file, and one line in `pages`. */
export interface PageDefinition<State, Act> {
  readonly name: string;
  /** Whether it is about one connection: that of what was chosen on the page before. */
  readonly isAboutConnection?: true;
  /** The key that leads to it from every other page, and back. */
  readonly opensWith?: Omit<KeyBinding<unknown>, "action">;
  readonly start: (session: Session) => State;
  /** Its own keys; those that all pages share come after them. */
  readonly keys: readonly KeyBinding<Act | CommonAct>[];
  readonly title: (state: State, view: View) => Line;
  /** The next state: pure. Undefined where the page has no use for what happened. */
  readonly reduce: (state: State, act: Act | CommonAct, view: View) => Outcome<State> | undefined;
  readonly lines: (state: State, view: View) => readonly Line[];
  readonly chosen: (state: State, view: View) => Chosen;
  /** How it is searched; without it, its words cannot be. */
  readonly search?: PageSearch<State>;
}

export interface PageSearch<State> {
  readonly source: (state: State, view: View) => MatchSource;
  /** The place that is chosen, as the source counts. */
  readonly at: (state: State, view: View) => number;
  readonly goTo: (state: State, place: number, wanted: Buffer, view: View) => State;
}

/** A page whose state and own acts only it knows. */
export type Page = PageDefinition<unknown, unknown>;

/** Makes a page of its definition. */
export function page<State, Act>(definition: PageDefinition<State, Act>): Page {
  // Only `reduce` of this page makes its states, and only its keys its acts.
  return definition as unknown as Page;
}
