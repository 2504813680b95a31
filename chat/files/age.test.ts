import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { armor, Decrypter } from "age-encryption";
import * as vectors from "cctv-age";
import { expect, test } from "vitest";
import { findProgram } from "../../terminal/files/find-program.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { decryptStream, decryptText, encryptStream, encryptText, makeIdentity } from "./age.ts";

const folder = lastingFolder();

interface Vector {
  readonly expect: string;
  readonly payload: string | undefined;
  readonly openers: readonly ({ readonly identity: string } | { readonly passphrase: string })[];
  readonly isArmored: boolean;
  readonly file: Uint8Array;
}

function read(bytes: Uint8Array): Vector {
  const end = Buffer.from(bytes).indexOf("\n\n");
  const fields = Buffer.from(bytes.subarray(0, end)).toString().split("\n");
  const all = (name: string) =>
    fields.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const rest = bytes.subarray(end + 2);
  return {
    expect: all("expect")[0]!,
    payload: all("payload")[0],
    openers: [
      ...all("identity").map((identity) => ({ identity })),
      ...all("passphrase").map((passphrase) => ({ passphrase })),
    ],
    isArmored: all("armored").length > 0,
    file: all("compressed")[0] === "zlib" ? inflateSync(rest) : rest,
  };
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = Object.entries(vectors).map(([name, bytes]) => [name, read(bytes)] as const);

test("there are vectors to decide", () => {
  expect(all.length).toBeGreaterThan(100);
});

/** The whole file, with every key of the vector. Armor is the library's task; the lab writes none. */
async function openWhole({ openers, isArmored, file }: Vector): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const opener of openers) {
    if ("identity" in opener) decrypter.addIdentity(opener.identity);
    else decrypter.addPassphrase(opener.passphrase);
  }
  return decrypter.decrypt(isArmored ? armor.decode(Buffer.from(file).toString("latin1")) : file);
}

async function openAsStream({ openers, file }: Vector): Promise<Uint8Array> {
  return whole(await decryptStream(pieces(file, 1000), openers[0]!));
}

test.each(all)("vector %s is decided right", async (_name, vector) => {
  const ways = vector.isArmored || vector.openers.length !== 1 ? [openWhole] : [openWhole, openAsStream];
  for (const open of ways) {
    if (vector.expect === "success") {
      const hash = createHash("sha256")
        .update(await open(vector))
        .digest("hex");
      expect(hash).toBe(vector.payload);
    } else await expect(open(vector)).rejects.toThrow();
  }
});

test.skipIf(findProgram("age") === undefined)(
  "Debian's age opens ours, and we open its files (needs age)",
  async () => {
    const { identity, recipient } = await makeIdentity();
    const text = Buffer.alloc(200_000, "la clave es ocho\n");
    const keyFile = join(folder, "key.txt");
    writeFileSync(keyFile, `${identity}\n`);
    const sealed = await whole(await encryptStream(pieces(text, 7777), { recipient }));
    const theirs = spawnSync("age", ["--decrypt", "--identity", keyFile], { input: sealed });
    expect(theirs.stdout.equals(text)).toBe(true);
    const fromThem = spawnSync("age", ["--recipient", recipient], { input: text }).stdout;
    expect((await whole(await decryptStream(pieces(fromThem, 999), { identity }))).equals(text)).toBe(true);
  },
);

test("a short text is for who has the passphrase; a changed byte anywhere is noticed", async () => {
  const sealed = await encryptText("ocho", { passphrase: "correcto", workFactor: 4 });
  await expect(decryptText(sealed, { passphrase: "correcto" })).resolves.toBe("ocho");
  await expect(decryptText(sealed, { passphrase: "otra" })).rejects.toThrow();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at]! ^= 1;
    await expect(decryptText(changed, { passphrase: "correcto" }), `byte ${at}`).rejects.toThrow();
  }
});

test("where a stream is cut, what came before is whole and the end is an error", async () => {
  const { identity, recipient } = await makeIdentity();
  const text = Buffer.alloc(200_000, 1);
  const sealed = await whole(await encryptStream(pieces(text, 65_536), { recipient }));
  const parts: Uint8Array[] = [];
  const reading = (async () => {
    for await (const part of await decryptStream(pieces(sealed.subarray(0, 150_000), 65_536), { identity }))
      parts.push(part);
  })();
  await expect(reading).rejects.toThrow();
  const got = Buffer.concat(parts);
  expect(got.length % 65_536).toBe(0);
  expect(got.equals(text.subarray(0, got.length))).toBe(true);
});

test("the library's streams and whole files agree", async () => {
  const { identity, recipient } = await makeIdentity();
  const sealed = await whole(await encryptStream(pieces(readFileSync(import.meta.filename), 100), { recipient }));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(Buffer.from(await decrypter.decrypt(sealed)).equals(readFileSync(import.meta.filename))).toBe(true);
});
