import { render } from "ink";
import type { Comparison } from "../comparison.ts";
import { CompareScreen } from "./app.tsx";

const enterScreen = "\x1b[?1049h\x1b[H";
const leaveScreen = "\x1b[?1049l";

/** Shows the comparison on the terminal until the user ends it; the terminal is then as it was found. */
export async function showComparison(comparison: Comparison): Promise<void> {
  process.stdout.write(enterScreen);
  try {
    await render(<CompareScreen comparison={comparison} />, { exitOnCtrlC: false }).waitUntilExit();
  } finally {
    process.stdout.write(leaveScreen);
  }
}
