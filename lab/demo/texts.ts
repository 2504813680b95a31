/** Texts of the demo besides the comparison. */
export const texts = {
  playing: (mode: "plain" | "tls") =>
    mode === "plain"
      ? "1. A chat in the clear: a server, ana and luis; libpcap captures on loopback …"
      : "2. The same conversation over TLS, with a certificate that both verify …",
  captured: (packets: number, file: string) => `   ${packets} packets captured: ${file}`,
  privateNetwork:
    "   You are not allowed to capture on this machine's own loopback. The demo runs\n   in a private user and network namespace, where you are allowed to.",
  ready: (why: string) =>
    `Nothing can be captured here: ${why}\nSo the demo shows ready-made captures of the same conversation, not your own packets.`,
  notDelivered: (text: string) => `the line "${text}" did not reach the other client in time`,
  notDeliveredHint: "Is the machine very busy? Try again: lab demo",

  plainBanner: "IN THE CLEAR",
  tlsBanner: (version: string) => `OVER ${version}`,
  types: (name: string) => `${name} types`,
  textBytes: (bytes: number) => `${bytes} bytes, all readable`,
  recordBytes: (bytes: number) => `${bytes} bytes: 5 of header, ${bytes - 5} hidden`,
  bytes: (bytes: number) => `${bytes} bytes`,
  plainVerdict: { long: "EVERY WORD can be read on the path", short: "EVERY WORD" },
  tlsVerdict: { long: "NOT ONE WORD can be read on the path", short: "NOT ONE WORD" },
  proof: (inPlain: number, inTls: number, all: number) =>
    `Searched in both files: ${inPlain} of ${all} lines are in the first, ${inTls} of ${all} in the second.`,
  notProved: "Expected: all of them in the first, none in the second. Please report this.",
  notOnPath: (isLinked: boolean) =>
    isLinked
      ? 'So that your shell finds `lab`, type:  export PATH="$HOME/.local/bin:$PATH"'
      : "If the shell does not find `lab`, type `npx --no-install lab` instead.",
  nextTitle: "Now do it yourself:",
  next: (plain: string) =>
    [
      ["lab live", "type, and press F2 to encrypt"],
      ["lab demo --full", "message by message"],
      [`lab sniff -r ${plain}`, "every packet of the plain chat"],
      ["lab exercise", "the course"],
    ] as const,

  header: (header: readonly string[], contentType: string, version: string, length: number) => [
    `Every record begins with five bytes that stay readable, such as ${header.join(" ")}:`,
    `  ${header[0]}      the content type, ${contentType}`,
    `  ${header.slice(1, 3).join(" ")}   the version: every TLS 1.3 record has ${version} here`,
    `  ${header.slice(3).join(" ")}   the length: ${length} bytes of ciphertext follow`,
  ],
  readable: (plain: number, tls: number) =>
    `Readable in the messages: ${plain} % of the bytes in plain, ${tls} % of those in TLS.`,
};
