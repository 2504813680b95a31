/** The explanation of one field. */
export interface FieldWords {
  /** What it is. */
  readonly what: string;
  /** Why it is there. */
  readonly why?: string;
  /** The standard and the section that define it. */
  readonly source?: string;
}

/** The layers below TLS, by the label of the field; "Parent/Label" where one label means two things. */
export const layerWords: Readonly<Record<string, FieldWords>> = {
  Ethernet: {
    what: "The link layer: it carries the packet over one link, such as a cable. The loopback device works in the same way.",
    why: "Every link uses a new Ethernet header. The packet inside stays the same.",
    source: "IEEE 802.3",
  },
  "Destination MAC address": {
    what: "The network card that the frame is for, 6 bytes.",
    why: "All zeros on loopback: there is no card.",
    source: "IEEE 802.3",
  },
  "Source MAC address": { what: "The network card that sent the frame.", source: "IEEE 802.3" },
  EtherType: {
    what: "Which protocol comes next: 0x0800 IPv4, 0x86dd IPv6, 0x0806 ARP.",
    why: "It tells the receiver which decoder to use for the bytes that follow.",
    source: "RFC 9542 section 3",
  },
  "VLAN tag": {
    what: "Which virtual network the frame belongs to, and its priority.",
    why: "With it, one cable can carry several separate networks.",
    source: "IEEE 802.1Q",
  },
  "Linux cooked capture": {
    what: "Linux writes this instead of the real link layer, when a capture is from all devices at once.",
    source: "LINKTYPE_LINUX_SLL",
  },
  "Linux cooked capture v2": {
    what: "Linux writes this instead of the real link layer, when a capture is from all devices at once.",
    source: "LINKTYPE_LINUX_SLL2",
  },
  "Packet type": { what: "Whether the packet came to this machine, left it, or was for another machine." },
  "ARPHRD type": { what: "The kind of network device, by Linux's own numbers: 1 Ethernet, 772 loopback." },
  "Link-layer address length": { what: "How many bytes of the next field are used." },
  "Link-layer address": { what: "The sender's hardware address, padded to 8 bytes." },
  "Interface index": { what: "The number of the network device on the machine that captured." },
  Loopback: { what: "The link layer of loopback on BSD and macOS: four bytes.", source: "LINKTYPE_NULL" },
  "Address family": { what: "Which protocol comes next: 2 is IPv4. IPv6 has a different number on each system." },
  ARP: {
    what: "The Address Resolution Protocol: it asks which card has an IP address.",
    why: "Programs use IP addresses, but Ethernet needs MAC addresses.",
    source: "RFC 826",
  },
  "Hardware type": { what: "The kind of link: 1 is Ethernet.", source: "RFC 826" },
  "Protocol type": {
    what: "The protocol inside, or the protocol of the addresses in an ARP packet.",
    source: "RFC 826",
  },
  "Hardware address length": { what: "Bytes of a hardware address: 6 for Ethernet.", source: "RFC 826" },
  "Protocol address length": { what: "Bytes of a protocol address: 4 for IPv4.", source: "RFC 826" },
  Operation: { what: "1 asks, 2 answers.", source: "RFC 826" },
  "Sender MAC address": { what: "The hardware address of the sender.", source: "RFC 826" },
  "Sender IP address": {
    what: "The IP address of the sender.",
    why: "The sender does not have to prove it: ARP spoofing uses this.",
    source: "RFC 826",
  },
  "Target MAC address": {
    what: "The hardware address of the receiver. A question has zeros here, because it asks for this address.",
    source: "RFC 826",
  },
  "Target IP address": {
    what: "The IP address of the receiver. A question asks for the card with this address.",
    source: "RFC 826",
  },

  IPv4: {
    what: "The Internet Protocol, version 4: it carries the packet from one address to another, across networks.",
    why: "IP only delivers packets. TCP puts data in order and repeats lost data, and TLS keeps data secret.",
    source: "RFC 791 section 3.1",
  },
  "Version and header length": {
    what: "The first half of the byte is the version (4), the second the header's length in words of four bytes.",
    why: "The length tells where the next layer begins: 5 means 20 bytes, without options.",
    source: "RFC 791 section 3.1",
  },
  "Differentiated services": {
    what: "How urgent the packet is, and two bits that routers set when too many packets wait (congestion).",
    source: "RFC 2474 section 3, RFC 3168 section 5",
  },
  "Total length": {
    what: "Bytes of the IP packet, header and data.",
    why: "Bytes after the end of the packet are only padding of the frame.",
    source: "RFC 791 section 3.1",
  },
  Identification: {
    what: "A number that the fragments of one packet share.",
    why: "With it, the receiver knows which fragments belong together.",
    source: "RFC 791 section 3.1",
  },
  "Flags and fragment offset": {
    what: "Whether routers may split the packet into fragments, and which fragment this is.",
    why: "Links have different maximum packet sizes. Packets with TCP nearly always forbid fragments.",
    source: "RFC 791 section 3.1",
  },
  "Time to live": {
    what: "How many routers the packet may still pass. Each router subtracts 1, and drops the packet at 0.",
    why: "Without it, packets with wrong routes would stay in the network forever.",
    source: "RFC 791 section 3.1",
  },
  Protocol: {
    what: "Which protocol is inside: 6 is TCP, 17 is UDP, 1 is ICMP.",
    source: "RFC 791 section 3.1",
  },
  "Header checksum": {
    what: "A sum over the header that shows damage.",
    why: "It protects against accidents, not against attackers: anyone can compute a new sum. Often the network card computes it later.",
    source: "RFC 791 section 3.1",
  },
  "Source address": {
    what: "The IP address of the sender.",
    why: "TLS does not encrypt it: the network needs it to deliver the answer.",
    source: "RFC 791 section 3.1",
  },
  "Destination address": {
    what: "The IP address of the receiver.",
    why: "TLS does not encrypt it: the network needs it to deliver the packet.",
    source: "RFC 791 section 3.1",
  },
  "IPv4/Options": { what: "Rare additions to the header.", source: "RFC 791 section 3.1" },
  IPv6: {
    what: "The Internet Protocol, version 6: like IPv4, with addresses of 16 bytes.",
    source: "RFC 8200 section 3",
  },
  "IPv6/Source address": {
    what: "The IP address of the sender, 16 bytes.",
    why: "TLS does not encrypt it: the network needs it to deliver the answer.",
    source: "RFC 8200 section 3",
  },
  "IPv6/Destination address": {
    what: "The IP address of the receiver, 16 bytes.",
    why: "TLS does not encrypt it: the network needs it to deliver the packet.",
    source: "RFC 8200 section 3",
  },
  "Version, traffic class and flow label": {
    what: "The version (6), how urgent the packet is, and a number for packets that belong together.",
    source: "RFC 8200 section 3",
  },
  "Payload length": { what: "Bytes after this header.", source: "RFC 8200 section 3" },
  "Next header": {
    what: "Which protocol or header comes next: 6 is TCP.",
    source: "RFC 8200 section 3",
  },
  "Hop limit": {
    what: "How many routers the packet may still pass. IPv4 calls it time to live.",
    source: "RFC 8200 section 3",
  },
  "Hop-by-hop options": { what: "Additions that every router looks at.", source: "RFC 8200 section 4.3" },
  "Routing header": { what: "Routers that the packet must pass.", source: "RFC 8200 section 4.4" },
  "Fragment header": { what: "Which fragment of a packet this is.", source: "RFC 8200 section 4.5" },
  "Authentication header": { what: "IPsec's proof that nobody changed the packet.", source: "RFC 4302" },
  "Destination options": { what: "Additions that only the receiver looks at.", source: "RFC 8200 section 4.6" },
  "Mobility header": { what: "For machines that change networks.", source: "RFC 6275" },
  "Header extension length": {
    what: "The length of this header in units of 8 bytes, without the first 8.",
    source: "RFC 8200 section 4",
  },
  Contents: { what: "Bytes that the lab does not decode further." },
  Reserved: { what: "Not used yet. Zero today." },
  "Fragment offset and more flag": {
    what: "Where this fragment belongs, and whether more fragments follow.",
    source: "RFC 8200 section 4.5",
  },

  TCP: {
    what: "The Transmission Control Protocol: a stream of bytes between two programs, in order and without loss.",
    why: "It sends lost bytes again. It hides nothing: the bytes travel as the programs wrote them.",
    source: "RFC 9293 section 3.1",
  },
  "Source port": {
    what: "Which program sends. A client usually gets a high number from its operating system.",
    why: "One machine runs many programs. The port shows which one the bytes are from.",
    source: "RFC 9293 section 3.1",
  },
  "Destination port": {
    what: "Which program receives it. Servers wait for clients on a known number.",
    why: "The port only suggests a protocol: the lab looks at the bytes instead.",
    source: "RFC 9293 section 3.1",
  },
  "Sequence number": {
    what: "The number of the first byte of data in this segment, in the sender's stream.",
    why: "With it, the receiver puts segments in order and notices missing bytes. A connection starts at a random number.",
    source: "RFC 9293 section 3.4",
  },
  "Acknowledgment number": {
    what: "The number of the next byte that the sender of this segment waits for: all bytes before it have arrived.",
    why: "TCP sends bytes again if nobody acknowledges them.",
    source: "RFC 9293 section 3.4",
  },
  "Data offset and flags": {
    what: "The header's length, and the flags: SYN opens, ACK acknowledges, PSH asks to deliver data at once, FIN ends, RST aborts.",
    why: "SYN, SYN ACK, ACK is the handshake that opens a connection.",
    source: "RFC 9293 section 3.1",
  },
  Window: {
    what: "How many more bytes the sender of this segment can receive.",
    why: "A fast sender must not send more than a slow receiver can handle. 0 means: stop.",
    source: "RFC 9293 section 3.8.6",
  },
  Checksum: {
    what: "A sum over header and data that shows damage.",
    why: "On loopback nobody computes it, so a wrong sum is not an error there. It protects against accidents, not against attackers.",
    source: "RFC 9293 section 3.1",
  },
  "Urgent pointer": { what: "Where urgent data ends. Rarely used.", source: "RFC 9293 section 3.8.5" },
  "TCP/Options": {
    what: "Additions to the header. The SYN packets say which ones both sides support.",
    source: "RFC 9293 section 3.2",
  },
  Kind: { what: "Which option this is.", source: "RFC 9293 section 3.2" },
  Length: { what: "How many bytes this part has." },
  "End of options": { what: "No more options follow.", source: "RFC 9293 section 3.2" },
  "No operation": {
    what: "One byte without a meaning.",
    why: "It moves the next option to a multiple of four bytes.",
    source: "RFC 9293 section 3.2",
  },
  "Maximum segment size": {
    what: "The most data that the sender of this SYN accepts in one segment.",
    source: "RFC 9293 section 3.7.1",
  },
  "Window scale": {
    what: "A factor for the window field.",
    why: "The window field has only two bytes: too few for fast networks.",
    source: "RFC 7323 section 2",
  },
  "Shift count": { what: "The window is multiplied by 2 to this power.", source: "RFC 7323 section 2.2" },
  "SACK permitted": {
    what: "The sender understands selective acknowledgments.",
    source: "RFC 2018 section 2",
  },
  SACK: {
    what: "Pieces of the stream that have arrived, although earlier pieces are missing.",
    why: "With it, the sender sends only the missing bytes again.",
    source: "RFC 2018 section 3",
  },
  "Left edge": { what: "The first byte of a piece that has arrived.", source: "RFC 2018 section 3" },
  "Right edge": { what: "The byte after that piece.", source: "RFC 2018 section 3" },
  Timestamps: {
    what: "The sender's clock, and the last clock value that it received from the other side.",
    why: "With them, TCP measures how long a round trip takes.",
    source: "RFC 7323 section 3",
  },
  "Timestamp value": { what: "The sender's clock, mostly in milliseconds.", source: "RFC 7323 section 3.2" },
  "Timestamp echo reply": { what: "The last clock value from the other side.", source: "RFC 7323 section 3.2" },
  "MD5 signature": { what: "An authentication code, for routers that use BGP.", source: "RFC 2385" },
  "Quick-Start response": { what: "The speed that the sender may use at the start.", source: "RFC 4782" },
  "User timeout": { what: "How long TCP waits before it gives up.", source: "RFC 5482" },
  "TCP Authentication Option": {
    what: "An authentication code. It proves that nobody changed the segment.",
    source: "RFC 5925",
  },
  "Multipath TCP": { what: "One connection over several networks.", source: "RFC 8684" },
  "TCP Fast Open cookie": { what: "Permission to send data in the SYN.", source: "RFC 7413" },
  "Encryption negotiation": { what: "An offer to encrypt in TCP itself (tcpcrypt).", source: "RFC 8547" },
  "Experiment 1": { what: "An option for experiments.", source: "RFC 4727" },
  "Experiment 2": { what: "An option for experiments.", source: "RFC 4727" },
  Option: { what: "An option that the lab does not know.", source: 'IANA "TCP Parameters"' },
  Padding: { what: "Bytes without a meaning, to reach a length." },
  UDP: {
    what: "The User Datagram Protocol: single messages, without order, repetition or connection.",
    source: "RFC 768",
  },
  "UDP/Source port": { what: "Which program sends.", source: "RFC 768" },
  "UDP/Destination port": { what: "Which program receives it.", source: "RFC 768" },
  "UDP/Length": { what: "Bytes of header and data.", source: "RFC 768" },
  "UDP/Checksum": {
    what: "A sum over header and data that shows damage.",
    why: "On loopback nobody computes it.",
    source: "RFC 768",
  },
  Data: {
    what: "The bytes of the next layer.",
    why: "In the clear, these are the bytes that the program wrote.",
  },
  "Part of a packet": { what: "The part of an IP packet that is in this fragment.", source: "RFC 791 section 3.2" },
  "Not decoded": {
    what: "These bytes do not have the form that the standard requires. The lab stopped decoding here.",
  },
};
