import * as vectors from "cctv-age";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encryptText, makeIdentity } from "./age.ts";
import { OUTLINE_BYTES, outlineAge } from "./age-outline.ts";
import { serverViewLines } from "./file-lines.ts";

test("the header of a file is read without a key, each line by what it is", async () => {
  const { recipient } = await makeIdentity();
  const bytes = await encryptText("hola", { recipient });
  const { header, payloadAt } = outlineAge(bytes.subarray(0, OUTLINE_BYTES));
  expect(header.map(({ part }) => part)).toEqual(["version", "public-key", "file-key", "mac"]);
  // Nonce (16 bytes), the text, and its tag (16 bytes).
  expect(bytes.length - payloadAt!).toBe(16 + 4 + 16);
  const locked = outlineAge(await encryptText("hola", { passphrase: "ocho", workFactor: 4 }));
  expect(locked.header.map(({ part }) => part)).toEqual(["version", "passphrase", "file-key", "mac"]);
});

test("what is no age file, or is cut, gives what there is", async () => {
  expect(outlineAge(Buffer.from("hola\n"))).toEqual({ header: [], payloadAt: undefined });
  const { recipient } = await makeIdentity();
  const bytes = await encryptText("hola", { recipient });
  const cut = outlineAge(bytes.subarray(0, 60));
  expect(cut.header.map(({ part }) => part)).toEqual(["version"]);
  expect(cut.payloadAt).toBeUndefined();
  expect(serverViewLines(Buffer.from("hola\n"))[0]![0]).toMatch(/^68 6f 6c 61 0a +hola\.$/);
  expect(serverViewLines(Buffer.alloc(0))).toEqual([]);
});

test("no bytes make it throw, or show anything that acts on a terminal", () => {
  const some = Object.values(vectors).map((bytes) => bytes.subarray(bytes.indexOf(10) + 1));
  const header = fc.constantFrom("age-encryption.org/v1\n-> X25519 ", "age-encryption.org/v1\n-> \x1b[31m", "");
  const made = fc.tuple(header, fc.uint8Array({ maxLength: 300 })).map(([a, b]) => Buffer.concat([Buffer.from(a), b]));
  const check = (bytes: Uint8Array) => {
    expect(serverViewLines(bytes).flat().join("")).not.toMatch(/[^ -~\u00a0-\uffff]/u);
  };
  some.forEach(check);
  fc.assert(fc.property(made, check));
});
