import { lastKeys, movementKeys } from "../../terminal/screen/common-keys.ts";
import { actionFor, type KeyBinding, keyLabel } from "../../terminal/screen/key-table.ts";
import type { Action, Model } from "./model.ts";
import type { CommonAct } from "./page.ts";
import { pageNamed, pages } from "./pages.ts";
import { texts } from "./texts.ts";

const { keys: words } = texts;

/** The meaning of a key: a change of the model, or the help over it. */
export type KeyMeaning = Action | { readonly kind: "help" };

/** The keys that lead to other pages. */
const pageKeys: readonly (KeyBinding<Action> & { readonly page: string })[] = pages.flatMap(({ name, opensWith }) =>
  opensWith === undefined ? [] : [{ ...opensWith, page: name, action: { kind: "go", page: name } }],
);

/** The keys of pages that can be searched. */
const searchKeys: readonly KeyBinding<Action>[] = [
  { keys: ["/"], action: { kind: "prompt", prompt: "search" }, help: words.search, footer: words.searchFooter },
  { keys: ["n"], action: { kind: "search-next" }, help: words.searchNext },
  { keys: ["N"], action: { kind: "search-previous" }, help: words.searchPrevious },
  { keys: ["m"], action: { kind: "mark" }, help: words.mark },
];

const sharedKeys: readonly KeyBinding<Action>[] = [
  { keys: ["o"], action: { kind: "turn-key" }, help: words.turnKey },
  { keys: ["y"], action: { kind: "copy" }, help: words.copy },
  { keys: ["escape"], action: { kind: "back" }, help: words.back },
];

/** Every key of a page: dispatch, footer and help come from this table. */
export function keysOn(name: string): readonly KeyBinding<KeyMeaning>[] {
  const { keys, search } = pageNamed(name);
  const own = keys.map(
    (binding): KeyBinding<Action> => ({ ...binding, action: { kind: "page", act: binding.action as CommonAct } }),
  );
  // The key of the present page leads back from it, so it is not offered.
  const others = pageKeys.map(
    ({ page, footer, ...binding }): KeyBinding<Action> =>
      footer === undefined || page === name ? binding : { ...binding, footer },
  );
  return [...own, ...others, ...(search === undefined ? [] : searchKeys), ...sharedKeys, ...movementKeys, ...lastKeys];
}

/** The meaning of a key at this moment, if it has one. */
export function actionOf(key: string, { prompt, page }: Model): KeyMeaning | undefined {
  if (key === "ctrl+c") return { kind: "quit" };
  if (prompt !== undefined) return typingAction(key);
  const action = actionFor(keysOn(page), key);
  if (action !== undefined) return action;
  const elsewhere = pages.find(({ keys }) => actionFor(keys, key) !== undefined);
  return elsewhere && { kind: "notice", text: texts.notice.elsewhere(keyLabel(key), elsewhere.name) };
}

function typingAction(key: string): Action {
  if (key === "enter") return { kind: "submit" };
  if (key === "escape") return { kind: "cancel" };
  return [...key].length === 1 ? { kind: "type", text: key } : { kind: "edit", key };
}
