import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observeFile, ofKind } from "../../testing/sniffer/observe.ts";

const observations = await observeFile(join(fixturesFolder, "tls12-client-cert.pcap"));
const messages = ofKind(observations, "tls-message");

test("a TLS 1.2 handshake is reported message by message, and what is hidden is marked as a guess", () => {
  expect(messages.map(({ from, message, guess }) => `${from} ${message}${guess ? " (a guess)" : ""}`)).toEqual([
    "client client_hello",
    "server server_hello",
    "server certificate",
    "server server_key_exchange",
    "server certificate_request",
    "server server_hello_done",
    "client certificate",
    "client client_key_exchange",
    "client certificate_verify",
    "client finished (a guess)",
    "server new_session_ticket",
    "server finished (a guess)",
  ]);
});

test("both sides' certificates are described: names, issuer, other names, validity, key", () => {
  const chains = messages.flatMap(({ from, certificates }) =>
    certificates === undefined ? [] : [{ from, certificates }],
  );
  expect(chains).toMatchObject([
    {
      from: "server",
      certificates: [
        {
          subject: "CN=lab.example.test,O=Lab Sniff Corpus,C=ES",
          issuer: "CN=Lab Intermediate CA,O=Lab Sniff Corpus,C=ES",
          subjectAltNames: [
            "DNS:lab.example.test",
            "DNS:www.example.test",
            "DNS:*.apps.example.test",
            "IP Address:127.0.0.1",
            "IP Address:0:0:0:0:0:0:0:1",
          ],
          notBefore: "2026-11-21T01:59:30.000Z",
          notAfter: "2029-01-29T01:59:30.000Z",
          serial: "1001",
          key: "RSA 2048 bits",
          sha256: "db86bb6cc5e0bc005cd0f18cf2113894734d9c0097b72efca827deb0ebcd64a3",
          length: 961,
        },
        { subject: "CN=Lab Intermediate CA,O=Lab Sniff Corpus,C=ES", issuer: "CN=Lab Root CA,O=Lab Sniff Corpus,C=ES" },
      ],
    },
    {
      from: "client",
      certificates: [
        { subject: "CN=Alumna Uno,O=Lab Sniff Corpus,C=ES", key: "EC prime256v1" },
        { key: "RSA 2048 bits" },
      ],
    },
  ]);
});

test("the summary has what was agreed on, and the records by content type", () => {
  const [connection] = ofKind(observations, "summary")[0]!.perConnection;
  const records = ofKind(observations, "tls-record").map(({ contentType }) => String(contentType));
  const counts = Object.fromEntries(
    [...new Set(records)].map((type) => [type, records.filter((one) => one === type).length]),
  );
  expect(connection).toMatchObject({ version: "TLS 1.2", records: counts, gaps: 0, textLines: 0 });
});
