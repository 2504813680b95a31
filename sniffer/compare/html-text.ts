import { printable } from "../../terminal/printable.ts";

/** Text from outside as HTML text: cleaned as for a terminal, and without any markup; safe in attributes too. */
export function text(outside: string): string {
  return printable(outside).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
