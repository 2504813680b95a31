import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { widthOf } from "../../terminal/columns.ts";
import { type Line, lineText } from "../../terminal/screen/line.ts";
import { capture, line, record } from "../../testing/compare/made-messages.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Observer } from "../observe/observer.ts";
import type { Unlock } from "../observe/unlock.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";
import { compare } from "./comparison.ts";
import { comparisonHtml } from "./comparison-html.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { comparisonText } from "./comparison-text.ts";
import { MessageCollector } from "./message-collector.ts";
import { readForComparison } from "./read-for-comparison.ts";
import { wiresOf } from "./wires.ts";

const lineWidth = (line: Line) => widthOf(lineText(line));
const captures = new URL("../../testing/sniffer/captures/", import.meta.url).pathname;
const compared = async (first: string, second: string) =>
  compare(await readForComparison(`${captures}${first}`), await readForComparison(`${captures}${second}`));
const known = ({ facts }: Awaited<ReturnType<typeof compared>>) =>
  Object.fromEntries(facts.map(({ first, second }) => [first.about, [first.knowledge, second.knowledge]]));

describe("the same talk in the clear and over TLS 1.3", async () => {
  const comparison = await compared("compare-plain.pcap", "compare-tls13.pcap");

  it("pairs every line with a record whose length agrees", () => {
    const pairs = comparison.messages.filter(({ first }) => first.length > 0);
    expect(pairs).toHaveLength(15);
    expect(pairs.every(({ fit }) => fit === "exact")).toBe(true);
  });

  it("takes the session tickets for what they probably are, and not for messages", () => {
    expect(comparison.messages.filter(({ first }) => first.length === 0)).toEqual([]);
    expect(comparison.remarks).toEqual([]);
  });

  it("tells for each fact what is read, hidden or known in part", () => {
    expect(known(comparison)).toEqual({
      alerts: ["absent", "absent"],
      amount: ["readable", "readable"],
      addresses: ["readable", "readable"],
      ports: ["readable", "readable"],
      began: ["readable", "readable"],
      opened: ["readable", "readable"],
      count: ["readable", "partly"],
      lengths: ["readable", "partly"],
      pace: ["readable", "readable"],
      chat: ["readable", "partly"],
      names: ["readable", "partly"],
      words: ["readable", "hidden"],
      password: ["readable", "hidden"],
      serverName: ["absent", "readable"],
      alpn: ["absent", "absent"],
      certificate: ["absent", "hidden"],
      version: ["absent", "readable"],
      suite: ["absent", "readable"],
      software: ["absent", "partly"],
    });
  });

  it("accounts for every byte on the wire", () => {
    for (const { cost } of [comparison.first, comparison.second]) {
      const { headers, handshake, protection, messages, other } = cost;
      expect(headers + handshake + protection + messages + other).toBe(cost.total);
      expect(other).toBe(0);
    }
    expect(comparison.first.cost).toMatchObject({ packets: 36, total: 2799, messages: 391, handshake: 0 });
    expect(comparison.second.cost).toMatchObject({ packets: 44, total: 7574, protection: 15 * 22 });
  });

  it("counts one round trip for the handshake of TLS 1.3", () => {
    expect(comparison.second.connections.map(({ handshake }) => handshake?.roundTrips)).toEqual([1, 1]);
  });

  it("never shows an entropy above what so few bytes can have", () => {
    for (const { statistics } of [comparison.first, comparison.second]) {
      expect(statistics.entropy).toBeLessThanOrEqual(statistics.mostEntropy);
      for (const { entropy, most, bytes } of statistics.along()) {
        expect(most).toBe(Math.min(8, Math.log2(bytes)));
        expect(entropy).toBeLessThanOrEqual(most);
      }
    }
  });

  it("is text of no more than the columns asked for, at any width", () => {
    for (const width of [60, 80, 132]) {
      for (const line of comparisonText(wiresOf(comparison), { width }))
        expect(lineWidth(line)).toBeLessThanOrEqual(width);
    }
  });
});

describe("records that may be something else", () => {
  it("have no counterpart; the report says that TLS 1.3 hides what they are", () => {
    const first = capture("plain.pcap", [line("hola", 1, "server")]);
    const comparison = compare(first, capture("tls.pcap", [record(57, 1, "server"), record(5, 2, "server")]));
    expect(comparison.messages.map(({ fit }) => fit)).toEqual([undefined, "exact"]);
    expect(comparison.remarks.join(" ")).toContain("session ticket");
  });
});

it("a retransmission storm changes the cost and not the messages", async () => {
  const storm = async (name: string) => {
    const observer = new Observer({ keepBytes: true });
    const collector = new MessageCollector();
    let number = 0;
    for await (const batch of openCaptureFile(`${captures}${name}`)) {
      for (const item of batch.flatMap((item) => Array<typeof item>(item.kind === "frame" ? 5 : 1).fill(item))) {
        const again = item.kind === "frame" ? { ...item, number: ++number } : item;
        for (const observation of observer.push(again)) collector.push(observation);
      }
    }
    for (const observation of observer.end()) collector.push(observation);
    return collector.capture(name);
  };
  const comparison = compare(await storm("compare-plain.pcap"), await storm("compare-tls13.pcap"));
  expect(comparison.messages.map(({ fit }) => fit)).toEqual(Array(15).fill("exact"));
  expect(comparison.first.cost).toMatchObject({ packets: 36 * 5, messages: 391, other: 391 * 4 });
});

describe("wrong inputs", () => {
  it("of two captures of TLS are compared by lengths; the report says that no words can be read", async () => {
    const comparison = await compared("compare-tls13.pcap", "compare-tls13.pcap");
    expect(comparison.messages.every(({ fit }) => fit === "exact")).toBe(true);
    expect(comparison.remarks.join(" ")).toContain(" are encrypted");
  });

  it("of an empty capture leave every message of the other alone", async () => {
    const comparison = await compared("bad-header-only.pcap", "chat-es-lf.pcap");
    expect(comparison.messages).toHaveLength(5);
    expect(comparison.messages.every(({ first }) => first.length === 0)).toBe(true);
    expect(comparison.remarks[0]).toBe("bad-header-only.pcap contains no packets.");
    expect(comparison.facts.every(({ first }) => first.knowledge === "absent")).toBe(true);
  });

  it("of files that are no captures are refused", async () => {
    await expect(compared("bad-text.pcap", "chat-es-lf.pcap")).rejects.toThrow(/bad-text\.pcap: .*6573746f/);
    await expect(compared("chat-es-lf.pcap", "bad-zero-length.pcap")).rejects.toThrow(/the capture is empty/);
  });

  it("of a plain capture with itself is the same bytes everywhere", async () => {
    const comparison = await compared("chat-es-lf.pcap", "fmt-pcapng-be-chat.pcapng");
    expect(comparison.messages.map(({ fit }) => fit)).toEqual(["same", "same", "same", "same", "same"]);
  });
});

it("a capture of very many connections is bounded, counted whole, and what was left out is reported", () => {
  const collector = new MessageCollector();
  const all = 30_000;
  const time = { seconds: 0, nanoseconds: 0 };
  const ends = {
    client: { address: "10.0.0.1", port: 1 },
    server: { address: "10.0.0.2", port: 80 },
    state: "established",
  } as const;
  for (let connection = 0; connection < all; connection++) {
    const place = { connection, packet: connection + 1, time };
    collector.push({ kind: "connection", ...place, ...ends });
    const said = { from: "client", offset: 0, length: 5, text: "hola", bytes: Buffer.from("hola\n") } as const;
    collector.push({ kind: "text", ...place, ...said });
  }
  const many = collector.capture("many.pcap");
  expect([many.messages.length, many.messageCount]).toEqual([2000, all]);
  expect(many.overheard.connections.length).toBe(1000);
  expect(compare(many, many).remarks.join(" ")).toContain("the first 2,000 of 30,000 messages");
});

describe("with the key log of the second capture", () => {
  const unlock: Unlock = (capture) => {
    const secrets = new Secrets();
    secrets.addKeyLog(readFileSync(join(captures, "opened-chat.keylog")), "keys.log");
    return { capture, secrets };
  };
  const read = async (withKeys?: Unlock) =>
    compare(
      await readForComparison(join(captures, "compare-plain.pcap")),
      await readForComparison(join(captures, "opened-chat.pcap"), undefined, withKeys),
    );

  it("the words are beside their records, and what an eavesdropper knows stays the same", async () => {
    const [opened, closed] = [await read(unlock), await read()];
    expect(opened.facts).toEqual(closed.facts);
    const lines = comparisonText(wiresOf(opened)).map(lineText);
    expect(lines).toContain("              └ opened with the key: la contraseña es Pingüino-42");
    expect(lines.join(" ")).toContain("16 lines were opened with the key");
    expect(comparisonText(wiresOf(closed)).map(lineText).join("\n")).not.toContain("with the key");
    expect(comparisonMarkdown(wiresOf(opened))).toContain("opened with the key\\: la contraseña es Pingüino\\-42");
    expect(comparisonHtml(wiresOf(opened))).toContain("opened with the key: la contraseña es Pingüino-42");
  });

  it("each line belongs to the last record of the packet in which it ends", async () => {
    const { second } = await read(unlock);
    const at = (packet: number) => {
      const content = second.messages.find((one) => one.packet === packet)?.content;
      return content?.kind === "record" ? content.opened : undefined;
    };
    expect([at(18), at(20), at(36)]).toEqual(["ana", "# welcome ana · # users: ana", "la contraseña es Pingüino-42"]);
    expect(second.openedLines).toBe(16);
  });
});
