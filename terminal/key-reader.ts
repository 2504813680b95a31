import type { Rgb } from "./contrast.ts";

/** Typed input: a key by its name, letters in one piece, or pasted text. Untrusted text. */
export type Typed =
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "text" | "paste"; readonly text: string };

/** Any input from the terminal. */
export type Input =
  | Typed
  /** A button of the mouse, or its wheel; column and row are counted from 0. */
  | {
      readonly kind: "mouse";
      readonly does: "click" | "wheel-up" | "wheel-down";
      readonly column: number;
      readonly row: number;
    }
  /** The terminal's answer about its background, see `askBackground`. */
  | { readonly kind: "background"; readonly colour: Rgb };

/** Final letters and numbers of control sequences, as xterm, tmux, rxvt and the Linux console send them. */
const sequenceKeys: Readonly<Record<string, string>> = {
  ...{ A: "up", B: "down", C: "right", D: "left", H: "home", F: "end", Z: "tab" },
  ...{ 1: "home", 3: "delete", 4: "end", 5: "pageup", 6: "pagedown", 7: "home", 8: "end" },
  ...{ P: "f1", Q: "f2", R: "f3", S: "f4", 11: "f1", 12: "f2", 13: "f3", 14: "f4", 15: "f5" },
  ...{ "[A": "f1", "[B": "f2", "[C": "f3", "[D": "f4", "[E": "f5" },
};
const controlKeys: Readonly<Record<string, string>> = {
  ...{ "\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace", "\b": "backspace" },
};

/** The keys of an input on screens where letters are keys; a paste has none. */
export function keysOf(input: Typed): readonly string[] {
  if (input.kind === "key") return [input.name];
  return input.kind === "text" ? [...input.text] : [];
}

const pasteBegins = "\x1b[200~";
const pasteEnds = "\x1b[201~";
/** Most characters of a paste that are kept. */
const MAX_PASTE = 16 * 1024;

/** One escape sequence at the beginning (ECMA-48 CSI, OSC, SS3, or Alt with a key). */
const escapeSequence =
  /^\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|\][\d;][^\x00-\x1f]{0,128}(?:\x07|\x1b\\)|O[A-Za-z]|[^[O\x1b])?/u;
/** The beginning of a sequence whose rest may still come. */
const unfinished = /^\x1b(?:\[\[?|\[[0-?]{1,32}|\](?:[\d;][^\x00-\x1f]{0,128}\x1b?)?|O)?$/;
/** A button or the wheel (xterm's mode 1006): which one, column, row. */
const mouseSequence = /^\x1b\[<(\d+);(\d+);(\d+)M$/;
/** The background's colour, each part in one to four hexadecimal digits (XParseColor's rgb:). */
const backgroundSequence = /^\x1b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;
/** CSI or SS3, an optional number, optional modifiers, and the letter of the key. */
const keySequence = /^\x1b(?:\[|O)(\d*)(?:;(\d))?(\[?[A-Z]|~)$/;

/**
 * Turns a terminal's bytes into keys, with names such as "a", "up", "ctrl+left", "alt+b", "shift+tab", and into pastes,
 * which are never keys. Unknown sequences do nothing. Shift is reported only for Tab.
 */
export class KeyReader {
  private paste: string | undefined;
  private waiting = "";

  /** Whether a sequence is unfinished: without a rest, `flush` returns the Escape key. */
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

  /** The end of a paste may also come in two pieces. A paste that is too long loses its middle. */
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

/** Reads one input and returns what follows it. */
function readInput(text: string, found: Input[]): string {
  const [sequence] = escapeSequence.exec(text) ?? /^[\x00-\x1f\x7f]/.exec(text) ?? [];
  if (sequence === undefined) {
    const [typed] = /^[^\x00-\x1f\x7f]+/.exec(text)!;
    found.push({ kind: "text", text: typed });
    return text.slice(typed.length);
  }
  const input = reportOf(sequence);
  if (input !== undefined) found.push(input);
  else {
    const name = nameOf(sequence);
    if (name !== undefined) found.push({ kind: "key", name });
  }
  return text.slice(sequence.length);
}

/** Input that is not a key: the mouse, or an answer of the terminal. */
function reportOf(sequence: string): Input | undefined {
  const [, button, column, row] = mouseSequence.exec(sequence) ?? [];
  const does = mouseActions[Number(button)];
  if (does !== undefined) return { kind: "mouse", does, column: Number(column) - 1, row: Number(row) - 1 };
  const [, ...parts] = backgroundSequence.exec(sequence) ?? [];
  if (parts.length === 0) return undefined;
  const [red, green, blue] = parts.map((part) => (255 * Number.parseInt(part, 16)) / (16 ** part.length - 1));
  return { kind: "background", colour: [red!, green!, blue!] };
}

/** By xterm's numbers: the left button, and the wheel. */
const mouseActions: Readonly<Record<number, "click" | "wheel-up" | "wheel-down">> = {
  0: "click",
  64: "wheel-up",
  65: "wheel-down",
};

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
