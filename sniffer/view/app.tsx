import { type Key, useInput, useStdout } from "ink";
import { useEffect } from "react";
import { Screen } from "./components/screen.tsx";
import type { Controller, View } from "./controller.ts";
import type { Lock } from "./conversation-lines.ts";

export interface AppProps {
  readonly controller: Controller;
  readonly view: View;
  readonly colour: boolean;
  readonly lock: Lock;
}

/** The inspector's screen: keys and window sizes go to the controller, whose views are drawn. */
export function App({ controller, view, colour, lock }: AppProps) {
  const { stdout } = useStdout();
  useInput((input, key) => {
    for (const name of keyNames(input, key)) controller.key(name);
  });
  useEffect(() => {
    const resized = () => controller.send({ kind: "resize", columns: stdout.columns, rows: stdout.rows });
    stdout.on("resize", resized);
    return () => {
      stdout.off("resize", resized);
    };
  }, [controller, stdout]);
  return <Screen session={controller.session} {...view} colour={colour} lock={lock} />;
}

const named = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["delete", "backspace"],
] as const;

/** The names of what was pressed, as the key table has them: several where keys came together, or text was pasted. */
function keyNames(input: string, key: Key): readonly string[] {
  if (key.tab) return [key.shift ? "shift+tab" : "tab"];
  for (const [flag, name] of named) if (key[flag]) return [name];
  if (key.ctrl) return [`ctrl+${input}`];
  return [...input].map((character) => (character === " " ? "space" : character === "\r" ? "enter" : character));
}
