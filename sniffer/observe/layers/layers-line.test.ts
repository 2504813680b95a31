import { describe, expect, test } from "vitest";
import { explainText } from "../explain/explain-frame.ts";
import { fieldWords } from "../explain/field-words.ts";
import { isLayersCiphertext, layersPieces } from "./layers-line.ts";
import { pieceNames, texts } from "./texts.ts";

const lines: readonly (readonly [line: string, words: string])[] = [
  ["~ layers", ""],
  ["~ layers chain: access sha-512 hex", ""],
  [`~ access ${"b49a124e".repeat(16)}`, "SHA-512 hash, hexadecimal, 64 bytes"],
  [`~ private-key ${"98".repeat(886)}`, "RC4 ciphertext, hexadecimal, 886 bytes"],
  ["~ session-key Q/D3sMWZUEOo", "RSA ciphertext, base64, 9 bytes"],
  ["~ public-key MIGf", "Public key, base64, 3 bytes"],
  ["~ share AAAA", "X25519 key share, base64, 3 bytes"],
  [`~ [ana] gAAAAABrAY9d${"A".repeat(40)}`, "Fernet token, base64, 39 bytes"],
  [`~ [ana] 00ff ${"0".repeat(32)}`, "RC4 ciphertext, hexadecimal, 2 bytes; MD5 hash, hexadecimal, 16 bytes"],
  ["~ 0 00ff", "AES-256-GCM ciphertext, hexadecimal, 2 bytes"],
  ["ana > ~ 12 00ff", "AES-256-GCM ciphertext, hexadecimal, 2 bytes"],
];

describe("a line of home-made layers", () => {
  test.each(lines)("%s is taken apart", (line, words) => {
    const pieces = layersPieces(line)!;
    expect(pieces.map(({ text }) => text).join("")).toBe(line);
    const named = pieces.filter(({ bytes }) => bytes !== undefined).map(texts.piece);
    expect(named.join("; ")).toBe(words);
  });

  test.each(["hola", "~", "~ ", "~ hola", "ana > hola", "~ access zz", "~ [ana] hola", "yo digo ~ 0 00ff"])(
    "%s is none",
    (line) => expect(layersPieces(line)).toBeUndefined(),
  );

  test("hides what it says only where it carries ciphertext of a message or of a key", () => {
    const hiding = lines.map(([line]) => line).filter(isLayersCiphertext);
    expect(hiding.map((line) => line.split(" ")[1])).toEqual(["private-key", "[ana]", "[ana]", "0", ">"]);
  });

  test("is explained part by part, with words for each, and every byte is covered", () => {
    for (const [line] of lines) {
      const bytes = Buffer.from(`${line}\n`);
      const [group] = explainText(bytes).fields;
      expect(group).toMatchObject({ label: "Line of layers", start: 0, end: bytes.length });
      expect(group!.children.at(-1)!.end).toBe(bytes.length);
      for (const { label } of group!.children) expect(fieldWords(label, group!.label)?.what, label).toBeTruthy();
    }
    for (const name of Object.values(pieceNames)) expect(fieldWords(name, "Line of layers")?.what, name).toBeTruthy();
  });
});
