import { der, integer, octets, oid, sequence } from "../../../certs/parse/write-der.ts";
import { basicConstraints, extendedKeyUsage, extension, ids, keyUsage } from "../craft.ts";
import { bits, boolean, commonName } from "../der-parts.ts";
import { chainOf, keyIds, keys, names, type Row, serverAuth } from "./row.ts";

const constraints = (value: Buffer) => extension(ids.basicConstraints, value, true);
const netscape = (...types: readonly number[]) => extension(ids.netscapeCertType, bits(...types));
const none = Object.fromEntries(
  ["basicConstraints", "keyUsage", "extendedKeyUsage", "altNames", "subjectKeyId", "authorityKeyId"].map((key) => [
    key,
    undefined,
  ]),
);
const clientAuth = "1.3.6.1.5.5.7.3.2";
const anyPurpose = "2.5.29.37.0";

const leafPurposes = (label: string, purposes: readonly string[], fails?: string, stricter?: string): Row => ({
  name: `extended key usage: ${label}`,
  leaf: { extensions: { extendedKeyUsage: extendedKeyUsage(...purposes) } },
  ...(fails === undefined ? {} : { fails }),
  ...(stricter === undefined ? {} : { stricter }),
});
const serverGated = "given up in 2000, and no forerunner of serverAuth is in use";

/** A second CA in the middle, between the root and the usual one; both have the same key. */
const secondMiddle = (subject: Buffer, own: Buffer) => () => {
  const signed = { signer: keys.middle, extensions: { ...keyIds(keys.middle, keys.middle), basicConstraints: own } };
  const lower = chainOf({ middle: { issuer: subject, ...signed } }).middle;
  return [lower, chainOf({ middle: { subject } }).middle];
};

/** Who may sign, and the allowed uses of each key: RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12. */
export const authorityRows: readonly Row[] = [
  {
    name: "the CA in the middle without basic constraints",
    middle: { extensions: { basicConstraints: undefined } },
    fails: "CA flag",
  },
  {
    name: "the CA in the middle with CA:FALSE",
    middle: { extensions: { basicConstraints: basicConstraints(false) } },
    fails: "CA flag",
  },
  { name: "the CA in the middle of version 1", middle: { version: 1, extensions: none }, fails: "CA flag" },
  { name: "the CA in the middle of version 3 without extensions", middle: { extensions: none }, fails: "CA flag" },
  {
    name: "the CA in the middle with Netscape's type alone",
    middle: { extensions: { basicConstraints: undefined, netscape: netscape(5) } },
    fails: "CA flag",
  },
  {
    name: "the root with CA:FALSE",
    root: { extensions: { basicConstraints: basicConstraints(false) } },
    fails: "CA flag",
  },
  { name: "the root of version 1", root: { version: 1, extensions: none } },
  { name: "the root of version 3 without extensions", root: { extensions: none }, fails: "CA flag" },
  {
    name: "the root without basic constraints, with a key usage",
    root: { extensions: { basicConstraints: undefined } },
    fails: "CA flag",
    stricter: "RFC 5280 section 6.1.4 (k) wants the mark",
  },
  {
    name: "the root with Netscape's type alone",
    root: { extensions: { ...none, netscape: netscape(5) } },
    fails: "CA flag",
    stricter: "RFC 5280 section 6.1.4 (k) wants the mark",
  },
  {
    name: "basic constraints that are not critical",
    middle: { extensions: { basicConstraints: extension(ids.basicConstraints, sequence(boolean(true))) } },
  },
  { name: "a server's certificate with CA:TRUE", leaf: { extensions: { basicConstraints: basicConstraints(true) } } },
  { name: "a server's certificate without basic constraints", leaf: { extensions: { basicConstraints: undefined } } },
  { name: "CA:FALSE with a path length", leaf: { extensions: { basicConstraints: basicConstraints(false, 3) } } },
  { name: "a path length that is kept to", middle: { extensions: { basicConstraints: basicConstraints(true, 0) } } },
  { name: "the root's path length kept to", root: { extensions: { basicConstraints: basicConstraints(true, 1) } } },
  {
    name: "the root's path length too small",
    root: { extensions: { basicConstraints: basicConstraints(true, 0) } },
    fails: "CA flag",
  },
  {
    name: "two CAs in the middle, and a root that allows one",
    root: { extensions: { basicConstraints: basicConstraints(true, 1) } },
    sent: secondMiddle(commonName("Upper"), basicConstraints(true)),
    fails: "CA flag",
  },
  {
    name: "two CAs in the middle, the lower with path length 0",
    sent: secondMiddle(commonName("Upper"), basicConstraints(true, 0)),
  },
  {
    name: "a CA that issued itself does not count for the path length",
    root: { extensions: { basicConstraints: basicConstraints(true, 1) } },
    sent: ({ middle }) => [
      chainOf({ middle: { issuer: names.middle, signer: keys.other, extensions: keyIds(keys.middle, keys.other) } })
        .middle,
      chainOf({ middle: { key: keys.other } }).middle,
      middle,
    ],
  },
  {
    name: "a negative path length",
    middle: { extensions: { basicConstraints: constraints(sequence(boolean(true), integer(0xff))) } },
    fails: "readable",
  },
  {
    name: "basic constraints that are garbage",
    middle: { extensions: { basicConstraints: constraints(Buffer.from("garbage")) } },
    fails: "readable",
  },
  {
    name: "basic constraints that are empty bytes",
    leaf: { extensions: { basicConstraints: constraints(Buffer.alloc(0)) } },
    fails: "readable",
  },
  {
    name: "basic constraints of another type",
    leaf: { extensions: { basicConstraints: constraints(octets()) } },
    fails: "readable",
  },
  {
    name: "basic constraints with bytes behind them",
    leaf: { extensions: { basicConstraints: constraints(Buffer.concat([sequence(), sequence()])) } },
    fails: "readable",
    stricter: "RFC 5280 section 4.1: the value is one DER value",
  },
  {
    name: "basic constraints with a third field",
    leaf: { extensions: { basicConstraints: constraints(sequence(boolean(true), integer(1), integer(1))) } },
    fails: "readable",
  },
  {
    name: "TRUE as another byte than 0xff",
    middle: { extensions: { basicConstraints: constraints(sequence(der(0x01, Uint8Array.of(1)))) } },
    fails: "readable",
    stricter: "DER has one form only (RFC 5280 section 4.1)",
  },
  { name: "CA:FALSE written out", leaf: { extensions: { basicConstraints: constraints(sequence(boolean(false))) } } },

  { name: "key usage keyEncipherment", leaf: { extensions: { keyUsage: keyUsage(2) } } },
  { name: "key usage keyAgreement", leaf: { extensions: { keyUsage: keyUsage(4) } } },
  { name: "key usage digitalSignature and keyCertSign", leaf: { extensions: { keyUsage: keyUsage(0, 5) } } },
  { name: "key usage keyCertSign alone", leaf: { extensions: { keyUsage: keyUsage(5) } }, fails: "key usage" },
  { name: "key usage nonRepudiation alone", leaf: { extensions: { keyUsage: keyUsage(1) } }, fails: "key usage" },
  { name: "key usage decipherOnly alone", leaf: { extensions: { keyUsage: keyUsage(8) } }, fails: "key usage" },
  {
    name: "key usage with no bit set",
    leaf: { extensions: { keyUsage: extension(ids.keyUsage, bits(), true) } },
    fails: "readable",
  },
  { name: "key usage with no known bit set", leaf: { extensions: { keyUsage: keyUsage(12) } }, fails: "readable" },
  {
    name: "key usage that is garbage",
    leaf: { extensions: { keyUsage: extension(ids.keyUsage, integer(1)) } },
    fails: "readable",
  },
  { name: "key usage that is not critical", leaf: { extensions: { keyUsage: extension(ids.keyUsage, bits(0)) } } },
  { name: "no key usage", leaf: { extensions: { keyUsage: undefined } } },
  {
    name: "the CA in the middle without keyCertSign",
    middle: { extensions: { keyUsage: keyUsage(0, 6) } },
    fails: "key usage",
  },
  { name: "the CA in the middle without key usage", middle: { extensions: { keyUsage: undefined } } },
  { name: "the root without keyCertSign", root: { extensions: { keyUsage: keyUsage(6) } }, fails: "key usage" },

  leafPurposes("client", [clientAuth], "key usage"),
  leafPurposes("client and server", [clientAuth, serverAuth]),
  leafPurposes("any", [anyPurpose], "key usage"),
  leafPurposes("any and server", [anyPurpose, serverAuth]),
  leafPurposes("signing of programs", ["1.3.6.1.5.5.7.3.3"], "key usage"),
  leafPurposes("unknown", ["1.2.3.4"], "key usage"),
  leafPurposes("Microsoft's Server Gated Cryptography", ["1.3.6.1.4.1.311.10.3.3"], "key usage", serverGated),
  leafPurposes("Netscape's Server Gated Cryptography", ["2.16.840.1.113730.4.1"], "key usage", serverGated),
  {
    name: "extended key usage: empty",
    leaf: { extensions: { extendedKeyUsage: extendedKeyUsage() } },
    fails: "readable",
  },
  {
    name: "extended key usage that is garbage",
    leaf: { extensions: { extendedKeyUsage: extension(ids.extendedKeyUsage, oid(serverAuth)) } },
    fails: "readable",
  },
  {
    name: "extended key usage that is critical",
    leaf: { extensions: { extendedKeyUsage: extension(ids.extendedKeyUsage, sequence(oid(serverAuth)), true) } },
  },
  { name: "no extended key usage", leaf: { extensions: { extendedKeyUsage: undefined } } },
  {
    name: "the CA in the middle for clients only",
    middle: { extensions: { extendedKeyUsage: extendedKeyUsage(clientAuth) } },
    fails: "key usage",
  },
  {
    name: "the CA in the middle for servers",
    middle: { extensions: { extendedKeyUsage: extendedKeyUsage(serverAuth) } },
  },
  {
    name: "the CA in the middle for any purpose",
    middle: { extensions: { extendedKeyUsage: extendedKeyUsage(anyPurpose) } },
    fails: "key usage",
  },
  {
    name: "the root for clients only",
    root: { extensions: { extendedKeyUsage: extendedKeyUsage(clientAuth) } },
    fails: "key usage",
  },

  { name: "Netscape's type: server", leaf: { extensions: { netscape: netscape(1) } } },
  { name: "Netscape's type: client", leaf: { extensions: { netscape: netscape(0) } }, fails: "key usage" },
  { name: "Netscape's type: client and server", leaf: { extensions: { netscape: netscape(0, 1) } } },
  { name: "Netscape's type: CA", leaf: { extensions: { netscape: netscape(5) } }, fails: "key usage" },
  {
    name: "Netscape's type: critical",
    leaf: { extensions: { netscape: extension(ids.netscapeCertType, bits(1), true) } },
  },
  {
    name: "Netscape's type: garbage",
    leaf: { extensions: { netscape: extension(ids.netscapeCertType, integer(1)) } },
    fails: "readable",
  },
  { name: "Netscape's type: client, for a CA", middle: { extensions: { netscape: netscape(0) } } },
];
