import { counted, grouped } from "../../terminal/grouped.ts";

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
    `the capture is cut short: its file header needs ${need} bytes, but there are ${have}`,
  cutInPacket: (packet: number, offset: number) =>
    `the capture is cut short: it ends inside packet ${grouped(packet)}, which begins at byte ${grouped(offset)}`,
  pcapVersion: (major: number, minor: number) => `pcap version ${major}.${minor} is not supported, only 2.0 to 2.4 are`,
  frameTooLong: (packet: number, length: number, bound: number) =>
    `the capture is damaged: packet ${grouped(packet)} says that it has ${grouped(length)} bytes, more than ${grouped(bound)}`,
  pcapngVersion: (major: number, minor: number) => `pcapng version ${major}.${minor} is not supported, only 1.0 is`,
  cutInBlock: (packets: number, offset: number) =>
    `the capture is cut short after packet ${grouped(packets)}: it ends inside the block that begins at byte ${grouped(offset)}`,
  damagedBlock: (offset: number, what: string) => `the capture is damaged at byte ${grouped(offset)}: ${what}`,
  blockLength: (length: number) => `a block says that it has ${grouped(length)} bytes`,
  blockLengthOdd: (length: number) =>
    `a block says that it has ${grouped(length)} bytes, but this must be a multiple of 4`,
  blockLengths: (first: number, second: number) =>
    `a block gives its length as ${grouped(first)} bytes at its beginning and as ${grouped(second)} at its end`,
  blockTooShort: (block: string) => `a block is too short for its kind: ${block}`,
  byteOrder: "a section header without a known byte order",
  noSuchInterface: (packet: number, id: number) =>
    `packet ${grouped(packet)} belongs to interface ${grouped(id)}, but no block before it describes this interface`,
  frameBeyondBlock: (packet: number, length: number, room: number) =>
    `packet ${grouped(packet)} says that it has ${grouped(length)} bytes, but its block contains ${grouped(room)}`,
  emptyFrames: (packet: number, most: number) =>
    `the capture is damaged: more than ${grouped(most)} packets in a row have no bytes, up to packet ${grouped(packet)}`,
  impossibleTime: (packet: number) =>
    `the capture has damaged times: packet ${grouped(packet)} is not between the years 1970 and 2554. Such packets are shown at time 0`,
  tooManyOptions: (most: number) =>
    `the capture has a block with more than ${grouped(most)} options: the lab does not read the others`,
  tooManyComments: (most: number) =>
    `the capture has a packet with more than ${grouped(most)} comments: the lab does not show the others`,
  tooManyInterfaces: (bound: number) => `more than ${grouped(bound)} interfaces in one section`,
  badOption: (code: number, length: number, room: number) =>
    `the capture has a damaged option (ignored): option ${code} says that it has ${grouped(length)} bytes, but its block has only ${grouped(room)} left`,
  keyLogUnreadable: (path: string, code: string) =>
    `the key log ${path} cannot be read (${keyLogTroubles[code] ?? code}): without it, TLS stays closed`,
  keyLogNoFile: (path: string) => `the key log ${path} is not a file: without one, TLS stays closed`,
  keyLogEmpty: (path: string) => `the key log ${path} is empty: the program that spoke TLS wrote nothing into it`,
  keyLogIsPrivateKey: (path: string) => `${path} is a private key, not a key log. Try: --key ${path}`,
  keyLogIsPem: (path: string, label: string) => `${path} is not a key log: it contains a ${label}`,
  keyLogIsNone: (path: string) => `${path} is not a key log: its lines must look like CLIENT_RANDOM 01ab… 23cd…`,
  standardInput: "standard input",
  isFolder: (path: string) => `${path} is a folder, not a capture file`,
  isFolderHint: "Give a file in it: lab sniff -r FOLDER/FILE.pcap",
  noSuchFile: (path: string) => `there is no file ${path}`,
  noSuchFileHint: "The captures of this lab are in work/captures. See them with: ls work/captures",
  noPermission: (path: string) => `you are not allowed to read ${path}`,
  noPermissionHint: (path: string) => `If it is your file: sudo chown "$USER" '${path}'`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}`,
  inputIsTerminal: "standard input is a terminal, but captures come from a file or a pipe",
  inputIsTerminalHint: "Try: lab sniff -r FILE, or: tcpdump -w - | lab sniff -r -",
  cannotRecord: (path: string, why: string) => `the capture cannot be saved as ${path}: ${why}`,
  cannotRecordHint: "Give a file in a folder of your own, such as: -w work/captures/mine.pcap",
  recordingStopped: (path: string, frames: number, why: string) =>
    `${why}: ${path} has the first ${counted(frames, "packet")}, and the capture continues without it`,
  notRecorded: (path: string, frames: number) =>
    `${counted(frames, "packet is", "packets are")} not in ${path}: a pcap file has only one link type`,
  captureEnded: (device: string, why: string) => `the capture on ${device} ended by itself: ${why}`,
  deviceGone: "the device was switched off or removed",
  framesDropped: (frames: number) =>
    `${counted(frames, "packet was", "packets were")} lost here: packets arrived faster than the lab could read them`,
  noRight: (device: string) => `you are not allowed to capture on ${device}`,
  noRightHint: (withSudo: string) =>
    [
      `  in a private network, without root:  lab sandbox`,
      `  on this machine's own devices:       ${withSudo}`,
      `  to see what works here:              lab doctor`,
    ].join("\n"),
  noRightAsRootHint: [
    "You are root, but this container does not have the permission.",
    "  give it the permission:              docker run --cap-add NET_RAW ...",
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
  badFilter: (filter: string, why: string) => `the filter "${filter}" is not valid: ${why}`,
  badFilterHint: "Write filters as for tcpdump: tcp port 12345   or: host 127.0.0.1 and not udp",
  nothingCaptures:
    "there is no program here that captures packets: npm cap was not built, and there is no tcpdump or dumpcap",
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
  compressedTwice: "the capture was compressed with gzip twice. Decompress it once with: gunzip FILE",
  /** Other files that people use as captures. */
  formats: {
    patchedPcap: "a variant of pcap with other packet headers",
    navtelPcap: "a variant of pcap from Navtel testers",
    ixiaPcap: "a variant of pcap from IXIA testers",
    snoop: "a snoop capture",
    btsnoop: "a Bluetooth btsnoop capture",
    zstd: "a file compressed with zstd",
    lz4: "a file compressed with lz4",
    xz: "a file compressed with xz",
    bzip2: "a file compressed with bzip2",
    zip: "a zip archive",
  },
  unsupported: (name: string, remedy: string) => `this is not a pcap or pcapng capture, but ${name}. ${remedy}`,
  convert: "Convert it with: editcap -F pcap FILE NEW.pcap",
  decompress: (command: string) => `Decompress it first with: ${command} FILE`,
  tooShort: (length: number) => `the file has ${counted(length, "byte")}, too few for a capture`,
  notACapture: (magic: string) => `this is not a capture: it begins with ${magic}, and this is not pcap or pcapng`,
  notACaptureHint: "This writes a capture: lab sniff lo -w FILE",
  empty: "the capture is empty: it has no bytes",
} as const;
