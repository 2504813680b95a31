import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { isTls13, protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { extensionType } from "../../../sniffer/wire/tls/registry/iana-names.ts";

/** The offers of a ClientHello; missing fields are not offered. Numbers as on the wire. */
export interface Offer {
  /** The offered version, and with TLS 1.3 perhaps others: RFC 8446 section 4.2.1. */
  readonly version: number;
  readonly olderToo?: readonly number[];
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
  /** Key shares for TLS 1.3; without one, the server names the group that it wants. */
  readonly shares?: readonly { readonly group: number; readonly publicKey: Uint8Array }[];
  /** Compression methods; "null" is always included. */
  readonly compression?: readonly number[];
  readonly name?: string | undefined;
}

/**
 * Writes a ClientHello in a record: RFC 8446 section 4.1.2, with the extensions that an audit asks about. This
 * machine's library cannot make broken offers, but an audit wants the server's answers to them.
 */
export function writeClientHello(offer: Offer): Buffer {
  const { version, suites, compression = [] } = offer;
  const isNew = isTls13(version);
  const body = Buffer.concat([
    uint16(isNew ? protocolVersion["TLS 1.2"] : version),
    randomBytes(32),
    vector(1, randomBytes(isNew ? 32 : 0)),
    vector(2, ...suites.map(uint16)),
    // TLS 1.3 allows only "null": RFC 8446 section 4.1.2.
    vector(1, Buffer.from([...(isNew ? [] : compression), 0])),
    // SSL 3.0 has no extensions (RFC 6101 section 5.6.1.2): an old server may close because of them.
    ...(version <= protocolVersion["SSL 3.0"] ? [] : [vector(2, ...extensions(offer, isNew))]),
  ]);
  const message = Buffer.concat([Buffer.from([0x01]), vector(3, body)]);
  // The first record of a client has at most TLS 1.0, for old servers: RFC 8446 section 5.1.
  const recordVersion = Math.min(version, protocolVersion["TLS 1.0"]);
  return Buffer.concat([Buffer.from([0x16]), uint16(recordVersion), vector(2, message)]);
}

function extensions(
  { version, olderToo = [], groups, schemes, shares = [], name }: Offer,
  isNew: boolean,
): readonly Buffer[] {
  const hostName = name === undefined || isIP(name) !== 0 ? undefined : Buffer.from(name, "latin1");
  const knowsSchemes = version >= protocolVersion["TLS 1.2"];
  return [
    ...(hostName === undefined
      ? []
      : [extension(extensionType.server_name, vector(2, Buffer.from([0]), vector(2, hostName)))]),
    extension(extensionType.ec_point_formats, vector(1, Buffer.from([0]))),
    ...(groups.length === 0 ? [] : [extension(extensionType.supported_groups, vector(2, ...groups.map(uint16)))]),
    ...(knowsSchemes ? [extension(extensionType.signature_algorithms, vector(2, ...schemes.map(uint16)))] : []),
    extension(extensionType.encrypt_then_mac, noBytes),
    extension(extensionType.extended_master_secret, noBytes),
    extension(extensionType.session_ticket, noBytes),
    extension(extensionType.renegotiation_info, vector(1, noBytes)),
    ...(isNew ? tls13Extensions([version, ...olderToo], shares) : []),
  ];
}

function tls13Extensions(versions: readonly number[], shares: NonNullable<Offer["shares"]>): readonly Buffer[] {
  return [
    extension(extensionType.supported_versions, vector(1, ...versions.map(uint16))),
    extension(extensionType.psk_key_exchange_modes, vector(1, Buffer.from([1]))),
    extension(
      extensionType.key_share,
      vector(2, ...shares.map(({ group, publicKey }) => Buffer.concat([uint16(group), vector(2, publicKey)]))),
    ),
  ];
}

const noBytes = Buffer.alloc(0);

function extension(type: number, contents: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector(2, contents)]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** Bytes after their length, which has `size` bytes: RFC 8446 section 3.4. */
function vector(size: number, ...parts: readonly Uint8Array[]): Buffer {
  const contents = Buffer.concat(parts);
  const length = Buffer.alloc(size);
  length.writeUIntBE(contents.length, 0, size);
  return Buffer.concat([length, contents]);
}
