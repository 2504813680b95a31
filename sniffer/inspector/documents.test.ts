import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { InspectorOnScreen } from "../../testing/inspector/inspector-on-screen.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";

const path = fileURLToPath(new URL("../../docs/inspector.md", import.meta.url));
let page = readFileSync(path, "utf8");
/** The screens in the page about the inspector: each begins with the name of the capture. */
const pictures = [...page.matchAll(/^```\n( \S+\.pcap(?:ng)? .*?)\n```$/gms)].map(([, picture]) => picture!);

const plain = "compare-plain.pcap";
const tls = "compare-tls13.pcap";
const keyed = "opened-chat.pcap";

/** The keys for each of them. */
const typed: readonly (readonly [capture: string, ...keys: string[]])[] = [
  [plain, ..."jjjjjjjjj"],
  [tls, ..."jjjjjj"],
  [tls, "/", "hex:1703", "\r", "\t", "\t"],
  [plain, "c"],
  [tls, "c"],
  [plain, "C"],
  ["chat-es-lf.pcap", "e"],
  [tls, "e"],
  [keyed, "/", "Pingüino", "\r", "\x1b"],
  [keyed, "/", "Pingüino", "\r", "\x1b", "o", "\x1b"],
  [plain, "?"],
];

test.each(typed.map((keys, at) => [at, ...keys] as const))(
  "picture %i of docs/inspector.md is what the screen shows (LAB_UPDATE_DOCS=1 draws it again)",
  async (at, capture, ...keys) => {
    const picture = pictures[at]!;
    const source = { kind: "file", name: capture } as const;
    const inspector = new InspectorOnScreen(80, picture.split("\n").length, source, "🔒", secretsOf(capture));
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

/** The secrets in the key log beside a capture, if there is one. */
function secretsOf(capture: string): Secrets | undefined {
  const keyLog = join(fixturesFolder, capture.replace(".pcap", ".keylog"));
  if (!existsSync(keyLog)) return undefined;
  const secrets = new Secrets();
  secrets.addKeyLog(readFileSync(keyLog), "work/keys.log");
  secrets.endKeyLog("work/keys.log");
  return secrets;
}
