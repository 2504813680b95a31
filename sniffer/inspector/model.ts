import type { Size } from "../../terminal/screen/full-screen.ts";
import type { Movement } from "../../terminal/screen/list-view.ts";
import type { CommonAct } from "./page.ts";
import { pages } from "./pages.ts";
import { type Entered, nothingEntered, type Prompt, type PromptKind } from "./prompt.ts";
import type { Session } from "./session.ts";

/** Everything on the screen besides the capture itself. */
export interface Model {
  readonly size: Size;
  /** The page that is shown, by its name. */
  readonly page: string;
  /** The state of each page, by its name. Only the page knows its form. */
  readonly states: Readonly<Record<string, unknown>>;
  /** The connection of the pages about one connection. */
  readonly connection: number | undefined;
  readonly prompt: Prompt | undefined;
  readonly entered: Entered;
  readonly filter: string;
  readonly search: Search;
  /** A notice, until the next key. */
  readonly notice: string;
  readonly effects: readonly Effect[];
}

/** The search; `seeks` until the next place is known. */
export interface Search {
  readonly text: string;
  readonly seeks?: "next" | "previous" | undefined;
}

/** Something to do outside the model, once. */
export type Effect =
  | { readonly kind: "write"; readonly path: string; readonly until: number | undefined }
  | { readonly kind: "save" | "copy"; readonly text: string }
  | { readonly kind: "mark"; readonly packet: number }
  | { readonly kind: "turn-key"; readonly packet: number | undefined }
  | { readonly kind: "quit" };

/** Events on the screen: the meaning of keys, and news from outside. */
export type Action =
  | { readonly kind: "page"; readonly act: CommonAct }
  | { readonly kind: "go"; readonly page: string }
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "enter" | "back" | "quit" | "mark" | "copy" | "turn-key" }
  | { readonly kind: "prompt"; readonly prompt: PromptKind }
  /** A new filter; its text must be correct. */
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "search-next" | "search-previous" }
  | { readonly kind: "type"; readonly text: string }
  | { readonly kind: "edit"; readonly key: string }
  | { readonly kind: "submit" | "cancel" }
  /** New packets, or progress of a search or filter. */
  | { readonly kind: "news" }
  | { readonly kind: "resize"; readonly size: Size }
  | { readonly kind: "notice"; readonly text: string };

/** The model at the start, on the first page. */
export function initialModel(size: Size, session: Session): Model {
  return {
    size,
    page: pages[0]!.name,
    states: Object.fromEntries(pages.map(({ name, start }) => [name, start(session)])),
    connection: undefined,
    prompt: undefined,
    entered: nothingEntered,
    filter: "",
    search: { text: "" },
    notice: "",
    effects: [],
  };
}
