import { registry } from "../decode/registry.ts";

/** The drafts of TLS 1.3, as they called themselves on the wire: 0x7f00 and the number, of which 28 was the last. */
export const draftVersion = registry(
  2,
  Object.fromEntries(Array.from({ length: 29 }, (_, number) => [`TLS 1.3 draft ${number}`, 0x7f00 | number])),
);

/** Whether this is a draft before the one of this number; without one, whether it is a draft. */
export function isDraft(version: number, before = 0x100): boolean {
  return version >> 8 === 0x7f && (version & 0xff) < before;
}
