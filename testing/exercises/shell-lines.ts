import { lexer, type Token, walkTokens } from "marked";
import { instructionsOf } from "../../exercises/course.ts";

/** Every line of the shell blocks of an exercise's page, in order. */
export function shellLines(folder: string): readonly string[] {
  const tokens: Token[] = [];
  walkTokens(lexer(instructionsOf({ folder })), (token) => void tokens.push(token));
  return tokens.flatMap((token) =>
    token.type === "code" && token.lang === "sh" ? String(token.text).split("\n") : [],
  );
}
