import { registry } from "../decode/registry.ts";

/** The drafts of TLS 1.3 on the wire: 0x7f00 plus the number. 28 was the last draft. */
export const draftVersion = registry(
  2,
  Object.fromEntries(Array.from({ length: 29 }, (_, number) => [`TLS 1.3 draft ${number}`, 0x7f00 | number])),
);

/** Whether this is a draft before number `before`; without it, whether it is any draft. */
export function isDraft(version: number, before = 0x100): boolean {
  return version >> 8 === 0x7f && (version & 0xff) < before;
}
