import { printable } from "../../terminal/printable.ts";
import { labelled, wrap } from "../wrap.ts";
import { describe } from "./describe.ts";
import type { Item } from "./item.ts";
import { texts } from "./texts.ts";

/** Longest value that is shown whole; a crafted certificate may hold a book. */
const MAX_VALUE_LENGTH = 1000;
const labelWidth = 18;

export interface RenderOptions {
  readonly now: Date;
  /** Adds the item as PEM. */
  readonly pem?: boolean;
  /** Adds the bytes: returns the lines of a tree for DER. */
  readonly bytes?: (kind: string, der: Uint8Array) => readonly string[];
}

/** Items in words, as clean lines that fit 80 columns. */
export function renderItems(items: readonly Item[], options: RenderOptions): readonly string[] {
  const shown = new Set<string>();
  /** Each meaning is shown once, so the second certificate of a chain is half as long. */
  const meant = (meaning: string) => {
    if (shown.has(meaning)) return [];
    shown.add(meaning);
    return wrap(meaning, " ".repeat(labelWidth + 2));
  };
  return items.flatMap((item, index) => [
    `${texts.title[item.kind]}${items.length > 1 ? texts.ofMany(index, items.length) : ""}`,
    ...describe(item, options.now).flatMap(({ field, value, meaning }) => [
      ...labelled(`  ${texts.labels[field]}`, clean(value), labelWidth),
      ...meant(meaning),
    ]),
    ...("der" in item && options.bytes ? ["", ...options.bytes(item.kind, item.der)] : []),
    ...("der" in item && options.pem ? ["", ...asPem(item.kind, item.der)] : []),
    "",
  ]);
}

function clean(value: string): string {
  const text = printable(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

const pemLabels: Readonly<Record<string, string>> = {
  certificate: "CERTIFICATE",
  request: "CERTIFICATE REQUEST",
  "public key": "PUBLIC KEY",
};

function asPem(kind: string, der: Uint8Array): readonly string[] {
  const label = pemLabels[kind];
  if (label === undefined) return [];
  return [
    `-----BEGIN ${label}-----`,
    ...Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g)!,
    `-----END ${label}-----`,
  ];
}
