import { grouped } from "../../terminal/grouped.ts";
import type { LayersPiece } from "../observe/layers/layers-line.ts";
import { texts as layersTexts } from "../observe/layers/texts.ts";

/** A count with its thousands apart. */
const count = grouped;
const bytes = (value: number) => (value === 1 ? "1 byte" : `${count(value)} bytes`);

const plural = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** "3, 4 and 5"; of many numbers the first, and how many there are. */
function listed(numbers: readonly number[]): string {
  if (numbers.length > 6)
    return `${numbers.slice(0, 5).map(count).join(", ")} … ${count(numbers.at(-1)!)} (${numbers.length} packets)`;
  if (numbers.length < 2) return numbers.map(count).join("");
  return `${numbers.slice(0, -1).map(count).join(", ")} and ${count(numbers.at(-1)!)}`;
}

/** All texts of the inspector. */
export const texts = {
  bytes,
  carriesProtocol: (name: string) => `carries ${name}`,
  observed: "Observed",
  observedAbout: "What the lab concludes from this packet and the ones before it. It has no bytes of its own.",
  noTemporaryFile: (folder: string, why: string) => `the inspector cannot keep packets in ${folder}: ${why}`,
  temporaryFileFull: (folder: string, why: string) => `the inspector cannot keep more packets in ${folder}: ${why}`,
  noTemporaryFileHint: "Choose another folder for temporary files: TMPDIR=FOLDER lab sniff ...",
  packets: {
    heading: { number: "#", time: "time", who: "who", kind: "kind", what: "what" },
    acksHidden: "acks hidden: a",
    acksShown: "acks shown: a",
    waiting: (packets: number) => `${count(packets)} new: G`,
  },
  panes: {
    says: "what it says",
    tree: "explanation",
    bytes: "bytes",
    more: "more below (PgDn)",
  },
  says: {
    readable: (length: number) => `${bytes(length)}, readable by everyone on the path`,
    layers: (pieces: readonly LayersPiece[]) =>
      `home-made layers: ${pieces.map(layersTexts.piece).join("; ")}. Anyone who breaks them can read this`,
    hidden: (length: number, records: number, guess: string | undefined) =>
      `${bytes(length)} in ${plural(records, "TLS record")}: nobody on the path can read them${guess === undefined ? "" : ` (probably ${guess})`}`,
    opened: (length: number) => `${bytes(length)} opened with the key. Nobody on the path can read them`,
    openedLayers: (length: number) =>
      `${bytes(length)} opened with the access key. Anyone who breaks the layers can read them, too`,
    closed: (length: number, records: number, why: string) =>
      `${bytes(length)} in ${plural(records, "TLS record")} stay closed: ${why}`,
    helps: (what: string) => `What helps: ${what}`,
    partHidden: "A part of a TLS record: nobody on the path can read it",
    partReadable: "A part of a line, readable by everyone on the path",
    handshake: "A part of the TLS handshake, readable by everyone on the path",
    binary: "Bytes that are not text, in the clear",
    unknown: "Data that is not complete yet, or that was in an earlier packet",
    noWords: "No words: only the protocol's own signals",
  },
  conversation: {
    state: (state: string) => `-- ${state} --`,
    title: (connection: number) => `Conversation of connection ${connection}`,
    shown: (form: string, sides: string) => `${form}, ${sides}`,
    empty: "No messages on this connection yet",
    saved: (path: string, lines: number) => `saved ${plural(lines, "line")} to ${path}`,
  },
  connections: {
    number: "#",
    who: "client → server",
    packets: "packets",
    bytes: "bytes",
    fromClient: "from client",
    fromServer: "from server",
    carries: "carries",
    state: "state",
    none: "No TCP connections yet",
  },
  eavesdropper: {
    opened: "Opened with the key",
    openedRecords: (records: number, lines: number) =>
      `${plural(records, "record")}, ${plural(lines, "line")} of text: an eavesdropper has no key and cannot read it`,
    title: (connection: number) => `What an eavesdropper knows about connection ${connection}`,
    reading: (part: number) => `  (reading: ${Math.floor(part * 100)} %)`,
    lengths: "The lengths of the last messages",
    lengthList: (lengths: readonly { readonly from: string; readonly length: number }[]) =>
      `${lengths.map(({ from, length }) => `${from === "client" ? "→" : "←"}${length}`).join(" ")} bytes`,
    lines: "The last lines that were read",
  },
  keys: {
    openPacket: "open it: packet, field, bytes",
    toPacket: "go to its packet",
    toConversation: "go to its conversation",
    openFooter: "open",
    conversation: "the conversation of this connection",
    conversationFooter: "conversation",
    eavesdropper: "what an eavesdropper knows about this connection",
    eavesdropperFooter: "eavesdropper",
    connections: "all connections",
    filter: "show only some packets",
    filterFooter: "filter",
    search: "search for words, or bytes as hex:1603",
    searchFooter: "search",
    searchNext: "the next match",
    searchPrevious: "the match before it",
    turnKey: "lock or unlock what your keys opened",
    mark: "mark this packet (filter: marked)",
    copy: "copy what is selected to the clipboard",
    back: "back; then remove the search, then the filter",
    acks: "show or hide packets that only acknowledge others",
    nextPane: "to the next pane",
    previousPane: "to the previous pane",
    left: "in the tree: close; in the bytes: the previous byte",
    right: "in the tree: open; in the bytes: the next byte",
    maximise: "this pane alone, or all panes again",
    pause: "stop the list, or let it run again; the capture continues",
    write: "write the packets of the list to a capture file, also those that a hides",
    form: "as text, hex or raw",
    formFooter: "text/hex",
    sides: "both directions, only the client's, only the server's",
    sidesFooter: "sides",
    save: "save the conversation to a file",
    saveFooter: "save",
  },
  help: {
    mouse: "The mouse",
    mouseActions: [
      ["wheel", "moves the list, tree or bytes under it"],
      ["click", "selects a row or a byte, opens a group of the tree, or presses a key in the last line"],
      ["Shift", "hold it to select text with the mouse"],
    ],
    typing: "While you type a line (f / w s)",
    typingKeys: [
      ["← →", "one character, with Ctrl one word; Home, End: to its start and end"],
      ["↑ ↓", "lines that you typed before"],
      ["Ctrl-W", "erase a word; Ctrl-U: all before the cursor; Ctrl-K: all after it"],
      ["↵", "do it; Esc: cancel"],
    ],
    filter: "The filter (f) uses these words, with and, or, not and brackets",
    filterLines: [
      "tls  text  binary  gap  conflict  problem  packet  connection",
      "encrypted  readable  opened  guess  payload  tcp  udp  marked",
      'text contains "hola"     contains "GET"     hex 1603',
      "from ana   to server   host 127.0.0.1   port 12345   connection 3",
      "after packet 7   before packet 7   packet 7   length > 40",
      "record application_data   message client_hello   alert   protocol ARP",
      'for example: text and from ana and not text contains "ping"',
    ],
    signs: "Signs",
    signNames: [
      ["TEXT", "everyone on the path can read it"],
      ["TLS", "a TLS record, or a part of one"],
      ["OPEN", "opened with your key. Nobody on the path can read it"],
      ["DATA", "bytes that are not text"],
      ["TCP, UDP", "and other names: only the protocol's own signals"],
      ["GAP", "bytes are missing before it"],
      ["DIFF", "sent before with different contents"],
      ["ODD", "malformed"],
      ["▌  *", "selected; marked"],
      ["[ ]", "the bytes of the selected field"],
    ],
  },
  status: {
    device: (name: string, isRunning: boolean) => `${isRunning ? "live" : "ended:"} ${name}`,
    inTheClear: (lines: number) => `${plural(lines, "line")} in the clear`,
    records: (records: number) => plural(records, "TLS record"),
    unlocked: (opened: number, all: number) => `opened ${count(opened)} of ${count(all)}: o locks`,
    locked: (opened: number) => `locked: o opens ${count(opened)}`,
    nothingOpened: (all: number) => `opened none of ${count(all)}`,
    packets: (packets: number) => plural(packets, "packet"),
    shown: (shown: number, packets: number) => `${count(shown)} of ${plural(packets, "packet")}`,
    gaps: (gaps: number, missing: number) => `LOST ${bytes(missing)} in ${plural(gaps, "gap")}`,
    conflicts: (conflicts: number) => plural(conflicts, "CONFLICT", "CONFLICTS"),
    recording: (path: string) => `● REC ${path}`,
    notRecorded: "NOT RECORDED",
    paused: "PAUSED",
    full: "FULL: no more packets fit",
    filter: (filter: string) => `filter: ${filter}`,
    loading: (part: number) => {
      const done = Math.min(10, Math.floor(part * 10));
      return `[${"#".repeat(done)}${".".repeat(10 - done)}] ${Math.floor(part * 100)} %`;
    },
    reading: "reading",
    filtering: "filtering",
  },
  empty: {
    device: (name: string, filter: string | undefined) =>
      `Capturing ${filter === undefined ? "everything" : filter} on ${name}. No packets yet.`,
    deviceEnded: (name: string) => `The capture on ${name} has ended. There were no packets.`,
    deviceHint:
      "To see some: start `lab server --plain` and `lab chat --plain --name ana` in other terminals, and write something.",
    privateHint:
      "This is a sandbox: it does not see a server outside. Type `lab sandbox` in those terminals, too, before the rest.",
    file: "There are no packets in this capture.",
    fileReading: "Reading the capture ...",
    hidden: (packets: number, filter: string) =>
      `${plural(packets, "packet")} in the capture, and none matches the filter: ${filter}`,
    hiddenHint: "Change the filter with f, or remove it with Esc.",
    acksOnly: (packets: number) => `${plural(packets, "packet")} that only acknowledge others. Show them with a.`,
  },
  prompt: {
    filter: "filter: ",
    search: "search (text, or hex:1603): ",
    write: "write packets to: ",
    save: "save the conversation to: ",
  },
  notice: {
    elsewhere: (key: string, page: string) =>
      `${key} works on the page of ${{ packets: "packets: press Esc", conversation: "a conversation: press c" }[page] ?? page}`,
    noKeys: "there are no keys to open TLS. Start with: lab sniff -r FILE --keylog KEYS",
    locked: "locked: this is what everyone on the path sees   o unlocks",
    unlocked: (opened: number, closed: number) =>
      `unlocked: ${plural(opened, "record")} opened with the key, ${closed === 0 ? "none" : count(closed)} stayed closed   o locks`,
    noConnection: "First select a packet of a TCP connection",
    searching: (part: number) => `searching ... ${Math.floor(part * 100)} %`,
    notFound: (text: string, page: string) =>
      `"${text}" is ${page === "conversation" ? "not in this conversation" : "not in the packets of the list"}`,
    found: (text: string, at: number, all: number, isComplete: boolean, isAround: boolean) =>
      `"${text}": ${count(at)} of ${count(all)}${isComplete ? "" : " so far"}${isAround ? ", from the other end" : ""}   n next, N previous`,
    notHexSearch: (text: string) => `"${text}" is not hexadecimal: two digits for each byte`,
    writing: (part: number) => `writing ... ${Math.floor(part * 100)} %`,
    written: (path: string, packets: number) => `wrote ${plural(packets, "packet")} to ${path}`,
    exists: (path: string) => `there is already a file ${path}: choose another name`,
    cannotWrite: (path: string, why: string) => `cannot write ${path}: ${why}`,
    copied: (characters: number) => `copied ${plural(characters, "character")}, if the terminal allows it`,
    tooLong: "too long for the clipboard",
    ended: "the capture has ended",
    leftOut: (packets: number) => ` (${count(packets)} of another link type left out)`,
    full: (packets: number) =>
      `the inspector is full, with ${count(packets)} packets. lab sniff --text and --summary can read more`,
  },
  carries: {
    binary: (length: number) => `${bytes(length)} that are not text`,
    encrypted: (type: string, length: number, guess: string | undefined) =>
      `${type} ${count(length)} B${guess === undefined ? "" : ` (probably ${guess})`}`,
    record: (type: string, length: number) => `${type} record, ${bytes(length)}`,
    opened: (type: string, length: number) => `${type} ${count(length)} B, opened`,
    closed: (type: string, length: number, why: string) => `${type} ${count(length)} B, closed: ${why}`,
    message: (name: string, serverName: string | undefined) =>
      serverName === undefined ? name : `${name}, asks for ${serverName}`,
    alert: (name: string) => `alert ${name}`,
    partOfLine: (packet: number) => `part of a line that ends in packet ${count(packet)}`,
    partOfRecord: (type: string, packet: number) =>
      `part of ${type === "" ? "something" : `TLS record ${type}`} that ends in packet ${count(packet)}`,
    payload: (length: number) => `${bytes(length)}, sent before or not complete yet`,
    other: (protocol: string, length: number) => `${protocol}, ${bytes(length)}`,
    datagram: (from: number, to: number, length: number) => `UDP, port ${from} → ${to}, ${bytes(length)}`,
    flags: (flags: string) => {
      const has = (name: string) => flags.split(" ").includes(name);
      if (has("RST")) return `${flags}: aborts the connection`;
      if (has("SYN")) return has("ACK") ? "SYN ACK: accepts the connection" : "SYN: asks for a connection";
      if (has("FIN")) return `${flags}: will send nothing more`;
      return has("ACK") ? "ACK: has received everything up to here" : flags;
    },
  },
  section: {
    packet: (number: number, captured: number, original: number) =>
      `Packet ${count(number)}, ${bytes(original)}${captured < original ? `, of which ${count(captured)} were captured` : ""}`,
    packetAbout: "The captured frame. Each layer contains the next one, from the network card to the words.",
    spanning: (what: string, packets: readonly number[]) => `${what}, joined from packets ${listed(packets)}`,
    spanningAbout: (packet: number) =>
      `TCP split it into segments; packet ${count(packet)} has one part. The bytes on the right are all parts, joined.`,
    message: (name: string, records: number) => `Handshake message ${name} in ${records} TLS records`,
    messageAbout:
      "A message can be longer than a record. The bytes on the right are the message without the record headers.",
    record: (type: string) => `TLS record ${type}`,
    opened: (type: string, length: number) => `Opened with the key: ${type}, ${bytes(length)}`,
    openedAbout:
      "How the key opened this record, in five steps. The bytes on the right belong to these steps, one after the other.",
    openedLine: (length: number) => `Opened with the access key: ${bytes(length)}`,
    openedLineAbout: "The text inside the line of home-made layers. Everyone who has this key can open it.",
    openedMessage: (name: string) => `Handshake message ${name}, from several opened records`,
    closed: (why: string) => `stays closed: ${why}`,
    helps: (what: string) => `what helps: ${what}`,
    line: "Line of text",
    incomplete: "not all of its bytes are in the capture",
    gap: (length: number, why: string) => `${bytes(length)} are missing before this: ${why}`,
    conflict: (length: number) => `${bytes(length)} sent twice with different contents`,
    state: (connection: number, state: string) => `connection ${connection}: ${state}`,
    hidden: (name: string, length: number) =>
      `probably ${name} (${bytes(length)}), because of its place and size: it is encrypted`,
    hiddenAlert: (name: string) => `probably the alert ${name}, because of its place and size: it is encrypted`,
  },
} as const;
