import { createInterface } from "node:readline/promises";

/** Asks for a line on the terminal; "" at the end of the input. */
export async function askLine(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output });
  const closed = new Promise<string>((resolve) => reader.once("close", () => resolve("")));
  const line = await Promise.race([reader.question(question), closed]);
  reader.close();
  return line.trim();
}
