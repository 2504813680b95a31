import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { observe, ofKind } from "../../testing/sniffer/observe.ts";
import { clientHello, serverHello, tlsRecord } from "../../testing/sniffer/packets.ts";
import { contentType } from "../wire/tls/names.ts";

const { change_cipher_spec, alert, handshake, application_data } = contentType;
const random = Buffer.alloc(32, 7);
const hello = tlsRecord(handshake, clientHello(random), 0x0301);
const cipherChanged = tlsRecord(change_cipher_spec, Buffer.of(1));
const answer13 = Buffer.concat([tlsRecord(handshake, serverHello(random)), cipherChanged]);
const answer12 = tlsRecord(handshake, tls12Hello());
const lost = { isCaptured: false };

/** Application data whose bytes are not text. */
const hidden = (length: number, type: number = application_data) =>
  tlsRecord(
    type,
    Buffer.alloc(length).map((_, at) => (at * 167 + 225) & 0xff),
  );

/** The ServerHello of the TLS 1.3 answer without its extensions: TLS 1.2. */
function tls12Hello(): Buffer {
  const bytes = serverHello(random).subarray(0, 4 + 2 + 32 + 33 + 2 + 1);
  bytes.writeUIntBE(bytes.length - 4, 1, 3);
  return bytes;
}

/** Guessed messages: their senders and names. */
function guesses({ frames }: Conversation): string[] {
  return ofKind(observe(frames), "tls-message").flatMap(({ from, message, guess }) =>
    guess ? [`${from} ${message}`] : [],
  );
}

describe("what is encrypted although no change_cipher_spec was seen", () => {
  const conversation = () => new Conversation().open().client(hello).server(answer12);

  test("an alert that has not two bytes, of which the first is a level", () => {
    const { frames } = conversation()
      .client(Buffer.concat([cipherChanged, hidden(40, handshake)]), lost)
      .client(hidden(26, alert));
    expect(ofKind(observe(frames), "tls-alert")).toEqual([
      expect.objectContaining({ encrypted: true, guess: true, description: "close_notify" }),
    ]);
    const [inTwoBytes] = ofKind(observe(conversation().client(tlsRecord(alert, Buffer.of(0, 0))).frames), "tls-alert");
    expect(inTwoBytes).toMatchObject({ encrypted: true });
    expect(inTwoBytes).not.toHaveProperty("level");
  });

  test("after a gap, a handshake record that no message begins", () => {
    const { frames } = conversation().server(cipherChanged, lost).server(hidden(40, handshake)).server("").client("");
    const record = ofKind(observe(frames), "tls-record").at(-1);
    expect(record).toMatchObject({ contentType: "handshake", length: 40, encrypted: true });
  });
});

test("a second ClientHello is in the clear, also where only the client was captured", () => {
  const conversation = new Conversation()
    .client("", { flags: "SYN", at: -1, acknowledge: -5000 })
    .server("", { ...lost, flags: "SYN ACK", at: -1 });
  const { frames } = conversation.client("").client(hello).client(cipherChanged).client(hello).client(hidden(53));
  const observations = observe(frames);
  expect(ofKind(observations, "tls-message").map(({ message, guess }) => [message, guess])).toEqual([
    ["client_hello", undefined],
    ["client_hello", undefined],
  ]);
  expect(ofKind(observations, "tls-record").map(({ encrypted }) => encrypted)).toEqual([false, false, false, true]);
});

describe("names of hidden messages", () => {
  test("are those of the server and the client, where the capture begins with the ServerHello", () => {
    const conversation = new Conversation().server(answer13).server(hidden(900)).client(hidden(53));
    expect(guesses(conversation)).toEqual(["server encrypted_extensions", "client finished"]);
    expect(ofKind(observe(conversation.frames), "connection").at(-1)).toMatchObject({
      state: "midstream",
      server: { address: "127.0.0.1", port: 12345 },
    });
  });

  test("do not include a client's certificate that no server asked for, however long its records are", () => {
    const conversation = new Conversation()
      .open()
      .client(hello)
      .server(Buffer.concat([answer13, hidden(900)]));
    for (const length of [80, 53, 300, 500, 90]) conversation.client(hidden(length));
    expect(guesses(conversation)).toEqual(["server encrypted_extensions", "client finished"]);
  });

  test("include it where one was asked for, once", () => {
    const flight = [30, 80, 900, 281, 53].map((length) => hidden(length));
    const conversation = new Conversation()
      .open()
      .client(hello)
      .server(Buffer.concat([answer13, ...flight]));
    for (const length of [800, 281, 53, 100]) conversation.client(hidden(length));
    expect(guesses(conversation)).toEqual([
      "server encrypted_extensions",
      "server certificate_request",
      "server certificate",
      "server certificate_verify",
      "server finished",
      "client certificate",
      "client certificate_verify",
      "client finished",
    ]);
  });

  test("stop where the records are others than expected", () => {
    const flight = [30, 80, 90, 100, 110].map((length) => hidden(length));
    const conversation = new Conversation()
      .open()
      .client(hello)
      .server(Buffer.concat([answer13, ...flight]));
    expect(guesses(conversation)).toEqual(["server encrypted_extensions", "server certificate_request"]);
  });
});

test("the record of the hello that shows who the client is has the same sender as its message", () => {
  const observations = observe(new Conversation().server(hello).client(answer13).frames);
  const [record] = ofKind(observations, "tls-record");
  const [message] = ofKind(observations, "tls-message");
  expect([record!.from, message!.from]).toEqual(["client", "client"]);
  const kinds = observations.map((observation) =>
    observation.kind === "connection" ? observation.state : observation.kind,
  );
  expect(kinds.slice(0, 5)).toEqual(["packet", "midstream", "roles-swapped", "tls-record", "tls-message"]);
});

describe("a record under way when the capture ends", () => {
  const cut = (length: number) =>
    observe(new Conversation().open().client(hello).server(answer13).server(hidden(100).subarray(0, length)).frames, {
      keepBytes: true,
    });

  test("is reported with what there is of it", () => {
    const record = ofKind(cut(50), "tls-record").at(-1)!;
    expect(record).toMatchObject({
      header: "1703030064",
      length: 100,
      captured: 45,
      unfinished: true,
      encrypted: true,
    });
    expect(record.bytes).toEqual(new Uint8Array(hidden(100).subarray(5, 50)));
  });

  test("is binary where not even its header is whole", () => {
    expect(ofKind(cut(3), "binary")).toMatchObject([{ length: 3, note: expect.stringContaining("header") }]);
  });

  test("is not counted in the summary", () => {
    const [summary] = ofKind(cut(50), "summary");
    expect(summary!.perConnection[0]!.records).toEqual({ handshake: 2, change_cipher_spec: 1 });
  });
});
