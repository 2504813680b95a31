import { LabError } from "../../../terminal/lab-error.ts";
import { print, printData, printError } from "../../../terminal/print.ts";
import { printable } from "../../../terminal/printable.ts";
import { giveUpRootToDecode } from "../../capture/give-up-root.ts";
import { safeJson } from "../print-json.ts";
import { explainBytes } from "./explain-bytes.ts";
import { explainedText } from "./explained-text.ts";
import { readHex } from "./read-hex.ts";
import type { BytesKind } from "./recognise-bytes.ts";
import { texts } from "./texts.ts";

export interface DecodeOptions {
  readonly as?: string;
  readonly json?: true;
}

/** Most characters read from standard input: a dump has up to five for each byte. */
const MAX_INPUT = 8 * 1024 * 1024;

/**
 * Explains hexadecimal from the argument or from standard input, and prints it. Throws LabError if it is not
 * hexadecimal.
 */
export async function runDecode(given: string, options: DecodeOptions): Promise<void> {
  const kind = options.as === undefined ? undefined : kindOf(options.as);
  const all = readHex(given === "" || given === "-" ? await standardInput() : given);
  // Pasted bytes can come from anywhere, and to explain them nothing needs root.
  giveUpRootToDecode();
  for (const [at, bytes] of all.entries()) {
    const parts = explainBytes(bytes, kind);
    const text = options.json
      ? safeJson({ kind: "decoded", bytes: bytes.length, parts })
      : explainedText(parts, bytes, process.stdout.columns ?? 80).join("\n");
    if (options.json) printData(text);
    else print(`${at > 0 ? "\n" : ""}${text}`);
  }
}

function kindOf(name: string): BytesKind {
  if (Object.hasOwn(texts.kinds, name)) return name as BytesKind;
  throw new LabError(texts.notKind(printable(name), Object.keys(texts.kinds).join(", ")), texts.hexHint, 2);
}

async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) printError(texts.inputIsTerminal);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAX_INPUT) throw new LabError(texts.tooMany(MAX_INPUT / 8), texts.tooManyHint, 2);
  }
  return Buffer.concat(chunks).toString("utf8");
}
