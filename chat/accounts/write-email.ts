import { randomBytes } from "node:crypto";
import { shownCode } from "./recovery-code.ts";
import { texts } from "./texts.ts";

/** An e-mail in the form of the wire (RFC 5322), as bytes, so that a code in it can be wiped. */
export interface Email {
  readonly to: string;
  readonly message: Buffer;
}

/** The e-mail with a code. `names` are the accounts of the address. */
export function codeEmail(to: string, names: readonly string[], code: Buffer): Email {
  const { subject, before, after } = texts.codeEmail(names.join(", "));
  const shown = shownCode(code);
  const message = Buffer.concat([
    Buffer.from(`${head(to, subject)}${inLines(before)}\r\n    `),
    shown,
    Buffer.from(`\r\n\r\n${inLines(after)}`),
  ]);
  shown.fill(0);
  return { to, message };
}

/** The e-mail that reports a new password. */
export function passwordEmail(to: string, names: readonly string[]): Email {
  const { subject, body } = texts.passwordEmail(names.join(", "));
  return { to, message: Buffer.from(`${head(to, subject)}${inLines(body)}`) };
}

/** Without `From`, which the sender adds before it. */
function head(to: string, subject: string): string {
  const date = new Date().toUTCString().replace("GMT", "+0000");
  const lines = [
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${date}`,
    `Message-ID: <${randomBytes(16).toString("hex")}@wire-lab.invalid>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "Auto-Submitted: auto-generated",
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function inLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join("");
}
