import type { Size } from "../../terminal/screen/full-screen.ts";
import type { Movement } from "../../terminal/screen/list-view.ts";
import type { CommonAct } from "./page.ts";
import { pages } from "./pages.ts";
import { type Entered, nothingEntered, type Prompt, type PromptKind } from "./prompt.ts";
import type { Session } from "./session.ts";

/** All that the screen shows besides the capture itself. */
export interface Model {
  readonly size: Size;
  /** The page that is shown, by its name. */
  readonly page: string;
  /** The state of each page, by its name: only the page knows what it is. */
  readonly states: Readonly<Record<string, unknown>>;
  /** What the pages about one connection are about. */
  readonly connection: number | undefined;
  readonly prompt: Prompt | undefined;
  readonly entered: Entered;
  readonly filter: string;
  readonly search: Search;
  /** What there is to tell, until the next key. */
  readonly notice: string;
  readonly effects: readonly Effect[];
}

/** What is searched for; `seeks` while the next place is not known yet. */
export interface Search {
  readonly text: string;
  readonly seeks?: "next" | "previous" | undefined;
}

/** Something to be done outside the model, once. */
export type Effect =
  | { readonly kind: "write"; readonly path: string; readonly until: number | undefined }
  | { readonly kind: "save" | "copy"; readonly text: string }
  | { readonly kind: "mark"; readonly packet: number }
  | { readonly kind: "turn-key"; readonly packet: number | undefined }
  | { readonly kind: "quit" };

/** What happens on the screen: keys by their meaning, and news from outside. */
export type Action =
  | { readonly kind: "page"; readonly act: CommonAct }
  | { readonly kind: "go"; readonly page: string }
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "enter" | "back" | "quit" | "mark" | "copy" | "turn-key" }
  | { readonly kind: "prompt"; readonly prompt: PromptKind }
  /** Only what passes is to be shown; the text must be a filter without fault. */
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "search-next" | "search-previous" }
  | { readonly kind: "type"; readonly text: string }
  | { readonly kind: "edit"; readonly key: string }
  | { readonly kind: "submit" | "cancel" }
  /** The capture goes on, or what looks through it. */
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
