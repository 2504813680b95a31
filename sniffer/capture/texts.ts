import { grouped } from "../../terminal/grouped.ts";

const keyLogTroubles: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "you are not allowed to read it",
  EPERM: "you are not allowed to read it",
  EISDIR: "it is a folder",
};

/** All texts of this folder. */
export const texts = {
  cutInFileHeader: (have: number, need: number) =>
    `the capture is cut short: its file header needs ${need} bytes, and there are ${have}`,
  cutInPacket: (packet: number, offset: number) =>
    `the capture is cut short: it ends inside packet ${grouped(packet)}, which begins at byte ${grouped(offset)}`,
  pcapVersion: (major: number, minor: number) => `pcap version ${major}.${minor} is not supported, only 2.0 to 2.4 are`,
  frameTooLong: (packet: number, length: number, bound: number) =>
    `the capture is damaged: packet ${grouped(packet)} claims ${grouped(length)} captured bytes, more than ${grouped(bound)}`,
  pcapngVersion: (major: number, minor: number) => `pcapng version ${major}.${minor} is not supported, only 1.0 is`,
  cutInBlock: (packets: number, offset: number) =>
    `the capture is cut short after packet ${grouped(packets)}: it ends inside the block that begins at byte ${grouped(offset)}`,
  damagedBlock: (offset: number, what: string) => `the capture is damaged at byte ${grouped(offset)}: ${what}`,
  blockLength: (length: number) => `a block claims to be ${grouped(length)} bytes long`,
  blockLengthOdd: (length: number) => `a block claims to be ${grouped(length)} bytes long, and must be a multiple of 4`,
  blockLengths: (first: number, second: number) =>
    `a block gives its length as ${grouped(first)} bytes at its beginning and as ${grouped(second)} at its end`,
  blockTooShort: (block: string) => `a block is too short for what it is: ${block}`,
  byteOrder: "a section header without a known byte order",
  noSuchInterface: (packet: number, id: number) =>
    `packet ${grouped(packet)} belongs to interface ${grouped(id)}, which is not described before it`,
  frameBeyondBlock: (packet: number, length: number, room: number) =>
    `packet ${grouped(packet)} claims ${grouped(length)} captured bytes, and its block holds ${grouped(room)}`,
  emptyFrames: (packet: number, most: number) =>
    `the capture is damaged: packet ${grouped(packet)} is one of more than ${grouped(most)} packets in a row without a single byte`,
  impossibleTime: (packet: number) =>
    `the capture has damaged times: packet ${grouped(packet)} is not between the years 1970 and 2554; such packets are shown at time 0`,
  tooManyOptions: (most: number) =>
    `the capture has a block with more than ${grouped(most)} options: the rest of them was not read`,
  tooManyComments: (most: number) =>
    `the capture has a packet with more than ${grouped(most)} comments: the rest of them is not shown`,
  tooManyInterfaces: (bound: number) => `more than ${grouped(bound)} interfaces in one section`,
  badOption: (code: number, length: number, room: number) =>
    `the capture has a damaged option (ignored): option ${code} claims ${grouped(length)} bytes, its block has ${grouped(room)} left`,
  keyLogUnreadable: (path: string, code: string) =>
    `the key log ${path} cannot be read (${keyLogTroubles[code] ?? code}): without it, TLS stays closed`,
  keyLogNoFile: (path: string) => `the key log ${path} is not a file: without one, TLS stays closed`,
  keyLogEmpty: (path: string) => `the key log ${path} is empty: the program that spoke TLS wrote nothing into it`,
  keyLogIsPrivateKey: (path: string) => `${path} is a private key, not a key log; try: --key ${path}`,
  keyLogIsPem: (path: string, label: string) => `${path} is not a key log: it holds a ${label}`,
  keyLogIsNone: (path: string) => `${path} is not a key log: its lines must look like CLIENT_RANDOM 01ab… 23cd…`,
  standardInput: "standard input",
  isFolder: (path: string) => `${path} is a folder, not a capture file`,
  isFolderHint: "Name a file in it: lab sniff -r FOLDER/FILE.pcap",
  noSuchFile: (path: string) => `there is no file ${path}`,
  noSuchFileHint: "The captures of this lab are in work/captures. See them with: ls work/captures",
  noPermission: (path: string) => `you are not allowed to read ${path}`,
  noPermissionHint: (path: string) => `If it should be yours: sudo chown "$USER" '${path}'`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}`,
  inputIsTerminal: "standard input is a terminal, and captures come from a file or a pipe",
  inputIsTerminalHint: "Try: lab sniff -r FILE, or: tcpdump -w - | lab sniff -r -",
  cannotRecord: (path: string, why: string) => `the capture cannot be saved as ${path}: ${why}`,
  cannotRecordHint: "Name a file in a folder of your own, such as: -w work/captures/mine.pcap",
  recordingStopped: (path: string, frames: number, why: string) =>
    `${why}: ${path} has the first ${grouped(frames)} packets, and the capture continues without it`,
  notRecorded: (path: string, frames: number) =>
    `${grouped(frames)} packets are not in ${path}: a pcap file has only one link type, and theirs is another`,
  captureEnded: (device: string, why: string) => `the capture on ${device} ended by itself: ${why}`,
  deviceGone: "the device was switched off or removed",
  framesDropped: (frames: number) =>
    `${grouped(frames)} packets were lost here: they arrived faster than the lab could read them`,
  noRight: (device: string) => `you are not allowed to capture on ${device}`,
  noRightHint: (withSudo: string) =>
    [
      `  in a private network, without root:  lab sandbox`,
      `  on this machine's own devices:       ${withSudo}`,
      `  to see what works here:              lab doctor`,
    ].join("\n"),
  noRightAsRootHint: [
    "You are root, but in a container without that right.",
    "  give it the right:                   docker run --cap-add NET_RAW ...",
    "  to see what works here:              lab doctor",
  ].join("\n"),
  noRightInSandboxHint: [
    "tcpdump cannot capture in the sandbox: it wants to become another user, and there is no other.",
    "  outside the sandbox:                 lab live, lab live --exercise N, lab exercise captures N",
    "  a program that can:                  sudo apt-get install wireshark-common",
    "  or build npm cap:                    npm run setup   (it prints what is missing)",
  ].join("\n"),
  noSuchDevice: (device: string) => `there is no device ${device} here`,
  devices: (names: readonly string[]) => `The devices here: ${names.join(", ")}`,
  badFilter: (filter: string, why: string) => `the filter "${filter}" is not understood: ${why}`,
  badFilterHint: "Write filters as for tcpdump: tcp port 12345   or: host 127.0.0.1 and not udp",
  nothingCaptures:
    "no program that captures packets is here: npm cap was not built, and there is no tcpdump or dumpcap",
  nothingCapturesHint: [
    "  install one:                         sudo apt-get install tcpdump",
    "  or build npm cap:                    npm run setup   (it prints what is missing)",
    "  to see what works here:              lab doctor",
  ].join("\n"),
  doctorHint: "To see what is missing here: lab doctor",
  notOpened: (device: string, why: string) => `${device} cannot be opened: ${why}`,
  namespaceNotLinux: "only Linux has private networks for ordinary users",
  namespaceNotLinuxHint: "Here, run the lab with sudo, or in a Linux container or virtual machine",
  noUnshare: "the program unshare, which makes private networks, is not installed",
  noUnshareHint: "Install the package util-linux",
  loopbackDown: "nothing on this system can switch on the loopback device of a private network",
  loopbackDownHint: "Install iproute2 (or python3): sudo apt-get install iproute2",
  namespaceApparmor: "this system's AppArmor rules forbid private networks to ordinary users (Ubuntu does since 23.10)",
  namespaceSetting: "a kernel setting forbids private networks to ordinary users here",
  allowHint: (setting: string) => `Allow them until the next start with: sudo sysctl -w ${setting}`,
  namespaceForbidden: (said: string) => `this system forbids private networks to ordinary users: ${said}`,
  namespaceForbiddenHint:
    "In a container, start it with: docker run --cap-add NET_RAW --security-opt seccomp=unconfined   elsewhere, capture with sudo",
  gzipCut: "the capture is cut short: its gzip data ends too early",
  gzipDamaged: "the capture is damaged: its gzip data cannot be read further",
  compressedTwice: "the capture was compressed with gzip twice; decompress it once with: gunzip FILE",
  unsupported: (name: string, remedy: string) => `this is not a pcap or pcapng capture, but ${name}; ${remedy}`,
  convert: "convert it with: editcap -F pcap FILE NEW.pcap",
  decompress: (command: string) => `decompress it first with: ${command} FILE`,
  tooShort: (length: number) => `the file has ${length} bytes, too few for a capture`,
  notACapture: (magic: string) => `this is not a capture: it begins with ${magic}, which is neither pcap nor pcapng`,
  notACaptureHint: "This writes a capture: lab sniff lo -w FILE",
  empty: "the capture is empty: it has no bytes",
} as const;
