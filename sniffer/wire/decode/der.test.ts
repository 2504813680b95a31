import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { derFields } from "./der.ts";
import { certificateShape } from "./der-shapes.ts";
import type { Field } from "./reader.ts";

const pem = execFileSync(
  "openssl",
  [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "-",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
  ],
  { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
);
const der = Buffer.from(/-----BEGIN CERTIFICATE-----([^-]*)/.exec(pem)![1]!, "base64");

function leaves(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => (field.children.length > 0 ? leaves(field.children) : [field]));
}

function labels(fields: readonly Field[]): readonly string[] {
  return fields.flatMap((field) => [field.label, ...labels(field.children)]);
}

test("the fields of a certificate cover every byte exactly once", () => {
  const { fields, problem } = derFields(der, certificateShape);
  expect(problem).toBeUndefined();
  let at = 0;
  for (const { start, end } of leaves(fields)) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(der.length);
});

test("offsets, kinds and values are those of openssl asn1parse", () => {
  const text = execFileSync("openssl", ["asn1parse", "-inform", "DER"], { input: der, encoding: "utf8" });
  const theirs = [...text.matchAll(/^ *(\d+):.*?(?:cons|prim): (\S.*?) *(?::|$)/gm)].map(
    ([, at, kind]) => `${at} ${kind}`,
  );
  const ours: string[] = [];
  const walk = (fields: readonly Field[]) => {
    for (const { label, start, children } of fields) {
      if (children[0]?.label === "Tag")
        ours.push(`${start} ${label.replace(/^\w+: /, "").replace(/^\[(\d+)\]$/, "cont [ $1 ]")}`);
      // asn1parse does not show the DER inside strings.
      if (label !== "Contents, DER again") walk(children);
    }
  };
  walk(derFields(der, certificateShape).fields);
  const unlike: Readonly<Record<string, string>> = {
    OBJECT: "OBJECT IDENTIFIER",
    UTF8STRING: "UTF8String",
    UTCTIME: "UTCTime",
  };
  const ownWords = theirs.map((line) =>
    line.replace(/ (.*)/, (_, kind: string) => ` ${unlike[kind] ?? kind.replace(/ *\[HEX DUMP\]/, "")}`),
  );
  expect(ours).toEqual(ownWords);
});

test("the parts carry the names of RFC 5280, and the contents of extensions are read too", () => {
  const { fields } = derFields(der, certificateShape);
  expect(labels(fields)).toEqual(
    expect.arrayContaining(["Certificate: SEQUENCE", "validity: SEQUENCE", "notAfter: UTCTime", "extensions: [3]"]),
  );
  expect(leaves(fields).map(({ value }) => value)).toEqual(
    expect.arrayContaining(["commonName (2.5.4.3)", "localhost", "TRUE"]),
  );
});

test("cut anywhere, what was there is still shown, with the reason why it ends", () => {
  for (let length = 0; length < der.length; length++) {
    const { fields, problem } = derFields(der.subarray(0, length), certificateShape);
    expect(problem === undefined).toBe(length === 0);
    for (const { end } of leaves(fields)) expect(end).toBeLessThanOrEqual(length);
  }
});

test("no bytes at all make it throw or hang", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => derFields(bytes) !== undefined));
});

test("strings nested in strings nested in strings are given up, not followed for ever", () => {
  let nested = Buffer.from([0x04, 0x01, 0x00]);
  for (let level = 0; level < 60; level++)
    nested = Buffer.concat([Buffer.from([0x04, 0x82, nested.length >> 8, nested.length & 0xff]), nested]);
  expect(derFields(nested).fields).toHaveLength(1);
});
