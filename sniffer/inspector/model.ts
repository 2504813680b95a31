import type { InputLine } from "../../terminal/input-line.ts";
import type { Section } from "./sections.ts";
import type { TreeRow } from "./tree.ts";

export type Pane = "packets" | "tree" | "bytes";
export type ScreenName = "packets" | "conversation" | "knowledge" | "help";
export type ConversationForm = "text" | "hex" | "raw";
export type ConversationSides = "both" | "client" | "server";
export type PromptKind = "filter" | "search" | "write" | "save";

/** A window over a long list: the row chosen, and the first row shown. */
export interface ListView {
  readonly cursor: number;
  readonly top: number;
}

/** A line that is being typed. */
export interface Prompt {
  readonly kind: PromptKind;
  readonly line: InputLine;
  /** What is wrong with it, where it can be seen while typing. */
  readonly fault?: { readonly message: string; readonly start: number; readonly end: number } | undefined;
}

/** Something to be done outside the model, once. */
export type Request =
  | { readonly kind: "apply-filter" | "write" | "save"; readonly text: string }
  | { readonly kind: "search"; readonly text: string; readonly backwards: boolean }
  | { readonly kind: "to-item"; readonly item: number }
  | { readonly kind: "mark" | "copy" | "quit" | "open-conversation" | "open-knowledge" | "to-packet-of-conversation" };

/** All that the screen shows besides the capture itself. */
export interface Model {
  readonly size: { readonly columns: number; readonly rows: number };
  readonly screen: ScreenName;
  readonly pane: Pane;
  readonly isMaximised: boolean;
  readonly packets: ListView;
  /** Whether the newest packet is chosen as it comes. */
  readonly isFollowing: boolean;
  /** The number of rows that were there when following stopped: later ones are new. */
  readonly rowsSeen: number;
  /** Rows shown while paused; undefined where not paused. */
  readonly pausedAt: number | undefined;
  readonly tree: ListView;
  readonly toggled: ReadonlySet<string>;
  readonly byte: number;
  readonly bytesTop: number;
  readonly conversation: ListView & {
    readonly connection: number | undefined;
    readonly form: ConversationForm;
    readonly sides: ConversationSides;
    readonly isFollowing: boolean;
  };
  readonly knowledge: { readonly connection: number | undefined; readonly top: number };
  readonly help: { readonly top: number; readonly under: ScreenName };
  readonly prompt: Prompt | undefined;
  /** Lines of each kind that were entered before, the newest last. */
  readonly entered: Readonly<Record<PromptKind, readonly string[]>>;
  readonly filterText: string;
  readonly searchText: string;
  readonly notice: string;
  readonly requests: readonly Request[];
}

/** What the reducer must know of the capture: how long the lists are, and what the chosen packet holds. */
export interface Scene {
  /** Rows of the packet list, or those shown while paused. */
  readonly rows: number;
  readonly connection: number | undefined;
  readonly sections: readonly Section[];
  readonly tree: readonly TreeRow[];
  readonly conversationRows: number;
  /** The index of the item that is chosen in the conversation. */
  readonly conversationItem: number | undefined;
  readonly knowledgeRows: number;
  readonly helpRows: number;
}

/** The model at the start: a live capture is followed, a file is read from its beginning. */
export function initialModel(size: Model["size"], isFollowing: boolean): Model {
  const start = { cursor: 0, top: 0 };
  const unchosen = { cursor: -1, top: 0 };
  return {
    size,
    screen: "packets",
    pane: "packets",
    isMaximised: false,
    packets: start,
    isFollowing,
    rowsSeen: 0,
    pausedAt: undefined,
    tree: unchosen,
    toggled: new Set(),
    byte: 0,
    bytesTop: 0,
    conversation: { ...start, connection: undefined, form: "text", sides: "both", isFollowing: true },
    knowledge: { connection: undefined, top: 0 },
    help: { top: 0, under: "packets" },
    prompt: undefined,
    entered: { filter: [], search: [], write: [], save: [] },
    filterText: "",
    searchText: "",
    notice: "",
    requests: [],
  };
}
