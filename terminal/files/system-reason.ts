import { printable } from "../printable.ts";
import { texts } from "../texts.ts";

/** Why a file could not be written, in words: without the system's codes. Cleaned. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const { code = "" } = error as NodeJS.ErrnoException;
  // Node's message: "ENOSPC: no space left on device, write".
  const unknown = code === "" ? error.message : error.message.replace(`${code}: `, "").split(", ")[0]!;
  return texts.systemReasons[code] ?? printable(unknown);
}
