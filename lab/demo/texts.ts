/** Everything the demo says beside the comparison. */
export const texts = {
  playing: (mode: "plain" | "tls") =>
    mode === "plain"
      ? "1. A chat in the clear: a server, ana and luis; libpcap listens on loopback …"
      : "2. The same over TLS, with a certificate of the class's CA that both verify …",
  captured: (packets: number, file: string) => `   ${packets} packets captured, kept in ${file}`,
  privateNetwork:
    "   You may not capture on this machine's own loopback, so the lesson runs in a\n   private user and network namespace, where you may.",
  notDelivered: (text: string) => `the line "${text}" did not reach the other client in time`,
  notDeliveredHint: "Is the machine very busy? Try again: lab demo",
  proof: (inPlain: number, inTls: number, all: number) =>
    `Proof: ${inPlain} of ${all} lines stand in the bytes of the plain capture, ${inTls} of ${all} in those of\nthe TLS capture.`,
  header: (contentType: string, version: string, length: number) => {
    const bytes = length.toString(16).padStart(4, "0").replace(/..$/, " $&");
    return [
      `Every record begins with five bytes that stay readable, such as 17 03 03 ${bytes}:`,
      `  17      the content type, ${contentType}`,
      `  03 03   the version: it says ${version}, as every TLS 1.3 record does`,
      `  ${bytes}   the length: ${length} bytes of ciphertext follow`,
    ];
  },
  readable: (plain: number, tls: number) =>
    `Readable in the messages: ${plain} % of the bytes in plain, ${tls} % of those in TLS.`,
  notProved: "That is not what it should be: all of them in the first, none in the second. Please report it.",
  notOnPath: "Does the shell not find `lab`? Type `npx --no-install lab` in its place, in this folder.",
  next: (plain: string, tls: string) => {
    const rows = [
      [`lab sniff -r ${plain}`, "every packet of the plain chat"],
      [`lab sniff -r ${tls}`, "the same talk, unreadable"],
      ["lab server --both", "your own chat"],
      ["lab chat --plain --name ana", "joins it, in another terminal"],
      ["lab exercise", "the exercises, one by one"],
    ] as const;
    const width = Math.max(...rows.map(([command]) => command.length));
    return ["Next, look for yourself:", ...rows.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`)].join(
      "\n",
    );
  },
};
