import { once } from "node:events";
import { printed } from "../../terminal/print.ts";
import { endingsOf } from "./search/endings.ts";
import { ownWords } from "./search/words.ts";

/** `lab break words`: every guess in the order of the search, one per line, for other programs. */
export async function printWords(digits: number): Promise<void> {
  const words = ownWords();
  for (const ending of endingsOf(digits)) {
    const lines = `${words.map((word) => word + ending).join("\n")}\n`;
    if (!process.stdout.write(printed(lines))) await once(process.stdout, "drain");
  }
}
