import { type ComparedOnScreen, CompareScreen } from "./app.tsx";
import { showFullScreen } from "./full-screen.ts";

/** Shows the comparison on the terminal until the user ends it. */
export async function showComparison(compared: ComparedOnScreen): Promise<void> {
  await showFullScreen(<CompareScreen {...compared} />);
}
