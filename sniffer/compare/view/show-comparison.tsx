import { render } from "ink";
import { type ComparedOnScreen, CompareScreen } from "./app.tsx";

const enterScreen = "\x1b[?1049h\x1b[H";
const leaveScreen = "\x1b[?1049l";

/** Shows the comparison on the terminal until the user ends it; the terminal is then as it was found. */
export async function showComparison(compared: ComparedOnScreen): Promise<void> {
  process.stdout.write(enterScreen);
  try {
    await render(<CompareScreen {...compared} />, { exitOnCtrlC: false, patchConsole: false }).waitUntilExit();
  } finally {
    process.stdout.write(leaveScreen);
  }
}
