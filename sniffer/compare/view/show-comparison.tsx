import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { runInspector } from "../../inspector/run-inspector.ts";
import { type ComparedOnScreen, CompareScreen, type WantedPacket } from "./app.tsx";
import { showFullScreen } from "./full-screen.ts";

/** Shows the comparison on the terminal until the user ends it; packets that are asked for are shown in the inspector meanwhile. */
export async function showComparison(compared: Pick<ComparedOnScreen, "comparison" | "files">): Promise<void> {
  let place: WantedPacket["place"] = { selected: 0, focus: 0 };
  for (;;) {
    const wanted: WantedPacket[] = [];
    const screen = <CompareScreen {...compared} place={place} onInspect={(one) => wanted.push(one)} />;
    await showFullScreen(screen);
    const [packet] = wanted;
    if (packet === undefined) return;
    place = packet.place;
    const source = { kind: "file", name: packet.file } as const;
    await runInspector({ capture: openCaptureFile(packet.file), source, packet: packet.packet });
  }
}
