import { lastKeys, movementKeys } from "../../../terminal/screen/common-keys.ts";
import type { FooterBinding, KeyBinding } from "../../../terminal/screen/key-table.ts";
import type { Movement } from "../../../terminal/screen/list-view.ts";
import { texts } from "./texts.ts";

/** Actions of keys, with or without a chosen file. */
export type Act = "upload" | "download" | "share" | "unshare" | "remove" | "view" | "fingerprints" | "forget";

export type Action =
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "act"; readonly act: Act }
  | { readonly kind: "back" | "help" | "quit" };

const { keys, footer } = texts;
const act = (name: Act): Action => ({ kind: "act", act: name });
const back: KeyBinding<Action> = { keys: ["escape", "left", "backspace"], action: { kind: "back" }, help: keys.back };

export const listKeys: readonly KeyBinding<Action>[] = [
  ...movementKeys,
  { keys: ["u"], action: act("upload"), help: keys.upload, footer: footer.upload },
  { keys: ["d"], action: act("download"), help: keys.download, footer: footer.download },
  { keys: ["s"], action: act("share"), help: keys.share, footer: footer.share },
  { keys: ["enter", "right"], action: act("view"), help: keys.view, footer: footer.view },
  { keys: ["f"], action: act("fingerprints"), help: keys.fingerprints, footer: footer.fingerprints },
  { keys: ["x"], action: act("unshare"), help: keys.unshare, footer: footer.unshare },
  { keys: ["D", "delete"], action: act("remove"), help: keys.remove, footer: footer.remove },
  back,
  ...lastKeys,
];

/** The keys while a question waits, for the footer: the question takes all keys itself. */
export const answerKeys: Readonly<Record<"words" | "path" | "yes-no", readonly FooterBinding[]>> = {
  words: [
    { keys: ["enter"], footer: footer.answer },
    { keys: ["escape"], footer: footer.cancel },
  ],
  path: [
    { keys: ["tab"], footer: footer.complete },
    { keys: ["enter"], footer: footer.answer },
    { keys: ["escape"], footer: footer.cancel },
  ],
  "yes-no": [
    { keys: ["y"], footer: footer.yes },
    { keys: ["n"], footer: footer.no },
  ],
};

export const pageKeys: readonly KeyBinding<Action>[] = [
  ...movementKeys,
  { keys: ["x"], action: act("forget"), help: keys.forget },
  { ...back, footer: footer.back },
  ...lastKeys,
];
