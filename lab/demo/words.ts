/** Everything the demo says beside the comparison. */
export const words = {
  playing: (mode: "plain" | "tls") =>
    mode === "plain"
      ? "1. A chat in the clear: a server, ana and luis, and libpcap listening on loopback …"
      : "2. The same conversation over TLS, with a certificate of the class's own CA that both clients verify …",
  captured: (packets: number, file: string) => `   ${packets} packets captured, kept in ${file}`,
  privateNetwork:
    "You may not capture on this machine's own loopback, so the lesson runs in a private user and network namespace, where you may.",
  notDelivered: (text: string) => `the line "${text}" did not reach the other client in time`,
  notDeliveredHint: "Is the machine very busy? Try again: lab demo",
  proof: (inPlain: number, inTls: number, all: number) =>
    `Proof: ${inPlain} of ${all} lines stand in the bytes of the plain capture, ${inTls} of ${all} in those of the TLS capture.`,
  header: (contentType: string, version: string, length: number) => {
    const bytes = length.toString(16).padStart(4, "0").replace(/..$/, " $&");
    return [
      `Every record begins with five bytes that stay readable, such as 17 03 03 ${bytes}:`,
      `  17      the content type, ${contentType}`,
      `  03 03   the version: it says ${version}, as all TLS 1.3 records do for the sake of old equipment`,
      `  ${bytes}   the length: ${length} bytes of ciphertext follow`,
    ];
  },
  readable: (plain: number, tls: number) =>
    `Readable bytes of the messages: ${plain} % in the plain capture, ${tls} % in the TLS capture.`,
  notProved: "That is not what it should be: all of them in the first, none in the second. Please report it.",
  next: (plain: string, tls: string) =>
    [
      "Next, look for yourself:",
      `  lab sniff -r ${plain}     every packet of the plain chat, explained`,
      `  lab sniff -r ${tls}       the same conversation, unreadable`,
      "  lab server --both                           your own chat; lab chat --plain --name YOU joins it",
      "  lab exercise                                the exercises, one by one",
    ].join("\n"),
};
