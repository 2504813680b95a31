import { existsSync } from "node:fs";
import { fileCells, serverViewLines } from "../../../chat/files/file-lines.ts";
import { keyFingerprint } from "../../../chat/files/fingerprint.ts";
import type { PublicKeys } from "../../../chat/files/key-pair.ts";
import type { ListedFile } from "../../../chat/files/requests.ts";
import { printable } from "../../../terminal/printable.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import type { FilesRun } from "../run-files.ts";
import { texts as fileTexts } from "../texts.ts";
import type { Ask, Page } from "./files-model.ts";
import { fromHome } from "./from-home.ts";
import type { Act } from "./keys.ts";
import { texts } from "./texts.ts";

/** How an act asks, and reports. */
export interface Asker {
  /** Rejects if the user cancels the question, or answers no. */
  readonly ask: (ask: Pick<Ask, "kind" | "prompt"> & { readonly text?: string }) => Promise<string>;
  readonly notice: (text: string) => void;
}

/** The actions of the keys, each with its questions. */
export function actsOf(
  run: FilesRun,
  { ask, notice }: Asker,
  show: (page: Omit<Page, "top">) => void,
): Readonly<Record<Act, (file: ListedFile) => Promise<void>>> {
  const text = (prompt: string, before = "") => ask({ kind: "text", prompt, text: before });
  return {
    upload: async () => {
      const path = await ask({ kind: "path", prompt: texts.askUpload });
      await run.put(fromHome(path.trim()));
    },
    download: async ({ owner, name }) => {
      const target = fromHome(await text(texts.askTarget(printable(name)), name));
      const isThere = existsSync(target);
      if (isThere) await ask({ kind: "yes-no", prompt: texts.askReplace(printable(target)) });
      await run.get({ owner, file: name, target, replaces: isThere });
    },
    share: async ({ name }) => {
      const reader = await text(texts.askReader(printable(name)));
      await run.share(name, reader.trim());
    },
    unshare: async ({ name, sharedWith }) => {
      if (sharedWith.length === 0) return notice(texts.notShared(printable(name)));
      const reader = await text(texts.askUnshare(printable(name)), sharedWith.length === 1 ? sharedWith[0] : "");
      await run.unshare(name, reader.trim());
    },
    remove: async ({ name }) => {
      await ask({ kind: "yes-no", prompt: texts.askRemove(printable(name)) });
      await run.remove(name);
    },
    view: async (file) => {
      const { name, owner, bytes } = fileCells(file);
      const { head, wrapped } = await run.serverView(file.owner, file.name);
      const opens = file.owner === run.user ? texts.opensWith.password : texts.opensWith.keys;
      show({
        title: texts.serverView(name, owner, bytes),
        lines: (columns) => [
          ...viewLines(texts.serverHas, head, columns),
          [],
          ...viewLines(texts.keyHas(opens), wrapped, columns),
          [],
          ...sentence(texts.cannotRead, columns),
        ],
      });
    },
    fingerprints: async () => {
      const { own, known } = await run.keyState();
      const rows = [...(own === undefined ? [] : ([[texts.yours, own]] as const)), ...known];
      const width = Math.max(...rows.map(([name]) => name.length), 0);
      show({
        title: texts.fingerprints,
        lines: (columns) => [
          ...rows.flatMap(([name, keys]) => fingerprintLines(`  ${printable(name).padEnd(width)}  `, keys, columns)),
          [],
          ...sentence(known.size === 0 ? texts.nobody : texts.compare, columns),
        ],
      });
    },
    forget: async () => {
      const name = (await text(texts.askForget)).trim();
      if (!run.known.forget(name)) return notice(fileTexts.notKnown(printable(name))[0]);
      notice(fileTexts.forgotten(printable(name)));
    },
  };
}

/** A name and a fingerprint, whole: it is there to be compared. */
function fingerprintLines(name: string, keys: PublicKeys, columns: number): readonly Line[] {
  return wrapText(keyFingerprint(keys), columns - name.length).map(
    (part, at): Line => [span(at === 0 ? name : " ".repeat(name.length)), span(part, "strong")],
  );
}

/** The bytes, and below them their meaning. */
function viewLines(title: string, bytes: Uint8Array, columns: number): readonly Line[] {
  return [
    ...sentence(title, columns),
    ...serverViewLines(bytes).flatMap(([shown, meaning]) => [
      ...wrapText(shown, columns - 3, { breaksWords: true }).map((line): Line => [span(`  ${line}`, "strong")]),
      ...(meaning === "" ? [] : wrapText(meaning, columns - 7).map((line): Line => [span(`      ${line}`, "faint")])),
    ]),
  ];
}

function sentence(text: string, columns: number): readonly Line[] {
  return wrapText(text, columns - 1).map((line): Line => [span(line)]);
}
