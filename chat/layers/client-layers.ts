import { type BrokenRecipe, isRecipeName, type RecipeName } from "../protocol/recipes.ts";
import { accessLine, openLine, sealLine, sessionKeyOf } from "./broken/client-layers.ts";
import { type FixedClient, FixedHandshake } from "./fixed/client-layers.ts";
import type { ClientLayers, ClientLayersOptions, OpenedLine } from "./layers.ts";
import { readLayersLine, writeLayersLine } from "./layers-line.ts";
import { LayersRefused } from "./layers-refused.ts";

type State =
  | { readonly kind: "asked" }
  | { readonly kind: "keys"; readonly recipe: BrokenRecipe; readonly accessKey: string; readonly lines: string[] }
  | { readonly kind: "fixed"; readonly handshake: FixedHandshake }
  | { readonly kind: "open"; readonly recipe: BrokenRecipe; readonly sessionKey: string }
  | { readonly kind: "open-fixed"; readonly client: FixedClient };

/** The client's side of the layers of one connection. */
export function clientLayers(options: ClientLayersOptions): ClientLayers {
  let state: State = { kind: "asked" };
  let recipe: RecipeName | undefined;

  const takeRecipe = async (text: string) => {
    const line = readLayersLine(text);
    if (line?.kind !== "recipe") throw new LayersRefused({ kind: "no-layers" });
    if (!isRecipeName(line.recipe)) throw new LayersRefused({ kind: "unknown-recipe", recipe: line.recipe });
    const { wanted } = options;
    if (wanted !== undefined && wanted !== line.recipe) {
      throw new LayersRefused({ kind: "other-recipe", recipe: line.recipe, wanted });
    }
    recipe = line.recipe;
    if (recipe === "fixed") {
      const handshake = new FixedHandshake(options, [ask, text]);
      state = { kind: "fixed", handshake };
      return [handshake.begin()];
    }
    return sendHash(recipe);
  };
  const sendHash = async (broken: BrokenRecipe, triesLeft?: number) => {
    const accessKey = await options.accessKey(triesLeft);
    state = { kind: "keys", recipe: broken, accessKey, lines: [] };
    return [accessLine(accessKey)];
  };

  return {
    get recipe() {
      return recipe;
    },
    begin: () => ask,
    async take(text) {
      if (state.kind === "asked") return { lines: await takeRecipe(text), isOpen: false };
      if (state.kind === "fixed") {
        const { lines, client } = await state.handshake.take(text);
        if (client !== undefined) state = { kind: "open-fixed", client };
        return { lines, isOpen: client !== undefined };
      }
      if (state.kind !== "keys") return { lines: [], isOpen: true };
      state.lines.push(text);
      if (state.lines.length < 2) return { lines: [], isOpen: false };
      const sessionKey = sessionKeyOf(state.recipe, state.accessKey, state.lines);
      if (sessionKey === undefined) throw new LayersRefused({ kind: "keys-do-not-open" });
      state = { kind: "open", recipe: state.recipe, sessionKey };
      return { lines: [], isOpen: true };
    },
    async tryAgain(triesLeft) {
      if (state.kind === "fixed") return state.handshake.tryAgain(triesLeft);
      return state.kind === "keys" ? sendHash(state.recipe, triesLeft) : [];
    },
    seal(name, text) {
      if (state.kind === "open-fixed") return state.client.seal(text);
      return state.kind === "open" ? sealLine(state.recipe, state.sessionKey, name, text) : text;
    },
    open(text): OpenedLine {
      if (state.kind === "open-fixed") return state.client.open(text);
      return state.kind === "open" ? openLine(state.sessionKey, text) : { kind: "line", line: text };
    },
  };
}

const ask = writeLayersLine({ kind: "ask" });
