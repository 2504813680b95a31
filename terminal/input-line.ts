/** Lines kept for the arrow keys. */
const MAX_HISTORY = 200;

/** A line during typing: its characters as people see them (graphemes), the cursor between them, and earlier lines. */
export interface InputLine {
  readonly characters: readonly string[];
  readonly cursor: number;
  readonly history: readonly string[];
  /** The line of the history that is shown; undefined for a new line. */
  readonly recalled: number | undefined;
  /** The new line, while the history is shown. */
  readonly draft: readonly string[];
}

export const emptyInput: InputLine = { characters: [], cursor: 0, history: [], recalled: undefined, draft: [] };

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A line for editing, with the cursor at its end. */
export function lineOf(text: string, history: readonly string[]): InputLine {
  const characters = graphemes(text);
  const recalled = history.at(-1) === text ? history.length - 1 : undefined;
  return { ...emptyInput, characters, cursor: characters.length, history, recalled };
}

export function inputText({ characters }: InputLine): string {
  return characters.join("");
}

/** Inserts text at the cursor. Characters that cannot be sent (line ends, control characters) become spaces. */
export function insert(line: InputLine, text: string): InputLine {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  const before = line.characters.slice(0, line.cursor).join("") + clean;
  const characters = graphemes(before);
  return { ...line, characters: [...characters, ...line.characters.slice(line.cursor)], cursor: characters.length };
}

/** The keys that move and erase, by their names in `KeyReader`. */
const edits: Readonly<Record<string, (line: InputLine) => InputLine>> = {
  left: (line) => moveTo(line, line.cursor - 1),
  right: (line) => moveTo(line, line.cursor + 1),
  "ctrl+left": (line) => moveTo(line, wordEdge(line, -1)),
  "ctrl+right": (line) => moveTo(line, wordEdge(line, 1)),
  home: (line) => moveTo(line, 0),
  end: (line) => moveTo(line, line.characters.length),
  backspace: (line) => removeTo(line, line.cursor - 1),
  delete: (line) => removeTo(line, line.cursor + 1),
  "ctrl+w": (line) => removeTo(line, wordEdge(line, -1)),
  "ctrl+u": (line) => removeTo(line, 0),
  "ctrl+k": (line) => removeTo(line, line.characters.length),
  up: (line) => recall(line, -1),
  down: (line) => recall(line, 1),
};

/** Other names of the same keys, as in the shells. */
const sameKeys: Readonly<Record<string, string>> = {
  ...{ "ctrl+b": "left", "ctrl+f": "right", "ctrl+a": "home", "ctrl+e": "end", "ctrl+p": "up", "ctrl+n": "down" },
  ...{ "alt+b": "ctrl+left", "alt+left": "ctrl+left", "alt+f": "ctrl+right", "alt+right": "ctrl+right" },
  ...{ "alt+backspace": "ctrl+w" },
};

/** The line after a key; undefined for a key that does not edit. */
export function edited(line: InputLine, key: string): InputLine | undefined {
  return edits[sameKeys[key] ?? key]?.(line);
}

function moveTo(line: InputLine, place: number): InputLine {
  return { ...line, cursor: Math.max(0, Math.min(line.characters.length, place)) };
}

/** Removes the text between the cursor and another place. */
function removeTo(line: InputLine, place: number): InputLine {
  const { cursor } = moveTo(line, place);
  const [from, to] = cursor < line.cursor ? [cursor, line.cursor] : [line.cursor, cursor];
  return { ...line, characters: line.characters.toSpliced(from, to - from), cursor: from };
}

/** Empties the line and adds it to the history. */
export function sent(line: InputLine): InputLine {
  const text = inputText(line);
  const history = text.trim() === "" || line.history.at(-1) === text ? line.history : [...line.history, text];
  return { ...emptyInput, history: history.slice(-MAX_HISTORY) };
}

/** Shows an older (-1) or newer (1) line. */
function recall(line: InputLine, direction: -1 | 1): InputLine {
  const now = line.recalled ?? line.history.length;
  const next = Math.max(0, Math.min(line.history.length, now + direction));
  if (next === now) return line;
  const draft = line.recalled === undefined ? line.characters : line.draft;
  const isNew = next === line.history.length;
  const characters = isNew ? draft : graphemes(line.history[next]!);
  return { ...line, characters, cursor: characters.length, recalled: isNew ? undefined : next, draft };
}

/** Completes the word before the cursor from these. If several fit, as far as they agree. */
export function complete(line: InputLine, words: readonly string[]): { line: InputLine; choices: readonly string[] } {
  const before = line.characters.slice(0, line.cursor).join("");
  const word = /\S*$/u.exec(before)![0];
  if (word === "") return { line, choices: [] };
  const choices = words.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  if (choices.length === 0) return { line, choices };
  const agreed = choices.length === 1 ? `${choices[0]} ` : commonStart(choices);
  if (agreed.length < word.length) return { line, choices };
  const shortened = removeTo(line, line.cursor - graphemes(word).length);
  return { line: insert(shortened, agreed), choices };
}

function commonStart([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (!other.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length -= 1;
  }
  return first.slice(0, length);
}

function wordEdge({ characters, cursor }: InputLine, direction: -1 | 1): number {
  const isSpace = (place: number) => /^\s$/u.test(characters[direction < 0 ? place - 1 : place] ?? "x");
  const end = direction < 0 ? 0 : characters.length;
  let place = cursor;
  while (place !== end && isSpace(place)) place += direction;
  while (place !== end && !isSpace(place)) place += direction;
  return place;
}

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
