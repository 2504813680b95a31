import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compareWithOracle, type Oracle } from "../../testing/sniffer/compare-with-oracle.ts";
import { corpusCaptures } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import type { Observation } from "./observation.ts";
import { Observer } from "./observer.ts";

async function observe(path: string): Promise<Observation[]> {
  const observer = new Observer({ keepBytes: true });
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(path)) for (const item of batch) observations.push(...observer.push(item));
  return [...observations, ...observer.end()];
}

/** Where tshark 4.0.17 is wrong or reports less, and why. The differences must be exactly these. */
const tsharkFaults: Readonly<Record<string, { reason: string; differences: readonly RegExp[] }>> = {
  "own/lost-tls12-appdata.pcap": {
    reason: "tshark stops reading a direction at the first lost record; the records after it are proved by their chain",
    differences: [/c2s records: .*"alert","TLS 1.2",26\]\], tshark/],
  },
  "own/lost-tls13-appdata.pcap": {
    reason: "the same, TLS 1.3",
    differences: [/c2s records: .*"application_data","TLS 1.2",19\]\], tshark/],
  },
  "own/snaplen-96-tls13.pcap": {
    reason: "after a cut frame tshark gives up on the close_notify records, which were captured whole",
    differences: [/c2s records: /, /s2c records: /],
  },
  "public/OISF+suricata-verify/tcp-rst-unacked-gap.pcap": {
    reason: "tshark drops captured bytes behind a hole that was never acknowledged; they were on the wire all the same",
    differences: [/s2c bytes: ours 13, tshark 7/],
  },
  "public/OISF+suricata-verify/tls_DER-incomplete-header.pcap": {
    reason: "the certificate's length field says 9 bytes; tshark hashes only the 7 its ASN.1 reader consumed",
    differences: [/certificates: /],
  },
  "public/hadrielk+pcapng-test-generator/le-test018.pcapng": {
    reason: "tshark counts custom blocks as packets",
    differences: [/packets: ours 4, tshark 8/],
  },
  "public/the-tcpdump-group+tcpdump/bigtcp-ipv6.pcap": {
    reason: "tshark 4.0 does not know that payload length 0 stands for more than 65,535 bytes",
    differences: [/connections: ours 1, tshark 0/],
  },
  "public/zeek+zeek/ssl.v3.pcap": {
    reason: "in a ClientHello of SSL 2.0 form tshark names the challenge no random and prints three-byte specs",
    differences: [/tls-record at 0/, /client_hello random: .*tshark null/, /client_hello suites: /],
  },
};

const captures = corpusCaptures();

test.skipIf(captures.length > 0)("skipped where there is no corpus: see the message above", ({ skip }) => skip());

for (const { name, path } of captures) {
  test(`${name}: packets, connections, bytes, records and messages are what tshark sees`, async () => {
    const oracle = JSON.parse(readFileSync(path.replace(/\.pcap(ng)?(\.gz)?$/, ".oracle.json"), "utf8")) as Oracle;
    const differences = compareWithOracle(await observe(path), oracle);
    const { differences: expected } = tsharkFaults[name] ?? { differences: [] };
    expect(differences.length, differences.join("\n")).toBe(expected.length);
    for (const [index, difference] of differences.entries()) expect(difference).toMatch(expected[index]!);
  });
}
