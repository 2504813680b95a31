/** Blocks of a pcapng file: draft-ietf-opsawg-pcapng section 11.1. */
export const blockType = {
  interfaceDescription: 0x00000001,
  packet: 0x00000002,
  simplePacket: 0x00000003,
  enhancedPacket: 0x00000006,
  decryptionSecrets: 0x0000000a,
  sectionHeader: 0x0a0d0d0a,
} as const;

/** Options of all blocks, and of an interface description (sections 3.5 and 4.2). */
export const optionCode = {
  end: 0x0000,
  comment: 0x0001,
  interfaceName: 0x0002,
  timestampResolution: 0x0009,
  timestampOffset: 0x000e,
} as const;

/** In a section header: its byte order is that of all numbers in the section. */
export const byteOrderMagic = 0x1a2b3c4d;

/** "TLSK" as a number: the secrets are lines in SSLKEYLOGFILE form. */
export const tlsKeyLog = 0x544c534b;
