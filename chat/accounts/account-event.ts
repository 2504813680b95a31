import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** Events of the accounts, for the operator. Never a secret; an e-mail address only if its e-mail failed. */
export type AccountEvent =
  | {
      readonly kind: "registered" | "login-failed" | "code-wrong" | "held-up";
      readonly name: string;
      readonly address: string;
    }
  | { readonly kind: "password-changed"; readonly names: readonly string[] }
  /** A server that spies has opened a file on its way to a user; what it read is not cleaned. */
  | {
      readonly kind: "read";
      readonly owner: string;
      readonly file: string;
      readonly reader: string;
      readonly text: string;
    }
  | { readonly kind: "trouble"; readonly why: string }
  | { readonly kind: "email-failed"; readonly email: string; readonly why: string };

/** An event as one line for the operator. */
export function accountEventLine(event: AccountEvent): string {
  switch (event.kind) {
    case "registered":
      return texts.registeredEvent(event.name, event.address);
    case "login-failed":
      return texts.loginFailed(printable(event.name), event.address);
    case "code-wrong":
      return texts.codeFailed(printable(event.name), event.address);
    case "held-up":
      return texts.heldUp(printable(event.name), event.address);
    case "password-changed":
      return texts.passwordChangedEvent(event.names.join(", "));
    case "read":
      return texts.read(printable(event.owner), printable(event.file), printable(event.reader), printable(event.text));
    case "trouble":
      return texts.trouble(event.why);
    case "email-failed":
      return texts.emailFailed(printable(event.email), printable(event.why));
  }
}
