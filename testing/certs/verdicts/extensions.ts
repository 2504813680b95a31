import { der, integer, nothing, octets, oid, sequence } from "../../../certs/parse/write-der.ts";
import { altNames, basicConstraints, dns, extendedKeyUsage, extension, ids, keyUsage, subjectKeyId } from "../craft.ts";
import { bits, boolean, explicit, generalizedTime, implicit } from "../der-parts.ts";
import { keys, type Row, serverAuth } from "./row.ts";

const onLeaf = (label: string, extra: Buffer, fails?: string, stricter?: string): Row => ({
  name: label,
  leaf: { extensions: { extra } },
  ...(fails === undefined ? {} : { fails }),
  ...(stricter === undefined ? {} : { stricter }),
});
const twice = (label: string, key: string, extensions: readonly Buffer[], stricter?: string): Row => ({
  name: `twice: ${label}`,
  leaf: { extensions: { [key]: extensions } },
  fails: "readable",
  ...(stricter === undefined ? {} : { stricter }),
});
const onMiddle = (label: string, extra: Buffer, fails?: string, stricter?: string): Row => ({
  ...onLeaf(label, extra, fails, stricter),
  leaf: {},
  middle: { extensions: { extra } },
});
const oneOnly = "RFC 5280 section 4.2: no extension may be there twice";
const policyList = sequence(sequence(oid("1.2.3.4")));
const point = sequence(sequence(explicit(0, explicit(0, implicit(6, "http://example.org/crl")))));
const garbage = Buffer.from("garbage");

/** Extensions that are double, critical, unknown or garbage: RFC 5280 section 4.2. */
export const extensionRows: readonly Row[] = [
  twice("basic constraints, TRUE then FALSE", "basicConstraints", [basicConstraints(true), basicConstraints(false)]),
  twice("basic constraints, FALSE then TRUE", "basicConstraints", [basicConstraints(false), basicConstraints(true)]),
  twice("basic constraints, the same", "basicConstraints", [basicConstraints(false), basicConstraints(false)]),
  twice("key usage", "keyUsage", [keyUsage(0), keyUsage(5)]),
  twice("extended key usage", "extendedKeyUsage", [
    extendedKeyUsage(serverAuth),
    extendedKeyUsage("1.3.6.1.5.5.7.3.2"),
  ]),
  twice("subjectAltName", "altNames", [altNames(dns("www.example.org")), altNames(dns("evil.example"))]),
  twice("subject key identifier", "subjectKeyId", [subjectKeyId(keys.leaf), subjectKeyId(keys.other)]),
  twice("Netscape's type", "netscape", [
    extension(ids.netscapeCertType, bits(1)),
    extension(ids.netscapeCertType, bits(0)),
  ]),
  twice("an unknown one", "extra", [extension("1.2.3.4", nothing), extension("1.2.3.4", nothing)], oneOnly),
  {
    name: "twice: basic constraints of the CA in the middle, path length 5 then 0",
    middle: { extensions: { basicConstraints: [basicConstraints(true, 5), basicConstraints(true, 0)] } },
    fails: "readable",
  },
  {
    name: "twice: basic constraints of the root",
    root: { extensions: { basicConstraints: [basicConstraints(true), basicConstraints(false)] } },
    fails: "readable",
  },

  onLeaf("an unknown extension", extension("1.2.3.4", nothing)),
  onLeaf("an unknown extension with garbage in it", extension("1.2.3.4", garbage)),
  onLeaf("an unknown extension that is critical", extension("1.2.3.4", nothing, true), "readable"),
  onMiddle("an unknown critical extension of the CA in the middle", extension("1.2.3.4", nothing, true), "readable"),
  {
    name: "an unknown critical extension of the root",
    root: { extensions: { extra: extension("1.2.3.4", nothing, true) } },
    fails: "readable",
  },
  onLeaf("not critical, written out", sequence(oid("1.2.3.4"), boolean(false), octets(nothing))),
  {
    name: "a critical subject key identifier",
    leaf: { extensions: { subjectKeyId: extension(ids.subjectKeyId, octets(garbage), true) } },
    fails: "readable",
  },
  {
    name: "a critical authority key identifier",
    leaf: { extensions: { authorityKeyId: extension(ids.authorityKeyId, sequence(), true) } },
    fails: "readable",
  },
  onLeaf("critical CRL distribution points", extension("2.5.29.31", point, true)),
  onLeaf("a critical freshest CRL", extension("2.5.29.46", point, true), "readable"),
  onLeaf("a critical issuing distribution point", extension("2.5.29.28", sequence(), true), "readable"),
  onLeaf("critical authority information access", extension("1.3.6.1.5.5.7.1.1", sequence(), true), "readable"),
  onLeaf("critical issuerAltName", extension("2.5.29.18", sequence(dns("ca.example")), true), "readable"),
  onLeaf("critical subject directory attributes", extension("2.5.29.9", sequence(), true), "readable"),
  onLeaf(
    "a critical private key usage period",
    extension("2.5.29.16", sequence(der(0x80, "20300101000000Z")), true),
    "readable",
  ),
  onLeaf("must staple", extension("1.3.6.1.5.5.7.1.24", sequence(integer(5)))),
  onLeaf("must staple, critical", extension("1.3.6.1.5.5.7.1.24", sequence(integer(5)), true), "readable"),
  onLeaf("a precertificate", extension("1.3.6.1.4.1.11129.2.4.3", nothing, true), "readable"),
  onLeaf("critical certificate policies", extension("2.5.29.32", policyList, true)),
  onMiddle("inhibit any-policy", extension("2.5.29.54", integer(0))),
  onMiddle("inhibit any-policy, critical", extension("2.5.29.54", integer(0), true)),
  onMiddle(
    "policy mappings, critical",
    extension("2.5.29.33", sequence(sequence(oid("1.2.3.4"), oid("1.2.3.5"))), true),
  ),
  onMiddle(
    "policy constraints that require a policy",
    extension("2.5.29.36", sequence(implicit(0, Uint8Array.of(0))), true),
    "readable",
    "RFC 5280 section 6.1: then a path without policies is not valid; OpenSSL looks at policies only with -policy_check",
  ),
  onMiddle(
    "policy constraints that inhibit mapping",
    extension("2.5.29.36", sequence(implicit(1, Uint8Array.of(0))), true),
  ),
  onLeaf(
    "a proxy certificate",
    extension("1.3.6.1.5.5.7.1.14", sequence(sequence(oid("1.3.6.1.5.5.7.21.1"))), true),
    "readable",
  ),
  onLeaf(
    "a proxy certificate, not critical",
    extension("1.3.6.1.5.5.7.1.14", sequence(sequence(oid("1.3.6.1.5.5.7.21.1")))),
    "readable",
  ),
  onLeaf(
    "address blocks that the issuer does not have",
    extension("1.3.6.1.5.5.7.1.7", sequence(sequence(octets(Buffer.of(0, 1)), sequence(bits(6, 7)))), true),
    "readable",
  ),
  {
    name: "a subject key identifier that is garbage",
    leaf: { extensions: { subjectKeyId: extension(ids.subjectKeyId, integer(1)) } },
    fails: "readable",
  },
  {
    name: "an authority key identifier that is garbage",
    leaf: { extensions: { authorityKeyId: extension(ids.authorityKeyId, garbage) } },
    fails: "readable",
  },
  {
    name: "a subjectAltName that is garbage",
    leaf: { extensions: { altNames: extension(ids.subjectAltName, garbage) } },
    ask: "",
    fails: "readable",
  },
  onLeaf("CRL distribution points that are garbage", extension("2.5.29.31", garbage), "readable"),
  onLeaf("name constraints that are garbage", extension(ids.nameConstraints, garbage), "readable"),

  { name: "version 1 without extensions, no name asked for", leaf: { version: 1, extensions: allGone() }, ask: "" },
  {
    name: "version 1 with extensions",
    leaf: { version: 1 },
    fails: "readable",
    stricter: "RFC 5280 section 4.1.2.9: extensions are for version 3",
  },
  {
    name: "version 2 with extensions",
    leaf: { version: 2 },
    fails: "readable",
    stricter: "RFC 5280 section 4.1.2.9: extensions are for version 3",
  },
  {
    name: "version 4",
    leaf: { version: 4 },
    fails: "readable",
    stricter: "there is no version 4, so nobody knows what it would mean",
  },
  {
    name: "version 3 without extensions, no name asked for",
    leaf: { extensions: allGone() },
    ask: "",
  },
  {
    name: "bytes behind the certificate",
    leaf: { change: (whole) => Buffer.concat([whole, Buffer.of(0)]) },
    fails: "readable",
    stricter: "a certificate is one DER value; OpenSSL does not look behind it",
  },
  {
    name: "a length in a longer form than needed",
    leaf: { change: longerLength },
    fails: "readable",
    stricter: "RFC 5280 section 4.1: DER has one form only",
  },
  { name: "a certificate that is cut", leaf: { change: (whole) => whole.subarray(0, -20) }, fails: "readable" },
  {
    name: "something else than a certificate",
    leaf: { change: () => sequence(integer(1), generalizedTime("20300101000000Z")) },
    fails: "readable",
  },
];

function allGone() {
  return Object.fromEntries(
    ["basicConstraints", "keyUsage", "extendedKeyUsage", "altNames", "subjectKeyId", "authorityKeyId"].map((key) => [
      key,
      undefined,
    ]),
  );
}

/** The same certificate with its outermost length in three bytes instead of two. */
function longerLength(whole: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x30, 0x83, 0, whole[2]!, whole[3]!), whole.subarray(4)]);
}
