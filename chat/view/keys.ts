/** What the keyboard asks for. */
export type KeyAction =
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: Exclude<KeyName, "insert"> };

type KeyName =
  | ("insert" | "send" | "complete" | "older" | "newer" | "left" | "right" | "word-left" | "word-right")
  | ("start" | "end" | "erase" | "erase-right" | "erase-word" | "erase-start" | "erase-end")
  | ("page-up" | "page-down" | "bottom" | "toggle" | "help" | "quit");

interface KeyEntry {
  readonly sequences: readonly string[];
  readonly action: Exclude<KeyName, "insert">;
  /** How `/help` names the key, and what it does there; left out for second names. */
  readonly help?: readonly [key: string, does: string];
}

/** Every key with what it does: decides what is dispatched, and is the help. Sequences as xterm, tmux and the Linux console send them. */
export const keyTable: readonly KeyEntry[] = [
  { sequences: ["\r", "\n"], action: "send", help: ["Enter", "send the line"] },
  { sequences: ["\x14"], action: "toggle", help: ["Ctrl-T", "change between TLS and plain (server --both)"] },
  { sequences: ["\t"], action: "complete", help: ["Tab", "complete a name or a command"] },
  { sequences: ["\x1b[A", "\x1bOA", "\x10"], action: "older", help: ["Up, Down", "lines you sent before"] },
  { sequences: ["\x1b[B", "\x1bOB", "\x0e"], action: "newer" },
  { sequences: ["\x1b[5~"], action: "page-up", help: ["PgUp, PgDn", "read back; Esc: to the newest"] },
  { sequences: ["\x1b[6~"], action: "page-down" },
  { sequences: ["\x1b"], action: "bottom" },
  { sequences: ["\x1b[D", "\x1bOD", "\x02"], action: "left" },
  { sequences: ["\x1b[C", "\x1bOC", "\x06"], action: "right" },
  { sequences: ["\x1b[1;5D", "\x1bb", "\x1b[1;3D"], action: "word-left", help: ["Ctrl-Left, -Right", "by words"] },
  { sequences: ["\x1b[1;5C", "\x1bf", "\x1b[1;3C"], action: "word-right" },
  {
    sequences: ["\x1b[H", "\x1bOH", "\x1b[1~", "\x01"],
    action: "start",
    help: ["Home, End", "start and end of the line"],
  },
  { sequences: ["\x1b[F", "\x1bOF", "\x1b[4~", "\x05"], action: "end" },
  { sequences: ["\x7f", "\b"], action: "erase" },
  { sequences: ["\x1b[3~"], action: "erase-right" },
  {
    sequences: ["\x17", "\x1b\x7f"],
    action: "erase-word",
    help: ["Ctrl-W, -U, -K", "erase a word, to the start, to the end"],
  },
  { sequences: ["\x15"], action: "erase-start" },
  { sequences: ["\x0b"], action: "erase-end" },
  { sequences: ["\x1bOP", "\x1b[11~", "\x1b[[A"], action: "help" },
  { sequences: ["\x03", "\x04"], action: "quit", help: ["Ctrl-C", "leave"] },
];

const actions = new Map(
  keyTable.flatMap(({ sequences, action }) => sequences.map((sequence) => [sequence, action] as const)),
);

const pasteBegins = "\x1b[200~";
const pasteEnds = "\x1b[201~";
/** One escape sequence (ECMA-48 CSI, SS3, or Alt with a key), at the beginning. */
const escapeSequence = /^\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[A-Za-z]|[^[O\x1b])?/u;
/** Most of a paste that is kept. */
const MAX_PASTE = 16 * 1024;

/** Turns what a terminal sends into actions: keys, and pastes, which never send a line by themselves. Sequences nobody knows do nothing. */
export class KeyReader {
  private paste: string | undefined;

  push(text: string): KeyAction[] {
    const found: KeyAction[] = [];
    let rest = text;
    while (rest !== "") {
      if (this.paste !== undefined) {
        rest = this.readPaste(rest, found);
      } else if (rest.startsWith(pasteBegins)) {
        this.paste = "";
        rest = rest.slice(pasteBegins.length);
      } else {
        rest = readKey(rest, found);
      }
    }
    return found;
  }

  private readPaste(text: string, found: KeyAction[]): string {
    const end = text.indexOf(pasteEnds);
    this.paste = (this.paste + (end === -1 ? text : text.slice(0, end))).slice(0, MAX_PASTE);
    if (end === -1) return "";
    found.push({ kind: "insert", text: this.paste.trimEnd() });
    this.paste = undefined;
    return text.slice(end + pasteEnds.length);
  }
}

function readKey(text: string, found: KeyAction[]): string {
  const sequence = escapeSequence.exec(text)?.[0];
  if (sequence !== undefined) {
    const action = actions.get(sequence);
    if (action) found.push({ kind: action });
    return text.slice(sequence.length);
  }
  const control = actions.get(text[0]!);
  if (control) {
    found.push({ kind: control });
    return text.slice(1);
  }
  const typed = /^[^\x00-\x1f\x7f]+/.exec(text)?.[0];
  if (typed === undefined) return text.slice(1);
  found.push({ kind: "insert", text: typed });
  return text.slice(typed.length);
}
