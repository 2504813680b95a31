import { useStdout } from "ink";
import { useEffect } from "react";
import { keysOf } from "../../terminal/key-reader.ts";
import { useKeys } from "../../terminal/use-keys.ts";
import { Screen } from "./components/screen.tsx";
import type { Controller, View } from "./controller.ts";
import type { Lock } from "./conversation-lines.ts";

export interface AppProps {
  readonly controller: Controller;
  readonly view: View;
  readonly lock: Lock;
}

/** The inspector's screen: keys and window sizes go to the controller, whose views are drawn. */
export function App({ controller, view, lock }: AppProps) {
  const { stdout } = useStdout();
  useKeys((input) => {
    if (input.kind === "paste") controller.send({ kind: "type", text: input.text });
    for (const key of keysOf(input)) controller.key(key);
  });
  useEffect(() => {
    const resized = () => controller.send({ kind: "resize", columns: stdout.columns, rows: stdout.rows });
    stdout.on("resize", resized);
    return () => {
      stdout.off("resize", resized);
    };
  }, [controller, stdout]);
  return <Screen session={controller.session} {...view} lock={lock} />;
}
