import type { RecipeName } from "../../chat/protocol/recipes.ts";

/** What `lab exercise talk N` does: two bots hold a conversation under a home-made recipe, on a server of its own. */
export interface TalkPlan {
  readonly recipe: RecipeName;
  /** Whether one of them stays and notes what it hears, until Ctrl-C. */
  readonly stays?: true;
}
