import {
  boolean,
  DerError,
  type DerValue,
  expectTag,
  explicit,
  Fields,
  hex,
  implicit,
  objectIdentifier,
  readDer,
  setBits,
  smallInteger,
  tags,
} from "./der.ts";
import type { DistinguishedName } from "./distinguished-name.ts";
import { type GeneralName, readGeneralName } from "./general-name.ts";

/** One extension as in a certificate: RFC 5280 section 4.1. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** The facts in the extensions that the lab can read; undefined for a missing extension. RFC 5280 section 4.2.1. */
export interface ExtensionFacts {
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength: number | undefined };
  /** In the RFC's words, such as "digitalSignature". */
  readonly keyUsage?: readonly string[];
  /** Object identifiers. */
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectAltNames?: readonly GeneralName[];
  /** In hexadecimal. */
  readonly subjectKeyId?: string;
  readonly authorityKey?: AuthorityKey;
  readonly nameConstraints?: NameConstraints;
  /** Netscape's older form of the extended key usage: whether it allows TLS servers. */
  readonly netscapeServer?: boolean;
  /** Whether every certificate below must be issued under a policy. */
  readonly requiresPolicy?: boolean;
}

/** Which of the keys with the issuer's name signed it. */
export interface AuthorityKey {
  /** In hexadecimal, like the serial number. */
  readonly keyId: string | undefined;
  /** The issuer and serial number of the issuer's own certificate. */
  readonly issuer: DistinguishedName | undefined;
  readonly serial: string | undefined;
}

/** The names to which a CA is limited, and those that it must not use: RFC 5280 section 4.2.1.10. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** The extensions that the lab uses, by object identifier. */
export const extensionIds = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  policyMappings: "2.5.29.33",
  authorityKeyId: "2.5.29.35",
  policyConstraints: "2.5.29.36",
  extendedKeyUsage: "2.5.29.37",
  inhibitAnyPolicy: "2.5.29.54",
  netscapeCertType: "2.16.840.1.113730.1.1",
  proxyCertInfo: "1.3.6.1.5.5.7.1.14",
  ipAddressBlocks: "1.3.6.1.5.5.7.1.7",
  autonomousSystems: "1.3.6.1.5.5.7.1.8",
} as const;

/** Reads a SEQUENCE of extensions. Throws DerError. */
export function readExtensions(value: DerValue): readonly Extension[] {
  return new Fields(value).rest().map((extension) => {
    const fields = new Fields(extension);
    const oid = objectIdentifier(fields.take(tags.objectIdentifier));
    const critical = fields.optional(tags.boolean);
    const { contents } = fields.take(tags.octetString);
    fields.end();
    return { oid, critical: critical !== undefined && boolean(critical), value: contents };
  });
}

/** The facts in extensions, and the object identifiers of those with malformed contents. */
export function extensionFacts(extensions: readonly Extension[]): {
  readonly facts: ExtensionFacts;
  readonly malformed: readonly string[];
} {
  const facts: ExtensionFacts[] = [];
  const malformed: string[] = [];
  for (const { oid, value } of extensions) {
    try {
      facts.push(readers[oid]?.(readDer(value)) ?? {});
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      if (readers[oid] !== undefined) malformed.push(oid);
    }
  }
  return { facts: Object.assign({}, ...facts), malformed };
}

const readers: Readonly<Record<string, (value: DerValue) => ExtensionFacts>> = {
  [extensionIds.basicConstraints](value) {
    const fields = new Fields(value);
    const ca = fields.optional(tags.boolean);
    const pathLength = fields.optional(tags.integer);
    fields.end();
    const most = pathLength && smallInteger(pathLength);
    if (most !== undefined && most < 0) throw new DerError("another structure");
    return { basicConstraints: { ca: ca !== undefined && boolean(ca), pathLength: most } };
  },
  [extensionIds.keyUsage](value) {
    const keyUsage = setBits(expectTag(value, tags.bitString)).flatMap((bit) => keyUsageNames[bit] ?? []);
    return { keyUsage };
  },
  [extensionIds.extendedKeyUsage]: (value) => ({
    extendedKeyUsage: nonEmpty(new Fields(value).rest()).map(objectIdentifier),
  }),
  [extensionIds.subjectAltName]: (value) => ({
    subjectAltNames: new Fields(value).rest().map(readGeneralName),
  }),
  [extensionIds.subjectKeyId]: (value) => ({ subjectKeyId: hex(expectTag(value, tags.octetString).contents) }),
  [extensionIds.authorityKeyId](value) {
    const fields = new Fields(value);
    const keyId = fields.optional(implicit(0));
    const issuer = fields.optional(explicit(1));
    const serial = fields.optional(implicit(2));
    fields.end();
    const names = issuer === undefined ? [] : new Fields(issuer, explicit(1)).rest().map(readGeneralName);
    const directory = names.find((name) => name.kind === "directory");
    return {
      authorityKey: {
        keyId: keyId && hex(keyId.contents),
        issuer: directory?.name,
        serial: serial && hex(serial.contents),
      },
    };
  },
  [extensionIds.nameConstraints](value) {
    const fields = new Fields(value);
    const permitted = fields.optional(explicit(0));
    const excluded = fields.optional(explicit(1));
    fields.end();
    return { nameConstraints: { permitted: subtrees(permitted), excluded: subtrees(excluded) } };
  },
  [extensionIds.netscapeCertType]: (value) => ({
    netscapeServer: setBits(expectTag(value, tags.bitString)).includes(1),
  }),
  [extensionIds.policyConstraints]: (value) => ({
    requiresPolicy: new Fields(value).optional(implicit(0)) !== undefined,
  }),
  [extensionIds.crlDistributionPoints](value) {
    for (const point of nonEmpty(new Fields(value).rest())) expectTag(point, tags.sequence);
    return {};
  },
};

/** In the order of their bits: RFC 5280 section 4.2.1.3. */
const keyUsageNames = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** RFC 5280: the minimum "MUST be zero" and the maximum "MUST be absent", so other subtrees count as malformed. */
function subtrees(value: DerValue | undefined): readonly GeneralName[] {
  if (value === undefined) return [];
  return new Fields(value, value.tag).rest().map((subtree) => {
    const fields = new Fields(subtree);
    const base = readGeneralName(fields.take());
    const minimum = fields.optional(implicit(0));
    fields.end();
    if (minimum !== undefined && smallInteger(minimum) !== 0) throw new DerError("another structure");
    return base;
  });
}

function nonEmpty<Value>(values: readonly Value[]): readonly Value[] {
  if (values.length === 0) throw new DerError("another structure");
  return values;
}
