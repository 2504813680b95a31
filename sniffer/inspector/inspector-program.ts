import { keysOf } from "../../terminal/key-reader.ts";
import type { ScreenProgram } from "../../terminal/screen/full-screen.ts";
import type { Controller } from "./controller.ts";
import type { Lock } from "./conversation-lines.ts";
import { screenLines } from "./screen-lines.ts";

/** The inspector as a program of the full screen: what happens goes to the controller, and its view becomes lines. */
export function inspectorProgram(controller: Controller, lock: Lock): ScreenProgram {
  return {
    frame: () => screenLines({ session: controller.session, ...controller.view(), lock }),
    happened: (event) => {
      if (event.kind === "resize") controller.send({ kind: "resize", ...event.size });
      else if (event.kind === "paste") controller.send({ kind: "type", text: event.text });
      else if (event.kind !== "mouse") for (const key of keysOf(event)) controller.key(key);
    },
  };
}
