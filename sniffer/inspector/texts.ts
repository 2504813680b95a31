const count = (value: number) => value.toLocaleString("en");
const bytes = (value: number) => (value === 1 ? "1 byte" : `${count(value)} bytes`);

/** "3, 4 and 5"; of many the first, and how many there are. */
function listed(numbers: readonly number[]): string {
  if (numbers.length > 6)
    return `${numbers.slice(0, 5).map(count).join(", ")} … ${count(numbers.at(-1)!)} (${numbers.length} packets)`;
  if (numbers.length < 2) return numbers.map(count).join("");
  return `${numbers.slice(0, -1).map(count).join(", ")} and ${count(numbers.at(-1)!)}`;
}

/** Everything the inspector says to people. */
export const texts = {
  bytes,
  observed: "Observed",
  observedAbout: "What the lab concludes from the packet and those before it; no bytes of its own.",
  noTemporaryFile: (folder: string, why: string) => `the inspector cannot keep packets in ${folder}: ${why}`,
  temporaryFileFull: (folder: string, why: string) => `the inspector cannot keep more packets in ${folder}: ${why}`,
  noTemporaryFileHint: "Name another folder for temporary files: TMPDIR=FOLDER lab sniff ...",
  conversation: {
    state: (state: string) => `-- ${state} --`,
    title: (connection: number) => `Conversation of connection ${connection}:`,
    shown: (form: string, sides: string) => `${form}, ${sides}`,
    none: "Choose a packet that belongs to a TCP connection first",
    empty: "Nothing has been said on this connection yet",
    saved: (path: string, lines: number) => `saved ${count(lines)} lines to ${path}`,
  },
  knowledge: {
    title: (connection: number) => `What an eavesdropper knows of connection ${connection}`,
    reading: (part: number) => `  (reading: ${Math.floor(part * 100)} %)`,
    lengths: "The lengths of the last messages",
    lengthList: (lengths: readonly { readonly from: string; readonly length: number }[]) =>
      `${lengths.map(({ from, length }) => `${from === "client" ? "→" : "←"}${length}`).join(" ")} bytes`,
    lines: "The last lines that were read",
  },
  help: {
    keys: "Keys",
    typing: "While a line is typed (f / w s)",
    typingKeys: [
      ["← →", "by characters, with Ctrl by words; Home, End: to its start and end"],
      ["↑ ↓", "lines that were typed before"],
      ["Ctrl-W", "erase a word; Ctrl-U: all before the cursor; Ctrl-K: all behind it"],
      ["Enter", "do it; Esc: leave it"],
    ],
    filter: "The filter (f) is made of these words, joined by and, or, not and brackets",
    filterLines: [
      "tls  tcp  udp  text  binary  encrypted  payload  gap  problem  marked",
      'text contains "hola"     contains "GET"     hex 1603',
      "from ana   to server   host 127.0.0.1   port 12345   connection 3",
      "record application_data   message client_hello   protocol ARP",
      'for example: text and from ana and not text contains "ping"',
    ],
    signs: "Signs",
    signNames: [
      ["TEXT", "readable by everyone"],
      ["TLS", "a TLS record, or a part of one"],
      ["DATA", "bytes that are no text"],
      ["TCP, UDP", "and other names: only the protocol's own signals"],
      ["GAP", "bytes are missing before it"],
      ["ODD", "malformed"],
      [">  *", "chosen; marked"],
      ["[ ]", "the bytes of the chosen field"],
    ],
  },
  status: {
    device: (name: string, isRunning: boolean) => `${isRunning ? "live" : "ended:"} ${name}`,
    file: (name: string) => name,
    packets: (packets: number) => (packets === 1 ? "1 packet" : `${count(packets)} packets`),
    shown: (shown: number, packets: number) => `${count(shown)} of ${count(packets)} packets`,
    connections: (connections: number) => (connections === 1 ? "1 connection" : `${count(connections)} connections`),
    connectionsShort: (connections: number) => `${count(connections)} conn.`,
    gaps: (gaps: number, missing: number) =>
      `LOST ${bytes(missing)} in ${gaps === 1 ? "1 gap" : `${count(gaps)} gaps`}`,
    noGaps: "no gaps",
    plaintext: "PLAINTEXT",
    tls: "TLS",
    recording: (path: string) => `REC ${path}`,
    notRecorded: "NOT RECORDED",
    paused: "PAUSED",
    filter: (filter: string) => `filter: ${filter}`,
    loading: (part: number) => {
      const done = Math.min(10, Math.floor(part * 10));
      return `[${"#".repeat(done)}${".".repeat(10 - done)}] ${Math.floor(part * 100)} %`;
    },
    reading: "reading",
    filtering: "filtering",
  },
  panes: {
    packets: "Packets",
    tree: "Explanation",
    bytes: "Bytes",
    help: "Keys",
    more: "more below (PgDn)",
    waiting: (rows: number) => `${count(rows)} new below (G)`,
    following: "following",
  },
  empty: {
    device: (name: string, filter: string | undefined) =>
      `Capturing ${filter === undefined ? "everything" : filter} on ${name}. Nothing has come yet.`,
    deviceEnded: (name: string) => `The capture on ${name} has ended, and nothing had come.`,
    deviceHint:
      "To cause something: start `lab server --plain` and `lab chat --plain --name ana` in other terminals and say something.",
    privateHint:
      "This is a sandbox: a server outside it is not heard here. Say `lab sandbox` in those terminals, too, before the rest.",
    file: "There is no packet in this capture.",
    fileReading: "Reading the capture ...",
    hidden: (packets: number, filter: string) =>
      `${count(packets)} packets have come, and the filter hides them all: ${filter}`,
    hiddenHint: "Change it with f, or take it away with Esc.",
  },
  prompt: {
    filter: "filter: ",
    search: "search (text, or hex:1603): ",
    write: "write the packets shown to: ",
    save: "save the conversation to: ",
  },
  notice: {
    elsewhere: (key: string, screen: "packets" | "conversation" | "knowledge" | "help") =>
      `${key} works in ${{ packets: "the list of packets: Esc goes back there", conversation: "a conversation: c shows it", knowledge: "the eavesdropper's page: e shows it", help: "the help: ? shows it" }[screen]}`,
    searching: (part: number) => `searching ... ${Math.floor(part * 100)} %`,
    notFound: (text: string) => `"${text}" is in none of the packets shown`,
    notSaid: (text: string) => `"${text}" is nowhere in this conversation`,
    found: (packet: number, isAround: boolean) =>
      `found in packet ${count(packet)}${isAround ? ", around from the other end" : ""}`,
    notHexSearch: (text: string) => `"${text}" is not hexadecimal: two digits a byte`,
    writing: (part: number) => `writing ... ${Math.floor(part * 100)} %`,
    written: (path: string, packets: number) =>
      `wrote ${packets === 1 ? "1 packet" : `${count(packets)} packets`} to ${path}`,
    exists: (path: string) => `there is already a file ${path}: choose another name`,
    cannotWrite: (path: string, why: string) => `cannot write ${path}: ${why}`,
    copied: (characters: number) => `copied ${count(characters)} characters, if the terminal allows it`,
    tooLong: "too long for the clipboard",
    ended: "the capture has ended",
    leftOut: (packets: number) => ` (${count(packets)} of another link type left out)`,
  },
  tooSmall: (columns: number, rows: number) =>
    `make the window larger: at least ${columns} columns and ${rows} rows (q ends)`,
  carries: {
    binary: (length: number) => `${bytes(length)} that are no text`,
    encrypted: (type: string, length: number, guess: string | undefined) =>
      `${type}, ${bytes(length)}, unreadable${guess === undefined ? "" : ` (probably ${guess})`}`,
    record: (type: string, length: number) => `${type} record, ${bytes(length)}`,
    message: (name: string, serverName: string | undefined) =>
      serverName === undefined ? name : `${name}, asks for ${serverName}`,
    alert: (name: string) => `alert ${name}`,
    partOfLine: (packet: number) => `part of a line that ends in packet ${count(packet)}`,
    partOfRecord: (type: string, packet: number) =>
      `part of ${type === "" ? "something" : `TLS record ${type}`} that ends in packet ${count(packet)}`,
    payload: (length: number) => `${bytes(length)}, seen before or not complete yet`,
    other: (protocol: string, length: number) => `${protocol}, ${bytes(length)}`,
    datagram: (from: number, to: number, length: number) => `UDP, port ${from} → ${to}, ${bytes(length)}`,
    flags: (flags: string) => {
      const has = (name: string) => flags.split(" ").includes(name);
      if (has("RST")) return `${flags}: breaks off`;
      if (has("SYN")) return has("ACK") ? "SYN ACK: accepts the connection" : "SYN: asks for a connection";
      if (has("FIN")) return `${flags}: has no more to say`;
      return has("ACK") ? "ACK: has received all up to here" : flags;
    },
  },
  section: {
    packet: (number: number, captured: number, original: number) =>
      `Packet ${count(number)}, ${bytes(original)}${captured < original ? `, of which ${count(captured)} were captured` : ""}`,
    packetAbout: "The frame as it was captured: each layer wraps the next one, from the network card to the texts.",
    spanning: (what: string, packets: readonly number[]) => `${what}, put together from packets ${listed(packets)}`,
    spanningAbout: (packet: number) =>
      `TCP cut it into segments; packet ${count(packet)} holds a part. The bytes beside are the whole, put together again.`,
    message: (name: string, records: number) => `Handshake message ${name} in ${records} TLS records`,
    messageAbout: "A message can be longer than a record. The bytes beside are the message without the record headers.",
    record: (type: string) => `TLS record ${type}`,
    line: "Line of text",
    incomplete: "not all of its bytes are in the capture",
    gap: (length: number, why: string) => `${bytes(length)} are missing before this: ${why}`,
    state: (connection: number, state: string) => `connection ${connection}: ${state}`,
    hidden: (name: string, length: number) =>
      `probably ${name} (${bytes(length)}), by its place and size: it is encrypted`,
    hiddenAlert: (name: string) => `probably the alert ${name}, by its place and size: it is encrypted`,
  },
} as const;
