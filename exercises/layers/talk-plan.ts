import type { RecipeName } from "../../chat/protocol/recipes.ts";

/** The plan of `lab exercise talk N`: two bots talk through a home-made recipe, on a server of their own. */
export interface TalkPlan {
  readonly recipe: RecipeName;
  /** Whether one of them stays until Ctrl-C, and notes what it gets. */
  readonly stays?: true;
}
