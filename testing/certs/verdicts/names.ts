import { oid, sequence } from "../../../certs/parse/write-der.ts";
import { altNames, dns, extension, ids, ip } from "../craft.ts";
import { commonName, explicit, implicit, utf8 } from "../der-parts.ts";
import { names, type Row } from "./row.ts";

const commonNameUnseen = "RFC 9525: a common name is free text, and not looked at";
const wholeLabels = "RFC 9525 section 6.3: a star is a whole label";

/** A certificate with some names, checked for one name. */
function named(san: readonly Buffer[], ask: string, fails?: string, stricter?: string): Row {
  const shown = san.map((one) => JSON.stringify(one.subarray(2).toString("latin1"))).join(", ");
  return {
    name: `names ${shown}, asked for ${JSON.stringify(ask)}`,
    leaf: { extensions: { altNames: altNames(...san) } },
    ask,
    ...(fails === undefined ? {} : { fails }),
    ...(stricter === undefined ? {} : { stricter }),
  };
}
const host = (name: string, ask: string, fails?: string, stricter?: string) => named([dns(name)], ask, fails, stricter);
const loopback6 = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const otherName = explicit(0, oid("1.3.6.1.5.5.7.8.5"), explicit(0, utf8("www.example.org")));

/** Whose name is in the certificate: RFC 9525. */
export const nameRows: readonly Row[] = [
  host("www.example.org", "www.example.org"),
  host("WWW.Example.ORG", "www.example.org"),
  host("www.example.org", "WWW.EXAMPLE.ORG"),
  host("www.example.org", "example.org", "name"),
  host("example.org", "www.example.org", "name"),
  host("www.example.org.", "www.example.org", "name"),
  host("www.example.org", "www.example.org.", "name"),
  host("*.example.org", "www.example.org"),
  host("*.example.org", "a.b.example.org", "name"),
  host("*.example.org", "example.org", "name"),
  host("*.example.org", "*.example.org", "name", "a name with a star is no host's"),
  host("*.EXAMPLE.org", "www.example.ORG"),
  host("w*.example.org", "www.example.org", "name", wholeLabels),
  host("*w.example.org", "www.example.org", "name", wholeLabels),
  host("w*w.example.org", "www.example.org", "name"),
  host("*.*.example.org", "a.b.example.org", "name"),
  host("www.*.org", "www.example.org", "name"),
  host("**.example.org", "www.example.org", "name"),
  host("*", "localhost", "name"),
  host("*.org", "example.org", "name"),
  host("*.", "www", "name"),
  host("*.example.org", "xn--and-6ma2c.example.org"),
  host("xn--*.example.org", "xn--and-6ma2c.example.org", "name"),
  host("xn--and-6ma2c.example.org", "xn--and-6ma2c.example.org"),
  host("a_b.example.org", "a_b.example.org"),
  host("www.example.org", ".example.org", "name", "a name that begins with a dot is no host's"),
  host("www.example.org", "www..example.org", "name"),
  host("www.example.org", "-", "name"),
  host("", "www.example.org", "name"),
  host("www.example.org\0.evil.example", "www.example.org", "name"),
  host("www.example.org ", "www.example.org", "name"),
  host(" www.example.org", "www.example.org", "name"),
  host("www.example.org, DNS:evil.example", "evil.example", "name"),
  named([dns("evil.example"), dns("www.example.org")], "www.example.org"),
  named([], "www.example.org", "name"),
  named([ip(192, 0, 2, 7)], "192.0.2.7"),
  named([ip(192, 0, 2, 7)], "192.0.2.8", "name"),
  named([ip(192, 0, 2, 7)], "192.0.2.7.", "name"),
  named([ip(192, 0, 2, 7)], "[192.0.2.7]", undefined),
  named([ip(192, 0, 2, 7)], "::ffff:192.0.2.7", "name"),
  named([ip(192, 0, 2, 7, 0)], "192.0.2.7", "name"),
  named([ip(127, 0, 0, 1)], "127.1", "name"),
  named([ip(127, 0, 0, 1)], "127.0.0.01", "name"),
  named([dns("192.0.2.7")], "192.0.2.7", "name"),
  named([dns("*.0.2.7")], "192.0.2.7", "name"),
  named([loopback6], "::1"),
  named([loopback6], "0:0:0:0:0:0:0:1"),
  named([loopback6], "[::1]"),
  named([loopback6], "::2", "name"),
  named([loopback6], "127.0.0.1", "name"),
  named([dns("localhost"), ip(127, 0, 0, 1), loopback6], "localhost"),
  named([otherName], "www.example.org", "name"),
  named([otherName, dns("www.example.org")], "www.example.org"),
  named([explicit(4, names.leaf)], "www.example.org", "name"),
  {
    name: "an e-mail address, and the name as common name",
    leaf: {
      subject: commonName("www.example.org"),
      extensions: { altNames: altNames(implicit(1, "ana@example.org")) },
    },
    fails: "name",
    stricter: commonNameUnseen,
  },
  {
    name: "a URI, and the name as common name",
    leaf: {
      subject: commonName("www.example.org"),
      extensions: { altNames: altNames(implicit(6, "https://www.example.org/")) },
    },
    fails: "name",
    stricter: commonNameUnseen,
  },
  {
    name: "an address, and the name as common name",
    leaf: { subject: commonName("www.example.org"), extensions: { altNames: altNames(ip(192, 0, 2, 7)) } },
    fails: "name",
    stricter: commonNameUnseen,
  },
  {
    name: "another host, and the name as common name",
    leaf: { subject: commonName("www.example.org"), extensions: { altNames: altNames(dns("example.org")) } },
    fails: "name",
  },
  {
    name: "the name as common name alone",
    leaf: { subject: commonName("www.example.org"), extensions: { altNames: undefined } },
    fails: "name",
    stricter: commonNameUnseen,
  },
  { name: "no name at all", leaf: { extensions: { altNames: undefined } }, fails: "name" },
  { name: "no name at all, and none asked for", leaf: { extensions: { altNames: undefined } }, ask: "" },
  {
    name: "an empty subject and a critical subjectAltName",
    leaf: {
      subject: sequence(),
      extensions: { altNames: extension(ids.subjectAltName, sequence(dns("www.example.org")), true) },
    },
  },
];
