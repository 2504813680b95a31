import type { TlsRecordObservation } from "../../sniffer/observe/observation.ts";
import { type CaptureEvidence, ofKind } from "./capture-evidence.ts";

/**
 * Bytes that TLS 1.3 adds to a text before encryption: one byte for the true content type, 16 for the tag (RFC 8446
 * section 5.2).
 */
export const addedByTls13 = 17;
/** The header before each record: type, version, length (RFC 8446 section 5.1). */
export const recordHeaderLength = 5;

/** A TLS 1.3 client's records with application data or close_notify, in order. */
interface ClientRecords {
  /**
   * The first encrypted record: the end of the handshake. A client without a certificate sends only Finished (RFC 8446
   * section 2).
   */
  readonly finished: TlsRecordObservation | undefined;
  /** All later ones: lines of the chat, and at the end the alert close_notify. */
  readonly afterwards: readonly TlsRecordObservation[];
}

/** The encrypted records that the client of a connection sent. */
export function clientRecords(evidence: CaptureEvidence, connection: number): ClientRecords {
  const [finished, ...afterwards] = ofKind(evidence, "tls-record").filter(
    (record) =>
      record.connection === connection && record.from === "client" && record.contentType === "application_data",
  );
  return { finished, afterwards };
}

/** The records after the handshake that can carry this line of the chat, by their length. */
export function recordsOfLine(
  evidence: CaptureEvidence,
  connection: number,
  line: string,
): readonly TlsRecordObservation[] {
  const length = Buffer.byteLength(`${line}\n`) + addedByTls13;
  return clientRecords(evidence, connection).afterwards.filter((record) => record.length === length);
}
