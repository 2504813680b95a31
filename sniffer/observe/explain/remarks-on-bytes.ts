import { contentType, protocolVersion } from "../../wire/tls/names.ts";
import { plaintextLength } from "../../wire/tls/plaintext-length.ts";
import { RECORD_HEADER_LENGTH, recordHeaderAt } from "../../wire/tls/record-reader.ts";
import { cipherSuite } from "../../wire/tls/registry/iana-names.ts";
import { entropy, mostEntropy } from "../byte-statistics.ts";
import type { BytesKind } from "./recognise-bytes.ts";
import { texts } from "./texts.ts";

/** With fewer bytes than this, entropy has no meaning. */
const FEWEST_FOR_ENTROPY = 16;
/** This many bits per byte below the average of random bytes, bytes are clearly not random. */
const CLEARLY_LESS = 0.5;

/** Remarks about bytes as a whole, and about what cannot be known. */
export function remarksOnBytes(kind: BytesKind, bytes: Uint8Array): readonly string[] {
  if (kind === "unknown") return [texts.unknown, ...entropyRemarks(bytes)];
  if (kind === "segment") return [texts.probablySegment];
  if (kind === "record") return recordRemarks(bytes);
  return [];
}

function recordRemarks(bytes: Uint8Array): readonly string[] {
  const said = recordHeaderAt(bytes, 0)?.length ?? 0;
  const fragment = bytes.subarray(RECORD_HEADER_LENGTH);
  if (fragment.length < said) return [texts.incomplete(said, fragment.length)];
  if (bytes[0] !== contentType.application_data) return [];
  const tls13 = plaintextLength(said, protocolVersion["TLS 1.3"], cipherSuite.TLS_AES_128_GCM_SHA256);
  const tls12 = plaintextLength(said, protocolVersion["TLS 1.2"], cipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
  return [
    texts.ciphertext(said),
    ...entropyRemarks(fragment),
    ...(said > 24 ? [texts.mayHold(tls13.most, tls12.most)] : []),
  ];
}

function entropyRemarks(bytes: Uint8Array): readonly string[] {
  if (bytes.length < 2) return [];
  const bits = entropy(bytes);
  const expected = randomEntropy(bytes.length);
  const remark = texts.entropy(bits, expected, mostEntropy(bytes.length), bytes.length);
  if (bytes.length < FEWEST_FOR_ENTROPY) return [`${remark} ${texts.tooFew}`];
  return [`${remark} ${bits < expected - CLEARLY_LESS ? texts.notRandom : texts.likeRandom}`];
}

/**
 * The average entropy of `length` random bytes, in bits per byte. It is less than the greatest possible, because some
 * values repeat by chance. It is the mean over the binomial distribution of how often one value occurs.
 */
export function randomEntropy(length: number): number {
  let [sum, probability] = [0, (255 / 256) ** length];
  for (let count = 0; count <= length; count++) {
    if (count > 0) {
      sum -= 256 * probability * (count / length) * Math.log2(count / length);
      if (probability < 1e-18 && count > length / 256) break;
    }
    probability *= (length - count) / (count + 1) / 255;
  }
  // For very many bytes the first probability is too small for a number, and the average is almost 8.
  return length > 100_000 ? 8 : sum;
}
