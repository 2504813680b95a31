import { printable } from "../../terminal/printable.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";

/** Longest address, and longest part before the @, in characters (RFC 5321, section 4.5.3.1). */
const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** A dot-atom without the characters that a shell or a header could misread (RFC 5322, section 3.2.3). */
const localPart = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*$/;
const domain = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The address as it is stored, in lower case, or why it is refused. Quoted parts, comments, Unicode and addresses in
 * brackets are legal, but refused: so no address can become a second header, a second recipient or an option.
 */
export function readEmail(text: string): { readonly email: string } | { readonly problem: Refusal } {
  const email = text.toLowerCase();
  const at = email.lastIndexOf("@");
  const fits = email.length <= MAX_EMAIL_LENGTH && at > 0 && at <= MAX_LOCAL_LENGTH;
  if (fits && !email.startsWith("-") && localPart.test(email.slice(0, at)) && domain.test(email.slice(at + 1)))
    return { email };
  return { problem: refusal("email-shape", printable(text)) };
}
