import { openCaptureFile } from "../capture/open-capture-file.ts";
import { runInspector } from "./run-inspector.ts";

const name = process.argv[2]!;
await runInspector({ capture: openCaptureFile(name), source: { kind: "file", name } });
