import { render, useStdout } from "ink";
import type { ReactElement } from "react";
import { useEffect, useState } from "react";
import { whenToldToEnd } from "../../../terminal/told-to-end.ts";
import { isUtf8 } from "../../inspector/run-inspector.ts";
import { ScreenWriter } from "../../inspector/screen-writer.ts";

/**
 * Shows an element on the whole terminal until it exits; only what changes is written. The terminal is then as it was found, also where
 * the system or a bug ends the program.
 */
export async function showFullScreen(element: ReactElement): Promise<void> {
  const writer = new ScreenWriter(process.stdout, !isUtf8());
  writer.open();
  const app = render(element, {
    stdout: writer as unknown as NodeJS.WriteStream,
    // Whole frames: the writer finds what is new in them.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const restore = () => writer.close();
  const listenNoMore = whenToldToEnd(() => app.unmount());
  process.on("exit", restore).on("uncaughtExceptionMonitor", restore);
  try {
    await app.waitUntilExit();
  } finally {
    writer.close();
    listenNoMore();
    process.off("exit", restore).off("uncaughtExceptionMonitor", restore);
  }
}

/** Columns and rows of the terminal, as they are now. */
export function useScreenSize(): { readonly columns: number; readonly rows: number } {
  const { stdout } = useStdout();
  const size = () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 });
  const [known, setKnown] = useState(size);
  useEffect(() => {
    const update = () => setKnown(size());
    stdout.on("resize", update);
    return () => {
      stdout.off("resize", update);
    };
  });
  return known;
}
