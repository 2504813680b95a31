import { registry } from "./registry.ts";

/**
 * The first header of a capture's frames: LINKTYPE_ numbers, listed in decimal at
 * https://www.tcpdump.org/linktypes.html.
 */
export const linkType = registry(2, {
  NULL: 0x00,
  ETHERNET: 0x01,
  IEEE802_5: 0x06,
  PPP: 0x09,
  PPP_HDLC: 0x32,
  RAW: 0x65,
  C_HDLC: 0x68,
  IEEE802_11: 0x69,
  LOOP: 0x6c,
  LINUX_SLL: 0x71,
  PFLOG: 0x75,
  IEEE802_11_RADIOTAP: 0x7f,
  USER0: 0x93,
  PPI: 0xc0,
  USB_LINUX_MMAPPED: 0xdc,
  IPV4: 0xe4,
  IPV6: 0xe5,
  NFLOG: 0xef,
  PKTAP: 0x102,
  LINUX_SLL2: 0x114,
});

/** DLT_RAW, which some systems write instead of LINKTYPE_RAW: 12 on most of them, 14 on OpenBSD. */
export const rawElsewhere: readonly number[] = [0x0c, 0x0e];

/** "ETHERNET" …, or hexadecimal for a number without a name. */
export function linkTypeName(type: number): string {
  return linkType.nameOf(rawElsewhere.includes(type) ? linkType.RAW : type);
}
