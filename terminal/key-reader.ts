/** What came from the keyboard: a key by its name, letters in one piece, or what was pasted. Untrusted text. */
export type Input =
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "text" | "paste"; readonly text: string };

/** Final letters and numbers of control sequences, as xterm, tmux, rxvt and the Linux console send them. */
const sequenceKeys: Readonly<Record<string, string>> = {
  ...{ A: "up", B: "down", C: "right", D: "left", H: "home", F: "end", P: "f1", Z: "tab", "[A": "f1" },
  ...{ 1: "home", 3: "delete", 4: "end", 5: "pageup", 6: "pagedown", 7: "home", 8: "end", 11: "f1" },
};
const controlKeys: Readonly<Record<string, string>> = {
  ...{ "\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace", "\b": "backspace" },
};

/** The keys of an input where letters are keys too; a paste has none. */
export function keysOf(input: Input): readonly string[] {
  if (input.kind === "key") return [input.name];
  return input.kind === "text" ? [...input.text] : [];
}

const pasteBegins = "\x1b[200~";
const pasteEnds = "\x1b[201~";
/** Most of a paste that is kept. */
const MAX_PASTE = 16 * 1024;

/** One escape sequence (ECMA-48 CSI, SS3, or Alt with a key), at the beginning. */
const escapeSequence = /^\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[A-Za-z]|[^[O\x1b])?/u;
/** The beginning of one whose rest may still come. */
const unfinished = /^\x1b(?:\[\[?|\[[0-?]{1,32}|O)?$/;
/** CSI or SS3, a number or none, modifiers or none, and the letter that says which key. */
const keySequence = /^\x1b(?:\[|O)(\d*)(?:;(\d))?(\[?[A-Z]|~)$/;

/**
 * Turns what a terminal sends into keys, named as "a", "up", "ctrl+left", "alt+b", "shift+tab"; and into pastes, which are never
 * keys. Sequences nobody knows do nothing. Shift is told for Tab alone.
 */
export class KeyReader {
  private paste: string | undefined;
  private waiting = "";

  /** Whether the rest of a sequence is waited for: without one, `flush` says that it was the Escape key. */
  get isWaiting(): boolean {
    return this.waiting !== "";
  }

  push(chunk: string): Input[] {
    const found: Input[] = [];
    let rest = this.waiting + chunk;
    this.waiting = "";
    while (rest !== "") {
      if (this.paste !== undefined) {
        rest = this.readPaste(rest, found);
      } else if (rest.startsWith(pasteBegins)) {
        this.paste = "";
        rest = rest.slice(pasteBegins.length);
      } else if (unfinished.test(rest)) {
        this.waiting = rest;
        rest = "";
      } else {
        rest = readInput(rest, found);
      }
    }
    return found;
  }

  /** Nothing more has come for a while. */
  flush(): Input[] {
    const found: Input[] = [];
    for (let rest = this.waiting; rest !== ""; ) rest = readInput(rest, found);
    this.waiting = "";
    return found;
  }

  /** The end of a paste may come in two pieces as well: what is too long loses its middle. */
  private readPaste(text: string, found: Input[]): string {
    const all = this.paste + text;
    const end = all.indexOf(pasteEnds);
    if (end === -1) {
      this.paste =
        all.length > MAX_PASTE ? all.slice(0, MAX_PASTE - pasteEnds.length) + all.slice(-pasteEnds.length) : all;
      return "";
    }
    found.push({ kind: "paste", text: all.slice(0, Math.min(end, MAX_PASTE)).trimEnd() });
    this.paste = undefined;
    return all.slice(end + pasteEnds.length);
  }
}

/** Reads one input and returns what stands behind it. */
function readInput(text: string, found: Input[]): string {
  const [sequence] = escapeSequence.exec(text) ?? /^[\x00-\x1f\x7f]/.exec(text) ?? [];
  if (sequence === undefined) {
    const [typed] = /^[^\x00-\x1f\x7f]+/.exec(text)!;
    found.push({ kind: "text", text: typed });
    return text.slice(typed.length);
  }
  const name = nameOf(sequence);
  if (name !== undefined) found.push({ kind: "key", name });
  return text.slice(sequence.length);
}

function nameOf(sequence: string): string | undefined {
  if (sequence.length === 1)
    return controlKeys[sequence] ?? `ctrl+${String.fromCharCode(sequence.charCodeAt(0) + 0x60)}`;
  const [, number = "", modifiers = "1", letter = ""] = keySequence.exec(sequence) ?? [];
  if (letter === "")
    return /^\x1b[^[O]$/u.test(sequence) ? `alt+${controlKeys[sequence[1]!] ?? sequence.slice(1)}` : undefined;
  const key = sequenceKeys[letter === "~" ? number : letter];
  if (key === undefined) return undefined;
  const held = Number(modifiers) - 1;
  const hasShift = letter === "Z" || (key === "tab" && (held & 1) !== 0);
  return `${held & 4 ? "ctrl+" : ""}${held & 2 ? "alt+" : ""}${hasShift ? "shift+" : ""}${key}`;
}
