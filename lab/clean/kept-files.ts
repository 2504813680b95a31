import { lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** The kinds of the lab's files, by what they reveal about people. */
export type KeptKind = "captures" | "secrets" | "logs" | "certificates" | "accounts" | "progress" | "steps" | "other";

export interface KeptFile {
  readonly path: string;
  /** In the working folder. */
  readonly name: string;
  readonly kind: KeptKind;
  readonly bytes: number;
}

/** Most files that are listed: nobody has more by accident. */
const MAX_FILES = 100_000;
const MAX_DEPTH = 20;

/** The first rule that fits decides. Names are in the working folder, with `/` between folders. */
const rules: readonly (readonly [RegExp, KeptKind])[] = [
  [/\.(?:pcap|pcapng|cap)(?:\.gz)?$/, "captures"],
  [/(?:^|\/)[^/]*key-?s?(?:log)?\.(?:log|txt)$|\.keylog$|^(?:keys|break)\//, "secrets"],
  [/\.log$/, "logs"],
  [/^certs\//, "certificates"],
  [/^(?:accounts|files|mail)\//, "accounts"],
  [/^(?:progress\.json|bot\/)/, "progress"],
  [/^(?:\d\d-|mine\/|mitm\/|server\.py$|compare\.html$)/, "steps"],
];

/** Everything in the working folder, sorted by name. Links are listed and never followed. Empty without a folder. */
export function keptFiles(folder: string): readonly KeptFile[] {
  const found: KeptFile[] = [];
  walk(folder, 0);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));

  function walk(at: string, depth: number): void {
    for (const entry of entriesOf(at)) {
      if (found.length === MAX_FILES) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH) walk(path, depth + 1);
        continue;
      }
      const name = relative(folder, path);
      const kind = rules.find(([form]) => form.test(name))?.[1] ?? "other";
      found.push({ path, name, kind, bytes: lstatSync(path, { throwIfNoEntry: false })?.size ?? 0 });
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
