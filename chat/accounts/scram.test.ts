import { pbkdf2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { answerScram, type Binding, readScramRecord, ScramClient, scramKeys, scramRecordText } from "./scram.ts";

/** The example of RFC 7677, section 3. */
const rfc = {
  first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
  serverNonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
  serverFirst: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  final: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  serverFinal: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};
const none: Binding = { kind: "none" };
const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
const salted = pbkdf2Sync("pencil", salt, 4096, 32, "sha256");
const record = { iterations: 4096, salt, ...scramKeys(salted) };

test("both halves say what RFC 7677 says", () => {
  const client = new ScramClient("user", "rOprNGfwEbeRWgbNEkqO", none);
  expect(client.first).toBe(rfc.first);
  const challenge = answerScram(client.first, { name: "user", record, nonce: rfc.serverNonce, binding: none })!;
  expect(challenge.serverFirst).toBe(rfc.serverFirst);
  expect(client.read(challenge.serverFirst)).toEqual({ salt, iterations: 4096 });
  expect(client.finish(challenge.serverFirst, salted)).toBe(rfc.final);
  expect(challenge.finish(rfc.final)).toBe(rfc.serverFinal);
  expect([client.isServer(rfc.serverFinal), client.isServer("v=AAAA")]).toEqual([true, false]);
});

test("a proof for one channel is worth nothing on another, and the binding cannot be taken away", () => {
  const channel = (byte: number): Binding => ({ kind: "tls-exporter", bytes: Buffer.alloc(32, byte) });
  const client = new ScramClient("ana", "abcdefgh", channel(1));
  const server = { name: "ana", record, nonce: "ijklmnop" };
  const own = answerScram(client.first, { ...server, binding: channel(1) })!;
  expect(own.finish(client.finish(own.serverFirst, salted))).toMatch(/^v=/);
  const other = answerScram(client.first, { ...server, binding: channel(2) })!;
  expect(other.finish(client.finish(other.serverFirst, salted))).toBeUndefined();
  for (const header of ["n,,", "y,,", "p=tls-unique,,", "p=tls-exporter,a=eva,"])
    expect(answerScram(`${header}n=ana,r=abcdefgh`, { ...server, binding: channel(1) })).toBeUndefined();
});

test.each([
  "",
  "n,,",
  "n,,n=luis,r=abcdefgh",
  "n,,m=x,n=ana,r=abcdefgh",
  "n,,n=ana,r=short",
  "n,,n=ana,r=abcdefgh,x=y",
  "n,,n=ana,r=abc defgh",
])("client-first %j is refused", (first) => {
  expect(answerScram(first, { name: "ana", record, nonce: "ijklmnop", binding: none })).toBeUndefined();
});

test.each([
  "",
  "c=biws",
  "c=biws,r=abcdefghijklmnop,p=AAAA",
  "c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
])("client-final %j is refused", (final) => {
  const first = "n,,n=ana,r=abcdefgh";
  const challenge = answerScram(first, { name: "ana", record, nonce: "ijklmnop", binding: none })!;
  expect(challenge.finish(final)).toBeUndefined();
});

test("a client takes no old nonce, and neither too little nor too much work", () => {
  const client = new ScramClient("ana", "abcdefgh", none);
  for (const first of [
    "r=abcdefgh,s=AAAA,i=4096",
    "r=zzzzzzzzzz,s=AAAA,i=4096",
    "r=abcdefghi,s=AAAA,i=4095",
    "r=abcdefghi,s=AAAA,i=99999999",
    "r=abcdefghi,s=,i=4096",
    "e=unknown-user",
  ])
    expect(client.read(first), first).toBeUndefined();
});

test("a record is read as it was written, and no other text is one", () => {
  const text = scramRecordText(record);
  expect(text).toMatch(/^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$/);
  expect(readScramRecord(text)).toEqual({
    iterations: 4096,
    salt,
    storedKey: record.storedKey,
    serverKey: record.serverKey,
  });
  for (const wrong of ["", text.replace("4096", "1"), text.replace("4096", "99999999"), text.slice(0, -1), `${text}A`])
    expect(readScramRecord(wrong)).toBeUndefined();
});
