import type { TlsRecordObservation } from "../../sniffer/observe/observation.ts";
import { type CaptureEvidence, ofKind } from "./capture-evidence.ts";

/** What TLS 1.3 adds to a text before it encrypts: one byte for the true content type, 16 for the tag (RFC 8446 section 5.2). */
export const addedByTls13 = 17;
/** The header before each record: type, version, length (RFC 8446 section 5.1). */
export const recordHeaderLength = 5;

/** The application_data records that the client of a connection sent, in order. */
export function clientRecords(evidence: CaptureEvidence, connection: number): readonly TlsRecordObservation[] {
  return ofKind(evidence, "tls-record").filter(
    (record) =>
      record.connection === connection && record.from === "client" && record.contentType === "application_data",
  );
}

/** The records that can carry this line of the chat, by their length alone. */
export function recordsOfLine(
  evidence: CaptureEvidence,
  connection: number,
  line: string,
): readonly TlsRecordObservation[] {
  const length = Buffer.byteLength(`${line}\n`) + addedByTls13;
  return clientRecords(evidence, connection).filter((record) => record.length === length);
}

/** The header of a record as it stands on the wire, in hexadecimal: `1703030042`. */
export function headerInHex({ length }: TlsRecordObservation): string {
  return `170303${length.toString(16).padStart(4, "0")}`;
}
