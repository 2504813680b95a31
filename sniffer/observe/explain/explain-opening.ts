import { type Field, hex } from "../../wire/decode/reader.ts";
import { contentType, isTls13, suiteName } from "../../wire/tls/names.ts";
import type { AeadAnatomy, Anatomy, MacAnatomy } from "../../wire/tls/open/anatomy.ts";
import type { RecordContent, RecordKeys, RecordPlace, SealedRecord } from "../../wire/tls/open/opened.ts";
import type { SecretOrigin } from "../../wire/tls/open/secrets.ts";
import type { TlsContext } from "../../wire/tls/read-record.ts";
import { suiteProperties } from "../../wire/tls/registry/cipher-suites.ts";
import { classify } from "../classify.ts";
import { type Explanation, explainContents, explainText } from "./explain-frame.ts";
import { texts } from "./texts.ts";

/**
 * How a record was opened. `fields` are the five steps, with offsets into `bytes`: the bytes of all steps, one after
 * the other.
 */
export interface OpeningExplanation extends Explanation {
  readonly bytes: Uint8Array;
  readonly content: RecordContent;
}

/** Longer values show only their length: their bytes are beside them. */
const MAX_HEX = 48;

/**
 * Explains in five steps how a record was opened: the secret; the keys made from it; nonce, IV or place in the
 * keystream; decryption, with the check that nobody changed the record; the content. Undefined if the record does not
 * open with these keys.
 */
export function explainOpening(
  keys: RecordKeys,
  place: RecordPlace,
  record: SealedRecord,
  context: TlsContext = {},
): OpeningExplanation | undefined {
  const content = keys.open(place, record);
  const anatomy = keys.anatomy(place, record);
  if (content === undefined || anatomy === undefined) return undefined;
  const steps = new Steps();
  if (isTls13(keys.version)) tls13Secret(steps, keys);
  else tls12Secret(steps, keys);
  if (anatomy.kind === "aead") openAead(steps, keys, anatomy, place.sequence);
  else openWithMac(steps, keys, anatomy);
  const { fields, bytes } = withContent(steps, content, anatomy, isTls13(keys.version), context);
  return { fields, bytes, content };
}

function tls13Secret(steps: Steps, { secret, name, updates, suite, key, iv }: RecordKeys): void {
  const { opening: words } = texts;
  const { bytes, origin } = secret;
  const from = originOf(origin);
  const isNamed = origin.kind === "key-log" && origin.label.startsWith(name);
  steps.group("1 Secret", words.secret(isNamed ? from : words.named(name, from), updates), () =>
    steps.add("Secret", bytes),
  );
  const hash = suiteProperties(suite)?.hash ?? "";
  steps.group("2 Key and IV", words.hkdf(hash), () => {
    steps.add("Key", key);
    steps.add("IV", iv);
  });
}

function tls12Secret(steps: Steps, { secret, key, iv, macKey }: RecordKeys): void {
  const { opening: words } = texts;
  steps.group("1 Master secret", originOf(secret.origin), () => steps.add("Master secret", secret.bytes));
  steps.group("2 Key block", words.prf, () => {
    if (macKey.length > 0) steps.add("MAC key", macKey);
    if (key.length > 0) steps.add("Key", key);
    if (iv.length > 0) steps.add("IV", iv);
  });
}

function openAead(steps: Steps, { suite }: RecordKeys, anatomy: AeadAnatomy, sequence: number): void {
  const { opening: words } = texts;
  const isMade = anatomy.sequence !== undefined;
  steps.group("3 Nonce", isMade ? words.xor(sequence) : words.carriedNonce, () => {
    if (isMade) steps.add("Sequence number", anatomy.sequence!);
    steps.add("Nonce", anatomy.nonce);
  });
  steps.group("4 Open", words.tagFits(suiteName(suite)), () => {
    steps.add("Additional data", anatomy.additionalData);
    steps.add("Ciphertext", anatomy.ciphertext);
    steps.add("Tag", anatomy.tag);
  });
}

function openWithMac(steps: Steps, { suite }: RecordKeys, anatomy: MacAnatomy): void {
  const { opening: words } = texts;
  const { kind, iv, position, ciphertext, header, mac, isEncryptThenMac } = anatomy;
  if (kind === "block") steps.group("3 IV", words.chain, () => steps.add("Record IV", iv!));
  else steps.group("3 Keystream", kind === "stream" ? words.keystream(position) : words.noKeystream, () => {});
  steps.group("4 Open", words.macFits(suiteName(suite), isEncryptThenMac), () => {
    steps.add("Ciphertext", ciphertext);
    steps.add("MAC header", header);
    steps.add("MAC", mac);
  });
}

function withContent(
  steps: Steps,
  { content, type, padding }: RecordContent,
  anatomy: Anatomy,
  hasInnerType: boolean,
  context: TlsContext,
): Explanation & { readonly bytes: Uint8Array } {
  const start = steps.length;
  steps.group("5 Content", texts.opening.content(contentType.nameOf(type), content.length), () => {
    steps.add("Content", content);
    if (hasInnerType) steps.add("Inner content type", Uint8Array.of(type), `0x${hex(Uint8Array.of(type))}`);
    if (padding > 0) steps.add("Padding", new Uint8Array(padding), texts.opening.bytes(padding));
    if (anatomy.kind !== "aead" && anatomy.filling.length > 0) steps.add("Block padding", anatomy.filling);
  });
  const bytes = steps.bytes();
  const range = { start, end: start + content.length };
  const isText = type === contentType.application_data && content.length > 0 && classify(content) !== "binary";
  const inside = isText ? explainText(bytes, range) : explainInner(bytes, type, context, range);
  const fields = steps.fields.map((field) =>
    field.label === "5 Content" ? { ...field, children: [...inside.fields, ...field.children.slice(1)] } : field,
  );
  return { fields, bytes };
}

function explainInner(
  bytes: Uint8Array,
  type: number,
  context: TlsContext,
  range: { readonly start: number; readonly end: number },
): Explanation {
  if (type !== contentType.application_data) return explainContents(bytes, type, context, range);
  const { start, end } = range;
  const value = texts.opening.bytes(end - start);
  return { fields: end > start ? [{ label: "Application data", start, end, value, children: [] }] : [] };
}

function originOf(origin: SecretOrigin): string {
  const { opening: words } = texts;
  switch (origin.kind) {
    case "key-log":
      return words.line(origin.line, origin.source, origin.label);
    case "private-key":
      return words.privateKey(origin.source);
    case "psk":
      return words.psk;
    case "resumed":
      return words.resumed(originOf(origin.from));
  }
}

/** Fields that are built, not read: each adds its bytes to one buffer. */
class Steps {
  readonly fields: Field[] = [];
  length = 0;
  private readonly parts: Uint8Array[] = [];
  private into: Field[] = this.fields;

  add(label: string, bytes: Uint8Array, value?: string): void {
    const start = this.length;
    this.parts.push(bytes);
    this.length += bytes.length;
    const shown = value ?? (bytes.length > MAX_HEX ? texts.opening.bytes(bytes.length) : hex(bytes));
    this.into.push({ label, start, end: this.length, value: shown, children: [] });
  }

  group(label: string, value: string, add: () => void): void {
    const start = this.length;
    const outer = this.into;
    const children: Field[] = [];
    this.into = children;
    add();
    this.into = outer;
    outer.push({ label, start, end: this.length, value, children });
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}
