/** Lines kept for the arrow keys. */
const MAX_HISTORY = 200;

/** The line being typed: its characters as people see them (graphemes), the cursor between them, and lines sent before. */
export interface InputLine {
  readonly characters: readonly string[];
  readonly cursor: number;
  readonly history: readonly string[];
  /** Which line of the history is shown; undefined while a new one is typed. */
  readonly recalled: number | undefined;
  /** The new line, kept while the history is shown. */
  readonly draft: readonly string[];
}

export const emptyInput: InputLine = { characters: [], cursor: 0, history: [], recalled: undefined, draft: [] };

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function inputText({ characters }: InputLine): string {
  return characters.join("");
}

/** Puts text in at the cursor; what could not be sent (line ends, control characters) becomes a space. */
export function insert(line: InputLine, text: string): InputLine {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  const before = line.characters.slice(0, line.cursor).join("") + clean;
  const characters = graphemes(before);
  return { ...line, characters: [...characters, ...line.characters.slice(line.cursor)], cursor: characters.length };
}

/** Moves the cursor by characters, within the line. */
export function moveBy(line: InputLine, by: number): InputLine {
  return { ...line, cursor: Math.max(0, Math.min(line.characters.length, line.cursor + by)) };
}

/** Moves the cursor by a word. */
export function moveByWord(line: InputLine, direction: -1 | 1): InputLine {
  return { ...line, cursor: wordEdge(line, direction) };
}

/** Takes away what lies between the cursor and another place. */
function removeTo(line: InputLine, place: number): InputLine {
  const [from, to] = place < line.cursor ? [place, line.cursor] : [line.cursor, place];
  return { ...line, characters: line.characters.toSpliced(from, to - from), cursor: from };
}

export function removeBy(line: InputLine, by: number): InputLine {
  return removeTo(line, moveBy(line, by).cursor);
}

export function removeWord(line: InputLine): InputLine {
  return removeTo(line, wordEdge(line, -1));
}

export function removeToStart(line: InputLine): InputLine {
  return removeTo(line, 0);
}

export function removeToEnd(line: InputLine): InputLine {
  return removeTo(line, line.characters.length);
}

/** Empties the line and remembers it. */
export function sent(line: InputLine): InputLine {
  const text = inputText(line);
  const history = text.trim() === "" || line.history.at(-1) === text ? line.history : [...line.history, text];
  return { ...emptyInput, history: history.slice(-MAX_HISTORY) };
}

/** Shows an older (-1) or newer (1) line. */
export function recall(line: InputLine, direction: -1 | 1): InputLine {
  const now = line.recalled ?? line.history.length;
  const next = Math.max(0, Math.min(line.history.length, now + direction));
  if (next === now) return line;
  const draft = line.recalled === undefined ? line.characters : line.draft;
  const isNew = next === line.history.length;
  const characters = isNew ? draft : graphemes(line.history[next]!);
  return { ...line, characters, cursor: characters.length, recalled: isNew ? undefined : next, draft };
}

/** Completes the word before the cursor from these; with several that fit, as far as they agree. */
export function complete(line: InputLine, words: readonly string[]): { line: InputLine; choices: readonly string[] } {
  const before = line.characters.slice(0, line.cursor).join("");
  const word = /\S*$/u.exec(before)![0];
  if (word === "") return { line, choices: [] };
  const choices = words.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  if (choices.length === 0) return { line, choices };
  const agreed = choices.length === 1 ? `${choices[0]} ` : commonStart(choices);
  if (agreed.length < word.length) return { line, choices };
  const shortened = removeBy(line, -graphemes(word).length);
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
