import { expect, test } from "vitest";
import { makeIdentity } from "./age.ts";
import { isWrappedKey, unwrapFileKey, wrapFileKey } from "./file-key.ts";
import { keyFingerprint } from "./fingerprint.ts";
import { lockKeyPair, makeKeyPair, publicKeysOf, readPublicKeys, unlockKeyPair } from "./key-pair.ts";
import { openSealedLine, sealLine } from "./sealed-line.ts";

const [ana, luis, eva] = await Promise.all([makeKeyPair(), makeKeyPair(), makeKeyPair()]);
const publicOf = { ana: await publicKeysOf(ana), luis: await publicKeysOf(luis), eva: await publicKeysOf(eva) };

test("a key file opens with its passphrase only, and gives the same pair", async () => {
  const file = await lockKeyPair(ana, "la de ana", 4);
  expect(await unlockKeyPair(file, "la de ana")).toEqual(ana);
  expect(await unlockKeyPair(file, "la de luis")).toBeUndefined();
  expect(await unlockKeyPair(new TextEncoder().encode("no key file"), "la de ana")).toBeUndefined();
});

test("public keys are read in their one shape, and no other", () => {
  const { recipient, verifying } = publicOf.ana;
  expect(readPublicKeys(recipient, verifying)).toEqual(publicOf.ana);
  expect(readPublicKeys(`${recipient}a`, verifying)).toBeUndefined();
  expect(readPublicKeys(recipient.toUpperCase(), verifying)).toBeUndefined();
  expect(readPublicKeys(recipient, `${verifying} `)).toBeUndefined();
  expect(readPublicKeys(verifying, recipient)).toBeUndefined();
});

test("fingerprints differ where either key differs", () => {
  const all = [
    publicOf.ana,
    publicOf.luis,
    { ...publicOf.ana, recipient: publicOf.luis.recipient },
    { ...publicOf.ana, verifying: publicOf.luis.verifying },
  ].map(keyFingerprint);
  expect(new Set(all).size).toBe(4);
  expect(all[0]).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
});

test("a file's key is opened by its password, and by the one it was shared with", async () => {
  const { identity: fileKey } = await makeIdentity();
  const forOwner = await wrapFileKey(fileKey, { passphrase: "del archivo", workFactor: 4 });
  const forLuis = await wrapFileKey(fileKey, publicOf.luis);
  expect(await unwrapFileKey(forOwner, { passphrase: "del archivo" })).toBe(fileKey);
  expect(await unwrapFileKey(forLuis, luis)).toBe(fileKey);
  expect(await unwrapFileKey(forLuis, eva)).toBeUndefined();
  expect(await unwrapFileKey(forOwner, { passphrase: "otra" })).toBeUndefined();
  expect([forOwner, forLuis].every(isWrappedKey)).toBe(true);
});

test("what is wrapped but no file key is not taken for one", async () => {
  const wrapped = await wrapFileKey("../../etc/passwd", publicOf.luis);
  expect(await unwrapFileKey(wrapped, luis)).toBeUndefined();
});

test("a sealed line is read by its receiver alone, and says who wrote it", async () => {
  const line = { from: "ana", to: "luis", number: 7, text: "la clave es ocho\nsí" };
  const sealed = await sealLine(line, publicOf.luis, ana);
  const names = { from: "ana", to: "luis" };
  const open = (pair: typeof ana, sender: typeof publicOf.ana, who = names) =>
    openSealedLine(sealed, who, { pair, sender });
  expect(await open(luis, publicOf.ana)).toEqual({ kind: "opened", number: 7, text: line.text });
  expect(await open(eva, publicOf.ana)).toEqual({ kind: "not-for-me" });
  expect(await open(luis, publicOf.eva)).toEqual({ kind: "not-signed" });
  // The server passes it on under another name, or to the wrong person.
  expect(await open(luis, publicOf.ana, { ...names, from: "eva" })).toEqual({ kind: "not-signed" });
  expect(await open(luis, publicOf.ana, { ...names, to: "eva" })).toEqual({ kind: "not-signed" });
});
