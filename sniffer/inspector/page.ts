import type { Size } from "../../terminal/screen/full-screen.ts";
import type { KeyBinding } from "../../terminal/screen/key-table.ts";
import type { Line } from "../../terminal/screen/line.ts";
import type { Movement } from "../../terminal/screen/list-view.ts";
import type { Matches, MatchSource } from "./matches.ts";
import type { PromptKind } from "./prompt.ts";
import type { Session } from "./session.ts";

/** The mark of unreadable data: a lock, or a letter on terminals without this sign. */
export type Lock = "🔒" | "E";

/** The mark of data that a key opened. */
export function openLock(lock: Lock): "🔓" | "O" {
  return lock === "🔒" ? "🔓" : "O";
}

/** What a page is drawn from, besides its own state. */
export interface View {
  readonly session: Session;
  /** Columns and rows of the page, its title not counted. */
  readonly size: Size;
  /** The connection of the pages about one connection. */
  readonly connection: number | undefined;
  /** The places of the searched words, for marks. */
  readonly matches: Matches | undefined;
  readonly filter: string;
  readonly lock: Lock;
}

/** Acts that every page can get, besides those of its own keys. A click is counted from the page's first row. */
export type CommonAct =
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "enter" | "back" }
  | { readonly kind: "click"; readonly row: number; readonly column: number }
  | { readonly kind: "wheel"; readonly by: number; readonly row: number; readonly column: number }
  /** The capture, the filter or the size of the screen changed: windows must be adjusted. */
  | { readonly kind: "settle" }
  /** Opened data are shown or hidden from here on; `packet` was chosen before. */
  | { readonly kind: "turned"; readonly packet: number | undefined }
  /** The page is shown again, or with another connection; `packet` is the chosen one. */
  | { readonly kind: "opened"; readonly packet?: number | undefined }
  | { readonly kind: "show-packet"; readonly packet: number };

/** A request of a page: another page, a typed line, something outside the screen. */
export type Wish =
  | { readonly kind: "open"; readonly page: string; readonly connection?: number }
  | { readonly kind: "show-packet"; readonly packet: number }
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "prompt"; readonly prompt: PromptKind }
  | { readonly kind: "notice"; readonly text: string };

/** The next state of a page, and at most one wish. */
export interface Outcome<State> {
  readonly state: State;
  readonly wish?: Wish;
}

/** The choice on a page. */
export interface Chosen {
  /** Counted from 0. */
  readonly packet?: number | undefined;
  readonly connection?: number | undefined;
  /** How many packets the page shows, if later ones wait. */
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
  /** Its own keys; the shared keys come after them. */
  readonly keys: readonly KeyBinding<Act | CommonAct>[];
  readonly title: (state: State, view: View) => Line;
  /** The next state: pure. Undefined if the page does not use the act. */
  readonly reduce: (state: State, act: Act | CommonAct, view: View) => Outcome<State> | undefined;
  readonly lines: (state: State, view: View) => readonly Line[];
  readonly chosen: (state: State, view: View) => Chosen;
  /** How to search it; without this it cannot be searched. */
  readonly search?: PageSearch<State>;
}

export interface PageSearch<State> {
  readonly source: (state: State, view: View) => MatchSource;
  /** The chosen place, as the source counts. */
  readonly at: (state: State, view: View) => number;
  readonly goTo: (state: State, place: number, wanted: Buffer, view: View) => State;
}

/** A page whose state and own acts only the page itself knows. */
export type Page = PageDefinition<unknown, unknown>;

export function page<State, Act>(definition: PageDefinition<State, Act>): Page {
  // Only this page's `reduce` makes its states, and only its keys make its acts.
  return definition as unknown as Page;
}
