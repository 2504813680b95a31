import { oid, sequence } from "../../../certs/parse/write-der.ts";
import { altNames, dns, extension, ids, ip } from "../craft.ts";
import { commonName, explicit, ia5, implicit, name, utf8 } from "../der-parts.ts";
import { chainOf, keyIds, keys, names, type Row } from "./row.ts";

const subtrees = (number: number, ...bases: readonly Buffer[]) =>
  explicit(number, ...bases.map((base) => sequence(base)));
const limits = (...parts: readonly Buffer[]) => extension(ids.nameConstraints, sequence(...parts), true);
const permit = (...bases: readonly Buffer[]) => limits(subtrees(0, ...bases));
const exclude = (...bases: readonly Buffer[]) => limits(subtrees(1, ...bases));
type Attribute = readonly [type: string, value: Buffer];
const directory = (...attributes: readonly Attribute[]) => explicit(4, name(...attributes));
const org = (value: string): Attribute => ["2.5.4.10", utf8(value)];
const email = (text: string) => implicit(1, text);
const uri = (text: string) => implicit(6, text);
const otherName = (value: string) => explicit(0, oid("1.2.3.4"), explicit(0, utf8(value)));

/** A CA in the middle with limits, and a server with these names. */
function limited(label: string, limit: Buffer, san: readonly Buffer[], fails?: string, ask = ""): Row {
  return {
    name: `name limits: ${label}`,
    middle: { extensions: { limit } },
    leaf: { extensions: { altNames: san.length === 0 ? undefined : altNames(...san) } },
    ask,
    ...(fails === undefined ? {} : { fails }),
  };
}
const within = (label: string, limit: Buffer, ...san: readonly Buffer[]) => limited(label, limit, san);
const outside = (label: string, limit: Buffer, ...san: readonly Buffer[]) => limited(label, limit, san, "name limits");
const network = ip(192, 0, 2, 0, 255, 255, 255, 0);
const www = dns("www.example.org");
const network6 = ip(0x20, 1, 0xd, 0xb8, ...Array<number>(12).fill(0), 255, 255, 255, 255, ...Array<number>(12).fill(0));

/** Name constraints: RFC 5280 section 4.2.1.10. */
export const limitRows: readonly Row[] = [
  within("a domain, a host in it", permit(dns("example.org")), www),
  within("a domain, itself", permit(dns("example.org")), dns("example.org")),
  within("a domain in capitals", permit(dns("EXAMPLE.org")), dns("www.Example.ORG")),
  within("a domain with a dot, a host in it", permit(dns(".example.org")), www),
  within("the empty domain", permit(dns("")), www),
  within("two domains", permit(dns("example.com"), dns("example.org")), www),
  within("a domain, a star in it", permit(dns("example.org")), dns("*.example.org")),
  within("a domain, an address", permit(dns("example.org")), ip(192, 0, 2, 7)),
  within("a domain, no host name at all", permit(dns("example.org"))),
  outside("a domain with a dot, itself", permit(dns(".example.org")), dns("example.org")),
  outside("a domain, another one", permit(dns("example.org")), dns("www.example.com")),
  outside("a domain, one that ends alike", permit(dns("example.org")), dns("badexample.org")),
  outside("a domain, one of two hosts outside", permit(dns("example.org")), www, dns("evil.example")),
  outside("a longer domain than the host", permit(dns("www.example.org")), dns("example.org")),
  outside("an excluded domain", exclude(dns("example.org")), www),
  within("another excluded domain", exclude(dns("example.com")), www),
  outside("permitted, but excluded", limits(subtrees(0, dns("org")), subtrees(1, dns("example.org"))), www),
  outside("the empty domain excluded", exclude(dns("")), www),
  {
    ...outside("an excluded host, and a star above it", exclude(dns("www.example.org")), dns("*.example.org")),
    stricter: "the star is good for the excluded host",
  },
  within("an excluded host two levels below a star", exclude(dns("a.b.example.org")), dns("*.example.org")),
  within("a network, an address in it", permit(network), ip(192, 0, 2, 7)),
  outside("a network, an address outside", permit(network), ip(192, 0, 3, 7)),
  outside("a network, an address of version 6", permit(network), ip(...Array<number>(16).fill(1))),
  outside("an excluded network", exclude(network), ip(192, 0, 2, 7)),
  within("a network of version 6", permit(network6), ip(0x20, 1, 0xd, 0xb8, ...Array<number>(12).fill(7))),
  outside("a network of version 6, an address outside", permit(network6), ip(...Array<number>(16).fill(7))),
  outside("a network without a mask", permit(ip(192, 0, 2, 7)), ip(192, 0, 2, 7)),
  within("an e-mail host", permit(email("example.org")), www, email("ana@example.org")),
  outside("an e-mail host, another", permit(email("example.org")), www, email("ana@mail.example.org")),
  within("an e-mail domain", permit(email(".example.org")), www, email("ana@mail.example.org")),
  within("a mailbox", permit(email("ana@example.org")), www, email("ana@EXAMPLE.org")),
  outside("a mailbox, another", permit(email("ana@example.org")), www, email("Ana@example.org")),
  outside("an excluded e-mail host", exclude(email("example.org")), www, email("ana@example.org")),
  outside("an e-mail host, a name without @", exclude(email("example.com")), www, email("example.org")),
  within("an e-mail host, no e-mail address", permit(email("example.org")), www),
  {
    ...outside("an e-mail host, another in the subject", permit(email("example.org")), www),
    leaf: { subject: name(["1.2.840.113549.1.9.1", ia5("ana@example.com")]) },
  },
  within("a URI host", permit(uri("example.org")), www, uri("https://Example.org/")),
  within("a URI host, with a port", permit(uri("example.org")), www, uri("https://example.org:8443/a")),
  within("a URI domain", permit(uri(".example.org")), www, uri("spiffe://mail.example.org/a")),
  outside("a URI host, one below it", permit(uri("example.org")), www, uri("https://www.example.org/")),
  outside("a URI domain, itself", permit(uri(".example.org")), www, uri("https://example.org/")),
  outside("a URI host, another", permit(uri("example.org")), www, uri("https://example.com/example.org")),
  outside("a URI host, a name before it", permit(uri("example.org")), www, uri("https://ana@example.org/")),
  outside("an excluded URI host", exclude(uri("example.org")), www, uri("ldap://example.org/")),
  outside("a URI host, a URI without one", permit(uri("example.org")), www, uri("urn:example.org")),
  outside("a URI host, another", permit(uri("example.org")), www, uri("https://example.com/")),
  within("a URI host, no URI", permit(uri("example.org")), www),
  outside("another kind of name", permit(otherName("a")), www, otherName("b")),
  within("another kind of name, and none there", permit(otherName("a")), www),
  {
    name: "name limits: a directory, a name below it",
    middle: { extensions: { limit: permit(directory(org("Org"))) } },
    leaf: { subject: name(org("ORG"), ["2.5.4.3", utf8("leaf")]) },
  },
  {
    name: "name limits: a directory, a name elsewhere",
    middle: { extensions: { limit: permit(directory(org("Org"))) } },
    leaf: { subject: name(org("Organisation")) },
    fails: "name limits",
  },
  {
    name: "name limits: a directory, a shorter name",
    middle: { extensions: { limit: permit(directory(org("Org"), ["2.5.4.11", utf8("Unit")])) } },
    leaf: { subject: name(org("Org")) },
    fails: "name limits",
  },
  {
    name: "name limits: an excluded directory",
    middle: { extensions: { limit: exclude(directory(org("Org"))) } },
    leaf: { subject: name(org("Org"), ["2.5.4.3", utf8("leaf")]) },
    fails: "name limits",
  },
  {
    name: "name limits: a directory, a directory name among the others",
    middle: { extensions: { limit: permit(directory(["2.5.4.3", utf8("leaf")])) } },
    leaf: { extensions: { altNames: altNames(www, directory(org("Evil"))) } },
    fails: "name limits",
  },
  {
    ...outside("a domain, a common name elsewhere", permit(dns("example.org"))),
    leaf: { subject: commonName("evil.example"), extensions: { altNames: undefined } },
  },
  {
    ...within("a domain, a common name elsewhere beside a host", permit(dns("example.org"))),
    leaf: { subject: commonName("evil.example"), extensions: { altNames: altNames(www) } },
  },
  {
    name: "name limits: of the root",
    root: { extensions: { limit: permit(dns("example.com")) } },
    fails: "name limits",
  },
  {
    name: "name limits: of the root, for directories; the CA in the middle is outside",
    root: { extensions: { limit: permit(directory(["2.5.4.3", utf8("leaf")])) } },
    fails: "name limits",
  },
  {
    name: "name limits: of the root, but the CA in the middle issued itself",
    root: { extensions: { limit: permit(directory(["2.5.4.3", utf8("leaf")])) } },
    middle: {
      subject: names.root,
      issuer: names.root,
      extensions: { ...keyIds(keys.middle, keys.root), limit: undefined },
    },
    leaf: { issuer: names.root },
  },
  { name: "name limits: of the server itself", leaf: { extensions: { limit: permit(dns("example.com")) } } },
  {
    name: "name limits: of two CAs, the lower wider",
    root: { extensions: { limit: permit(dns("example.com")) } },
    middle: { extensions: { limit: permit(dns("org")) } },
    fails: "name limits",
  },
  {
    name: "name limits: not critical",
    middle: { extensions: { limit: extension(ids.nameConstraints, sequence(subtrees(0, dns("example.com")))) } },
    fails: "name limits",
  },
  {
    name: "name limits: with a minimum of 0",
    middle: { extensions: { limit: limits(explicit(0, sequence(dns("example.org"), implicit(0, Uint8Array.of(0))))) } },
  },
  {
    name: "name limits: with a minimum of 1",
    middle: { extensions: { limit: limits(explicit(0, sequence(dns("example.org"), implicit(0, Uint8Array.of(1))))) } },
    fails: "readable",
  },
  { name: "name limits: none at all", middle: { extensions: { limit: limits() } } },
  {
    name: "name limits: twice",
    middle: { extensions: { limit: [permit(dns("example.org")), permit(dns("org"))] } },
    fails: "readable",
  },
  {
    name: "name limits: of a CA that is not on the path",
    sent: ({ middle }) => [
      middle,
      chainOf({ middle: { key: keys.other, extensions: { limit: permit(dns("example.com")) } } }).middle,
    ],
  },
];
