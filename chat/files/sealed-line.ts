import { decryptText, encryptText } from "./age.ts";
import { isSignedBy, type KeyPair, type PublicKeys, signText } from "./key-pair.ts";

/** What the sender signs: from whom, to whom, the line's number, and the text. */
export interface SealedLine {
  readonly from: string;
  readonly to: string;
  /** Grows with each line of a sender, so that a repeated line is noticed. */
  readonly number: number;
  readonly text: string;
}

/** The result of opening a line: the text, or why it cannot be trusted. */
export type Opened =
  | { readonly kind: "opened"; readonly number: number; readonly text: string }
  | { readonly kind: "not-for-me" | "not-signed" };

const shape = /^(\d{1,15}) ([A-Za-z0-9+/]{86}==) (.*)$/s;

/** Signs with the sender's key, then encrypts for the receiver; in base64. */
export async function sealLine(line: SealedLine, to: PublicKeys, from: KeyPair): Promise<string> {
  const plain = `${line.number} ${signText(signedText(line), from)} ${line.text}`;
  return Buffer.from(await encryptText(plain, { recipient: to.recipient })).toString("base64");
}

/** Opens a line that claims to be from `from`, the owner of these public keys. */
export async function openSealedLine(
  sealed: string,
  { from, to }: { readonly from: string; readonly to: string },
  { pair, sender }: { readonly pair: KeyPair; readonly sender: PublicKeys },
): Promise<Opened> {
  const plain = await decryptText(Buffer.from(sealed, "base64"), { identity: pair.identity }).catch(() => undefined);
  if (plain === undefined) return { kind: "not-for-me" };
  const [, digits = "", signature = "", text = ""] = shape.exec(plain) ?? [];
  const number = Number(digits);
  if (!isSignedBy(signedText({ from, to, number, text }), signature, sender)) return { kind: "not-signed" };
  return { kind: "opened", number, text };
}

/** Names have no spaces, so two different lines never give the same text. */
function signedText({ from, to, number, text }: SealedLine): string {
  return `wire-lab sealed line\n${from} ${to} ${number}\n${text}`;
}
