import { print, printError } from "../../../terminal/print.ts";
import { showFullScreen } from "../../../terminal/screen/full-screen.ts";
import type { MitmEvent } from "../events.ts";
import type { Show } from "../run-mitm.ts";
import { texts } from "../texts.ts";
import { type MitmProgram, mitmProgram } from "./mitm-program.ts";

/** Shows an attack on the whole terminal until the user leaves, then prints notices and the files of the captures. */
export function shownOnScreen(): Show {
  const notices: string[] = [];
  const early: MitmEvent[] = [];
  let program: MitmProgram | undefined;
  let leave: (shown: Promise<void>) => void = () => {};
  return {
    opened: (scene) => {
      const shown = showFullScreen((screen) => {
        program = mitmProgram(scene, screen);
        for (const event of early.splice(0)) program.add(event);
        return program;
      });
      leave(shown);
    },
    event: (event) => (program === undefined ? void early.push(event) : program.add(event)),
    notice: (line) => void notices.push(line),
    end: new Promise((resolve) => {
      leave = resolve;
    }),
    closed: (files) => {
      for (const line of notices) printError(`lab: ${line}`);
      if (files !== undefined) for (const line of texts.look(...files)) print(line);
    },
  };
}
