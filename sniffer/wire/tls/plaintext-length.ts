/** How many bytes of data an encrypted record may hold, as exactly as suite and version allow. */
export interface PlaintextLength {
  readonly least: number;
  readonly most: number;
  /** The least where the sender pads no more than it must, as nearly all do. */
  readonly usualLeast: number;
  /** What is in the fragment besides the data, in its order. `bytes` is undefined where it cannot be known. */
  readonly parts: readonly RecordPart[];
}

export interface RecordPart {
  readonly kind: "nonce" | "iv" | "mac" | "tag" | "content type" | "padding";
  readonly bytes: number | undefined;
}

/**
 * What the length of an encrypted application_data record tells. TLS 1.3 adds a content type and may add any padding (RFC 8446
 * section 5.2, 5.4); an AEAD of TLS 1.2 adds a nonce and a tag (RFC 5246 section 6.2.3.3, RFC 5288, 6655, 7905); CBC hides the length up
 * to a block, or up to 255 bytes of padding (RFC 5246 section 6.2.3.2). Without version and suite only the whole length is known.
 */
export function plaintextLength(
  length: number,
  version: string | undefined,
  suite: string | undefined,
): PlaintextLength {
  if (version === undefined || suite === undefined) return { least: 0, usualLeast: 0, most: length, parts: [] };
  if (version.startsWith("TLS 1.3")) {
    const tag = tagLength(suite);
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
  if (suite.includes("_NULL_")) return exact(length, [{ kind: "mac", bytes: macLength(suite) }]);
  if (suite.includes("CHACHA20")) return exact(length, [{ kind: "tag", bytes: 16 }]);
  if (/_(?:GCM|CCM)(?:_|$)/.test(suite)) {
    return exact(length, [
      { kind: "nonce", bytes: 8 },
      { kind: "tag", bytes: tagLength(suite) },
    ]);
  }
  if (suite.includes("_RC4_")) return exact(length, [{ kind: "mac", bytes: macLength(suite) }]);
  if (suite.includes("_CBC")) return blocks(length, version, suite);
  return { least: 0, usualLeast: 0, most: length, parts: [] };
}

function exact(length: number, parts: readonly RecordPart[]): PlaintextLength {
  const bytes = Math.max(
    0,
    parts.reduce((left, part) => left - part.bytes!, length),
  );
  return { least: bytes, usualLeast: bytes, most: bytes, parts };
}

/** CBC: one byte of padding at least; whether the MAC is inside or outside of the encryption makes no difference to the sum. */
function blocks(length: number, version: string, suite: string): PlaintextLength {
  const block = /_(?:3DES|DES|DES40|RC2|IDEA)_/.test(suite) ? 8 : 16;
  const hasIv = version !== "TLS 1.0" && !version.startsWith("SSL");
  const left = length - (hasIv ? block : 0) - macLength(suite);
  return {
    least: Math.max(0, left - 256),
    usualLeast: Math.max(0, left - block),
    most: Math.max(0, left - 1),
    parts: [
      ...(hasIv ? [{ kind: "iv", bytes: block } as const] : []),
      { kind: "mac", bytes: macLength(suite) },
      { kind: "padding", bytes: undefined },
    ],
  };
}

function tagLength(suite: string): number {
  return suite.includes("CCM_8") ? 8 : 16;
}

/** The suite's hash is the MAC's, except in AEAD suites, which have none. */
function macLength(suite: string): number {
  if (suite.endsWith("MD5")) return 16;
  if (suite.endsWith("SHA256")) return 32;
  return suite.endsWith("SHA384") ? 48 : 20;
}
