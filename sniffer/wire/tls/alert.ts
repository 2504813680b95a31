import type { Reader } from "../decode/reader.ts";
import { registry } from "../decode/registry.ts";

export interface Alert {
  readonly level: number;
  readonly description: number;
}

/** RFC 8446 section 6. */
export const alertLevel = registry(1, { warning: 0x01, fatal: 0x02 });

/** IANA "TLS Alerts". */
export const alertDescription = registry(1, {
  close_notify: 0x00,
  end_of_early_data: 0x01,
  unexpected_message: 0x0a,
  bad_record_mac: 0x14,
  decryption_failed: 0x15,
  record_overflow: 0x16,
  decompression_failure: 0x1e,
  handshake_failure: 0x28,
  no_certificate: 0x29,
  bad_certificate: 0x2a,
  unsupported_certificate: 0x2b,
  certificate_revoked: 0x2c,
  certificate_expired: 0x2d,
  certificate_unknown: 0x2e,
  illegal_parameter: 0x2f,
  unknown_ca: 0x30,
  access_denied: 0x31,
  decode_error: 0x32,
  decrypt_error: 0x33,
  too_many_cids_requested: 0x34,
  export_restriction: 0x3c,
  protocol_version: 0x46,
  insufficient_security: 0x47,
  internal_error: 0x50,
  inappropriate_fallback: 0x56,
  user_canceled: 0x5a,
  no_renegotiation: 0x64,
  missing_extension: 0x6d,
  unsupported_extension: 0x6e,
  certificate_unobtainable: 0x6f,
  unrecognized_name: 0x70,
  bad_certificate_status_response: 0x71,
  bad_certificate_hash_value: 0x72,
  unknown_psk_identity: 0x73,
  certificate_required: 0x74,
  general_error: 0x75,
  no_application_protocol: 0x78,
  ech_required: 0x79,
});

/** Whether a fragment can be an alert that is not encrypted: two bytes, of which the first is a level. */
export function isAlert(fragment: Uint8Array): boolean {
  return fragment.length === 2 && alertLevel.isKnown(fragment[0]!);
}

/** An alert that is not encrypted, RFC 8446 section 6: level and description, a byte each. */
export function readAlert(reader: Reader): Alert {
  return { level: reader.uint8("Level", alertLevel), description: reader.uint8("Description", alertDescription) };
}
