import { isUtf8 } from "node:buffer";

/** What a server sent first that cannot be a line of a chat. */
export type OddBytes =
  | { readonly kind: "tls-record"; readonly contentType: number }
  | { readonly kind: "not-text"; readonly bytes: Uint8Array };

/** Longest UTF-8 character, in bytes: the last one may be on its way. */
const longestCharacter = 4;

/**
 * Whether the first bytes of a connection are text; what they are if not. TLS: RFC 8446 section 5.1, and its older
 * forms.
 */
export function oddFirstBytes(bytes: Buffer): OddBytes | undefined {
  const [contentType = 0, major = 0, minor = 0] = bytes;
  if (contentType >= 0x14 && contentType <= 0x17 && major === 3 && minor <= 4)
    return { kind: "tls-record", contentType };
  return isText(bytes) ? undefined : { kind: "not-text", bytes };
}

function isText(bytes: Buffer): boolean {
  for (let cut = 0; cut < Math.min(longestCharacter, bytes.length); cut += 1) {
    const whole = bytes.subarray(0, bytes.length - cut);
    // Line ends, bells and colours are ordinary in text, other control characters are not.
    if (isUtf8(whole)) return !/(?![\x07-\r\x1b])\p{Cc}/u.test(whole.toString());
  }
  return false;
}
