import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { InspectorOnScreen } from "../../testing/inspector/inspector-on-screen.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

const path = fileURLToPath(new URL("../../docs/inspector.md", import.meta.url));
let page = readFileSync(path, "utf8");
/** The screens in the page about the inspector: each begins with the name of the capture. */
const pictures = [...page.matchAll(/^```\n(\S+\.pcap(?:ng)? .*?)\n```$/gms)].map(([, picture]) => picture!);

const plain = "chat-es-lf.pcap";
const tls = "fmt-pcapng-dsb.pcapng";

/** What is typed to get each of them. */
const typed: readonly (readonly [capture: string, ...keys: string[]])[] = [
  [plain, "j", "j", "j"],
  [tls, "j", "j", "j", "\t", "j", "j"],
  [tls, "/", "hex:1703", "\r", "\t", "\t"],
  [plain, "c"],
  [tls, "c"],
  [plain, "e"],
  [tls, "e"],
  [plain, "?"],
];

test.each(typed.map((keys, at) => [at, ...keys] as const))(
  "picture %i of docs/inspector.md is what the screen shows (LAB_UPDATE_DOCS=1 draws it anew)",
  async (at, capture, ...keys) => {
    const picture = pictures[at]!;
    const inspector = new InspectorOnScreen(80, picture.split("\n").length, { kind: "file", name: capture }, "🔒");
    try {
      inspector.take(await itemsOf(openCaptureFile(join(fixturesFolder, capture))));
      inspector.end();
      await inspector.type(...keys);
      const shown = inspector.text();
      if (process.env.LAB_UPDATE_DOCS === "1") {
        page = page.replace(picture, () => shown);
        writeFileSync(path, page);
      } else expect(picture).toBe(shown);
    } finally {
      await inspector.close();
    }
  },
);

test("every picture of the page is held to the screen", () => {
  expect(pictures).toHaveLength(typed.length);
});
