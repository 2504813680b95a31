import { der, integer, oid, sequence } from "../../../certs/parse/write-der.ts";
import { craft, extension, ids } from "../craft.ts";
import { commonName, explicit, implicit, name, printableString, set, utf8 } from "../der-parts.ts";
import { type Chain, type Change, chainOf, keyIds, keys, names, noKeyIds, type Row } from "./row.ts";

/** A leaf whose issuer has another form than the subject of the CA. */
const otherwise = (label: string, subject: Buffer, issuer: Buffer, fails?: string): Row => ({
  name: `the issuer's name ${label}`,
  middle: { subject },
  leaf: { issuer },
  ...(fails === undefined ? {} : { fails }),
});
const organisation = (value: Buffer) => name(["2.5.4.10", value]);
const bmp = (text: string) => der(0x1e, Buffer.from(text, "utf16le").swap16());
const twoInOne = (...values: readonly Buffer[]) => sequence(set(...values));
const [partO, partCn] = [sequence(oid("2.5.4.10"), utf8("Org")), sequence(oid("2.5.4.3"), utf8("CA"))];

const authorityKey = (...parts: readonly Buffer[]) => ({
  extensions: { authorityKeyId: extension(ids.authorityKeyId, sequence(...parts)) },
});
const issuerAndSerial = (issuer: Buffer, ...serial: readonly number[]) =>
  authorityKey(explicit(1, explicit(4, issuer)), implicit(2, Uint8Array.from(serial)));

const flip = (at: (bytes: Buffer) => number) => (bytes: Buffer) => {
  const changed = Buffer.from(bytes);
  changed[at(bytes)]! ^= 1;
  return changed;
};

/** A path through many CAs, each of which issued the next; all have the same key. */
function longPath(count: number): Row {
  const level = (index: number) => commonName(index === 0 ? "Middle" : `CA ${index}`);
  return {
    name: `a path of ${count + 3} certificates`,
    leaf: { extensions: keyIds(keys.leaf, keys.middle) },
    sent: () =>
      Array.from({ length: count + 1 }, (_, index) => {
        const issuer = index === count ? names.root : level(index + 1);
        const signer = index === count ? keys.root : keys.middle;
        return chainOf({ middle: { subject: level(index), issuer, signer, extensions: keyIds(keys.middle, signer) } })
          .middle;
      }),
    ...(count > 95 ? { fails: "issuer" } : {}),
  };
}

const again = (chain: Pick<Row, "leaf" | "middle" | "root">, role: keyof Chain) => chainOf(chain)[role];
const selfSigned: Change = { issuer: names.leaf, signer: keys.leaf, extensions: keyIds(keys.leaf, keys.leaf) };
const expired: Change = { notBefore: der(0x17, "200101000000Z"), notAfter: der(0x17, "210101000000Z") };

/** Who issued which certificate, and who signed it. */
export const pathRows: readonly Row[] = [
  { name: "the good chain" },
  { name: "the good chain, no name asked for", ask: "" },
  { name: "the root sent too, and all in another order", sent: ({ middle, root }) => [root, middle] },
  {
    name: "a stranger's certificate sent too",
    sent: ({ middle }) => [again({ middle: { key: keys.other } }, "middle"), middle],
  },
  { name: "the CA in the middle not sent", sent: () => [], fails: "issuer" },
  {
    name: "another root with the same name",
    trusted: () => [again({ root: { key: keys.other } }, "root")],
    fails: "issuer",
  },
  {
    name: "another root with the same name, and no key identifiers",
    middle: { extensions: noKeyIds },
    root: { extensions: noKeyIds },
    trusted: () => [again({ root: { key: keys.other, extensions: noKeyIds } }, "root")],
    fails: "signature",
  },
  {
    name: "two roots with the same name, and no key identifiers",
    middle: { extensions: noKeyIds },
    root: { extensions: noKeyIds },
    trusted: ({ root }) => [
      craft(
        {
          subject: names.root,
          issuer: names.root,
          key: keys.other,
          extensions: {},
          version: 1,
          notAfter: der(0x17, "491231235959Z"),
        },
        keys.other,
      ),
      root,
    ],
    wiser: "one of the two made the signature, and OpenSSL does not try both",
  },
  { name: "a renewed root, the old one first", trusted: ({ root }) => [again({ root: expired }, "root"), root] },
  { name: "a renewed root, the old one last", trusted: ({ root }) => [root, again({ root: expired }, "root")] },
  { name: "a renewed CA in the middle", sent: ({ middle }) => [again({ middle: expired }, "middle"), middle] },
  { name: "only the CA in the middle trusted", trusted: ({ middle }) => [middle], fails: "issuer" },
  { name: "only the server's certificate trusted", trusted: ({ leaf }) => [leaf], fails: "issuer" },
  { name: "self-signed and trusted", leaf: selfSigned, trusted: ({ leaf }) => [leaf] },
  { name: "self-signed and not trusted", leaf: selfSigned, fails: "issuer" },
  {
    name: "self-signed and trusted, with a signature that does not fit",
    leaf: { ...selfSigned, signer: keys.other },
    trusted: ({ leaf }) => [leaf],
    fails: "signature",
    stricter: "its bytes were changed, or it was never made with its key",
  },
  { name: "signed by another key than its issuer's", leaf: { signer: keys.other }, fails: "signature" },
  { name: "the CA in the middle signed by another key", middle: { signer: keys.other }, fails: "signature" },
  { name: "a bit of the signature changed", leaf: { change: flip((bytes) => bytes.length - 1) }, fails: "signature" },
  {
    name: "a bit of the contents changed",
    leaf: { change: flip((bytes) => bytes.indexOf("leaf")) },
    fails: "signature",
  },
  {
    name: "another algorithm inside than outside",
    leaf: { innerAlgorithm: sequence(oid("1.2.840.10045.4.3.3")) },
    fails: "signature",
  },
  longPath(10),
  longPath(60),
  longPath(110),
  {
    name: "CAs that issued each other in a circle",
    sent: () => {
      const ring = (subject: string, issuer: string) =>
        again(
          {
            middle: {
              subject: commonName(subject),
              issuer: commonName(issuer),
              signer: keys.middle,
              extensions: keyIds(keys.middle, keys.middle),
            },
          },
          "middle",
        );
      return [ring("Middle", "One"), ring("One", "Two"), ring("Two", "Middle")];
    },
    fails: "issuer",
  },
  otherwise("with other capital letters", commonName("Middle CA"), commonName("MIDDLE ca")),
  otherwise("with two spaces inside", commonName("Middle CA"), commonName("Middle  CA")),
  otherwise("with a tab inside", commonName("Middle CA"), commonName("Middle\tCA")),
  otherwise("with spaces around it", commonName("Middle CA"), commonName("  Middle CA ")),
  otherwise("without its space", commonName("Middle CA"), commonName("MiddleCA"), "issuer"),
  otherwise("as PrintableString", organisation(utf8("Org")), organisation(printableString("Org"))),
  otherwise("as BMPString", organisation(utf8("Ñandú Org")), organisation(bmp("Ñandú Org"))),
  otherwise("as TeletexString", organisation(utf8("Ñandú")), organisation(der(0x14, "Ñandú"))),
  otherwise("as UniversalString", organisation(utf8("A")), organisation(der(0x1c, Uint8Array.of(0, 0, 0, 0x41)))),
  otherwise("as NumericString", organisation(utf8("12")), organisation(der(0x12, "12")), "issuer"),
  otherwise("with a capital letter beyond ASCII", organisation(utf8("Ñandú")), organisation(utf8("ñandú")), "issuer"),
  otherwise("in two parts of one relative name", twoInOne(partCn, partO), twoInOne(partO, partCn)),
  otherwise("in another order", sequence(set(partCn), set(partO)), sequence(set(partO), set(partCn)), "issuer"),
  otherwise("with one part less", sequence(set(partCn), set(partO)), sequence(set(partCn)), "issuer"),
  otherwise("under another type", organisation(utf8("Org")), commonName("Org"), "issuer"),
  otherwise("empty on both sides", sequence(), sequence()),
  { name: "a subject that is empty", leaf: { subject: sequence() } },
  { name: "a key identifier of another issuer", leaf: authorityKey(implicit(0, "another key")), fails: "issuer" },
  {
    name: "no key identifiers at all",
    leaf: { extensions: noKeyIds },
    middle: { extensions: noKeyIds },
    root: { extensions: noKeyIds },
  },
  { name: "an issuer and serial number that fit", leaf: issuerAndSerial(names.root, 0x51, 0x3a, 0x07) },
  { name: "a serial number of another issuer", leaf: issuerAndSerial(names.root, 0x51), fails: "issuer" },
  {
    name: "an issuer of the issuer that does not fit",
    leaf: issuerAndSerial(names.leaf, 0x51, 0x3a, 0x07),
    fails: "issuer",
  },
  { name: "a serial number of 0", leaf: { serial: integer(0) } },
  { name: "a negative serial number", leaf: { serial: integer(0xff) } },
  { name: "a serial number of 30 bytes", leaf: { serial: integer(...Array<number>(30).fill(7)) } },
];
