import { isTls13, protocolVersion } from "./names.ts";
import { type SuiteProperties, suiteProperties } from "./registry/cipher-suites.ts";

/** How many bytes of data an encrypted record may hold, as exactly as suite and version allow. */
export interface PlaintextLength {
  readonly least: number;
  readonly most: number;
  /** The least, if the sender adds only the necessary padding, as most do. */
  readonly usualLeast: number;
  /** The other parts of the fragment, in order. `bytes` is undefined if it cannot be known. */
  readonly parts: readonly RecordPart[];
}

export interface RecordPart {
  readonly kind: "nonce" | "iv" | "mac" | "tag" | "content type" | "padding";
  readonly bytes: number | undefined;
}

/**
 * What the length of an encrypted application_data record reveals. TLS 1.3 adds a content type and may add any padding
 * (RFC 8446 section 5.2, 5.4). An AEAD of TLS 1.2 adds a nonce and a tag (RFC 5246 section 6.2.3.3, RFC 5288, 6655,
 * 7905). CBC hides the length up to a block, or up to 255 bytes of padding (RFC 5246 section 6.2.3.2). Without version
 * and suite only the whole length is known.
 */
export function plaintextLength(
  length: number,
  version: number | undefined,
  suite: number | undefined,
): PlaintextLength {
  const known = suiteProperties(suite);
  if (version === undefined || known === undefined) return { least: 0, usualLeast: 0, most: length, parts: [] };
  if (isTls13(version)) return padded(length, known);
  if (known.mode === "CBC") return blocks(length, version, known);
  const { recordNonceLength, tagLength, macLength } = known;
  return exact(length, [
    ...(recordNonceLength > 0 ? [{ kind: "nonce", bytes: recordNonceLength } as const] : []),
    tagLength > 0 ? { kind: "tag", bytes: tagLength } : { kind: "mac", bytes: macLength },
  ]);
}

function padded(length: number, { tagLength, macLength }: SuiteProperties): PlaintextLength {
  const tag = tagLength + macLength;
  const most = Math.max(0, length - tag - 1);
  return {
    least: 0,
    usualLeast: most,
    most,
    parts: [
      { kind: "content type", bytes: 1 },
      { kind: "padding", bytes: undefined },
      { kind: "tag", bytes: tag },
    ],
  };
}

function exact(length: number, parts: readonly RecordPart[]): PlaintextLength {
  const bytes = Math.max(
    0,
    parts.reduce((left, part) => left - part.bytes!, length),
  );
  return { least: bytes, usualLeast: bytes, most: bytes, parts };
}

/** CBC has at least one byte of padding. The sum is the same with the MAC inside or outside the encryption. */
function blocks(length: number, version: number, { blockLength, macLength }: SuiteProperties): PlaintextLength {
  const hasIv = version >= protocolVersion["TLS 1.1"];
  const left = length - (hasIv ? blockLength : 0) - macLength;
  return {
    least: Math.max(0, left - 256),
    usualLeast: Math.max(0, left - blockLength),
    most: Math.max(0, left - 1),
    parts: [
      ...(hasIv ? [{ kind: "iv", bytes: blockLength } as const] : []),
      { kind: "mac", bytes: macLength },
      { kind: "padding", bytes: undefined },
    ],
  };
}
