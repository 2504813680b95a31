import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  altNames,
  authorityKeyId,
  basicConstraints,
  type Content,
  craft,
  dns,
  type Extensions,
  extendedKeyUsage,
  keyUsage,
  subjectKeyId,
} from "../craft.ts";
import { commonName } from "../der-parts.ts";

/** The change in a certificate of the good chain. Extensions replace the usual ones of the same name. */
export interface Change extends Omit<Partial<Content>, "extensions"> {
  readonly extensions?: Extensions;
  readonly signer?: KeyObject;
}

/** A server's certificate, the CA that issued it, and the CA that issued that one, in DER. */
export interface Chain {
  readonly leaf: Buffer;
  readonly middle: Buffer;
  readonly root: Buffer;
}

/** One row of the table of verdicts: the good chain with something changed. */
export interface Row {
  readonly name: string;
  readonly leaf?: Change;
  readonly middle?: Change;
  readonly root?: Change;
  /** The name to check; "" checks none. Default www.example.org. */
  readonly ask?: string;
  /** What the server sends after its own certificate; by default the CA in the middle. */
  readonly sent?: (chain: Chain) => readonly Buffer[];
  /** The trusted certificates; by default the root. */
  readonly trusted?: (chain: Chain) => readonly Buffer[];
  /** The lab's check that must fail; without one, both must accept. */
  readonly fails?: string;
  /** OpenSSL accepts, and why the lab does not. */
  readonly stricter?: string;
  /** OpenSSL refuses, and why the lab is right to accept. */
  readonly wiser?: string;
}

export const ecKey = (namedCurve: string): KeyObject => generateKeyPairSync("ec", { namedCurve }).privateKey;
export const rsaKey = (modulusLength: number): KeyObject => generateKeyPairSync("rsa", { modulusLength }).privateKey;

/** The keys of the good chain, and an RSA key for some signatures. */
export const keys = {
  leaf: ecKey("P-256"),
  middle: ecKey("P-256"),
  root: ecKey("P-256"),
  other: ecKey("P-256"),
  rsa: rsaKey(2048),
};

export const names = { leaf: commonName("leaf"), middle: commonName("Middle"), root: commonName("Root") };
export const serverAuth = "1.3.6.1.5.5.7.3.1";

/** Makes the chain of a row. The keys of changed CAs sign, unless a change names another signer. */
export function chainOf({ leaf = {}, middle = {}, root = {} }: Pick<Row, "leaf" | "middle" | "root">): Chain {
  const rootKey = root.key ?? keys.root;
  const middleKey = middle.key ?? keys.middle;
  const leafKey = leaf.key ?? keys.leaf;
  const authority = { basicConstraints: basicConstraints(true), keyUsage: keyUsage(5, 6) };
  const make = (usual: Content, { signer, ...change }: Change, issuerKey: KeyObject | Uint8Array) =>
    craft(
      { ...usual, ...change, extensions: { ...usual.extensions, ...change.extensions } },
      signer ?? (issuerKey as KeyObject),
    );
  return {
    root: make(
      {
        subject: names.root,
        issuer: root.subject ?? names.root,
        key: rootKey,
        extensions: { ...authority, subjectKeyId: subjectKeyId(rootKey) },
      },
      root,
      rootKey,
    ),
    middle: make(
      {
        subject: names.middle,
        issuer: root.subject ?? names.root,
        key: middleKey,
        extensions: { ...authority, ...keyIds(middleKey, rootKey) },
      },
      middle,
      rootKey,
    ),
    leaf: make(
      {
        subject: names.leaf,
        issuer: middle.subject ?? names.middle,
        key: leafKey,
        extensions: {
          basicConstraints: basicConstraints(false),
          keyUsage: keyUsage(0),
          extendedKeyUsage: extendedKeyUsage(serverAuth),
          altNames: altNames(dns("www.example.org")),
          ...keyIds(leafKey, middleKey),
        },
      },
      leaf,
      middleKey,
    ),
  };
}

export function keyIds(key: KeyObject | Uint8Array, issuerKey: KeyObject | Uint8Array): Extensions {
  return { subjectKeyId: subjectKeyId(key), authorityKeyId: authorityKeyId(issuerKey) };
}

/** Without the two extensions that name keys. */
export const noKeyIds: Extensions = { subjectKeyId: undefined, authorityKeyId: undefined };
