import { type Line, lineText } from "../../../terminal/screen/line.ts";
import { scrolledTo } from "../../../terminal/screen/list-view.ts";
import { paneTitle } from "../../../terminal/screen/pane.ts";
import { eavesdropperLines, openedFacts } from "../eavesdropper-lines.ts";
import { page, type View } from "../page.ts";
import { texts } from "../texts.ts";

interface State {
  /** The first visible line. */
  readonly top: number;
}

/** What an eavesdropper knows about one connection. */
export const eavesdropperPage = page<State, never>({
  name: "eavesdropper",
  opensWith: { keys: ["e"], help: texts.keys.eavesdropper, footer: texts.keys.eavesdropperFooter },
  isAboutConnection: true,
  start: () => ({ top: 0 }),
  keys: [],
  title: ({ top }, view) => {
    const { isComplete, progress } = view.session.eavesdroppingOn(view.connection ?? 0);
    const name =
      texts.eavesdropper.title(view.connection ?? 0) + (isComplete ? "" : texts.eavesdropper.reading(progress));
    const aside = top + view.size.rows < allLines(view).length ? texts.panes.more : "";
    return paneTitle(name, view.size.columns, { aside, hasFocus: true });
  },
  lines: ({ top }, view) => allLines(view).slice(top, top + view.size.rows),
  reduce: (state, act, view) => {
    if (act.kind === "opened") return { state: { top: 0 } };
    const move = act.kind === "move" ? act.to : undefined;
    if (act.kind !== "move" && act.kind !== "wheel" && act.kind !== "settle") return undefined;
    const from = act.kind === "wheel" ? state.top + act.by : state.top;
    const top = scrolledTo(from, move, allLines(view).length, view.size.rows);
    return { state: top === state.top ? state : { top } };
  },
  chosen: (_, view) => ({ connection: view.connection, text: () => allLines(view).map(lineText).join("\n") }),
});

function allLines({ session, connection, size }: View): readonly Line[] {
  const lines = eavesdropperLines(session.eavesdroppingOn(connection ?? 0).overheard(), size.columns);
  const { opened, openedLines } = session.store.connections;
  const records = connection === undefined || connection >= opened.length ? 0 : opened.at(connection);
  return records === 0 ? lines : [...lines, ...openedFacts(records, openedLines.at(connection!), size.columns)];
}
