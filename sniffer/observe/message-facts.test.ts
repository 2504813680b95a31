import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { hexBytes, u16, u32, with8, with16, with24 } from "../../testing/sniffer/frame-parts.ts";
import { observe, ofKind } from "../../testing/sniffer/observe.ts";
import { handshakeMessage, tlsRecord } from "../../testing/sniffer/packets.ts";
import { DecodeError, Reader } from "../wire/decode/reader.ts";
import { alertDescription, alertLevel, readAlert } from "../wire/tls/alert.ts";
import { messageName, readMessage } from "../wire/tls/messages/read-message.ts";
import { suiteNumber, versionNumber } from "../wire/tls/names.ts";
import { messageFacts } from "./message-facts.ts";

const random = Buffer.alloc(32, 0x5a);
const none = Buffer.alloc(0);

function extension(type: number, ...data: readonly Uint8Array[]): Buffer {
  return Buffer.concat([u16(type), with16(...data)]);
}

interface HelloParts {
  readonly version?: number;
  readonly sessionId?: Uint8Array;
  readonly suites?: readonly number[];
  readonly compression?: readonly number[];
  /** Absent, even their length, as before RFC 3546. */
  readonly extensions?: readonly Uint8Array[];
}

function clientHello({
  version = 0x0303,
  sessionId = none,
  suites = [0x1301],
  compression = [0],
  extensions,
}: HelloParts): Buffer {
  const end = extensions === undefined ? none : with16(...extensions);
  return handshakeMessage(
    1,
    Buffer.concat([
      u16(version),
      random,
      with8(sessionId),
      with16(...suites.map(u16)),
      with8(Buffer.from(compression)),
      end,
    ]),
  );
}

function serverHello(
  extensions: readonly Uint8Array[],
  parts: { random?: Uint8Array; version?: number; suite?: number } = {},
): Buffer {
  const body = [
    u16(parts.version ?? 0x0303),
    parts.random ?? random,
    with8(none),
    u16(parts.suite ?? 0x1301),
    Buffer.of(0),
  ];
  return handshakeMessage(2, Buffer.concat([...body, with16(...extensions)]));
}

function read(message: Uint8Array, context: { suite?: string; version?: string } = {}) {
  const contents = readMessage(new Reader(message), {
    suite: suiteNumber(context.suite),
    version: versionNumber(context.version),
  });
  return { name: messageName(contents), facts: messageFacts(contents), error: contents.errors.at(-1) };
}

/** The facts that one extension of a ClientHello adds. */
function ofClient(...extensions: readonly Uint8Array[]) {
  const { facts, error } = read(clientHello({ extensions }));
  expect(error?.message).toBeUndefined();
  return facts;
}

function ofServer(...extensions: readonly Uint8Array[]) {
  const { facts, error } = read(serverHello(extensions));
  expect(error?.message).toBeUndefined();
  return facts;
}

describe("a ClientHello", () => {
  test("has version, random, session id, suites and compression, by their names", () => {
    const hello = clientHello({
      sessionId: hexBytes("0102"),
      suites: [0x1301, 0xc02f, 0x00ff, 0x5600],
      compression: [0, 1, 9],
    });
    expect(read(hello)).toEqual({
      name: "client_hello",
      error: undefined,
      facts: {
        version: "TLS 1.2",
        random: "5a".repeat(32),
        sessionId: "0102",
        suites: [
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
          "TLS_FALLBACK_SCSV",
        ],
        compression: ["null", "DEFLATE", "0x09"],
        ja4: "t12i040000_5ce02ac467f8_000000000000",
      },
    });
  });

  test.each([
    [0x0300, "SSL 3.0"],
    [0x0301, "TLS 1.0"],
    [0x0302, "TLS 1.1"],
    [0x0304, "TLS 1.3"],
    [0x7f1c, "TLS 1.3 draft 28"],
    [0x0505, "0x0505"],
  ])("of version 0x%s says %s", (version, name) => {
    expect(read(clientHello({ version })).facts.version).toBe(name);
  });

  test("names GREASE as such and unknown numbers in hexadecimal, wherever they stand (RFC 8701)", () => {
    const { facts } = read(
      clientHello({
        suites: [0x0a0a, 0xfefe, 0xfafa],
        extensions: [
          extension(0x1a1a),
          extension(0xfe00, hexBytes("00")),
          extension(10, with16(u16(0x2a2a), u16(0xfe10))),
          extension(13, with16(u16(0x3a3a), u16(0xfe11), u16(0x0302))),
          extension(43, with8(u16(0x4a4a), u16(0x0304), u16(0x0999))),
          extension(51, with16(u16(0x5a5a), with16(hexBytes("00")), u16(0xfe12), with16(hexBytes("01")))),
          extension(16, with16(with8(hexBytes("6a6a")))),
        ],
      }),
    );
    expect(facts).toMatchObject({
      suites: ["GREASE (0x0a0a)", "0xfefe", "GREASE (0xfafa)"],
      extensions: [
        "GREASE (0x1a1a)",
        "0xfe00",
        "supported_groups",
        "signature_algorithms",
        "supported_versions",
        "key_share",
        "application_layer_protocol_negotiation",
      ],
      groups: ["GREASE (0x2a2a)", "0xfe10"],
      signatureAlgorithms: ["GREASE (0x3a3a)", "0xfe11", "sha224_dsa"],
      versions: ["GREASE (0x4a4a)", "TLS 1.3", "0x0999"],
      keyShares: ["GREASE (0x5a5a)", "0xfe12"],
      alpn: ["jj"],
    });
  });
});

const name = (type: number, text: string) => Buffer.concat([Buffer.of(type), with16(Buffer.from(text))]);

describe("extensions of a ClientHello", () => {
  test.each<[string, Buffer, object]>([
    ["server_name, RFC 6066 section 3", extension(0, with16(name(0, "localhost"))), { serverName: "localhost" }],
    [
      "server_name, the first host_name among others",
      extension(0, with16(name(7, "x"), name(0, "a"), name(0, "b"))),
      { serverName: "a" },
    ],
    [
      "server_name that is no UTF-8",
      extension(0, with16(Buffer.concat([Buffer.of(0), with16(hexBytes("ff61"))]))),
      { serverName: "\ufffda" },
    ],
    ["max_fragment_length, RFC 6066 section 4", extension(1, Buffer.of(2)), { extensions: ["max_fragment_length"] }],
    [
      "status_request, RFC 6066 section 8",
      extension(5, Buffer.of(1), with16(), with16()),
      { details: { statusRequest: "ocsp" } },
    ],
    ["status_request of another type", extension(5, hexBytes("02 aabb")), { details: { statusRequest: "0x02" } }],
    [
      "supported_groups, RFC 8446 section 4.2.7",
      extension(10, with16(u16(29), u16(23))),
      { groups: ["x25519", "secp256r1"] },
    ],
    ["supported_groups, empty", extension(10), { groups: [] }],
    [
      "ec_point_formats, RFC 8422 section 5.1.2",
      extension(11, with8(hexBytes("00 01"))),
      { extensions: ["ec_point_formats"] },
    ],
    [
      "signature_algorithms, RFC 8446 section 4.2.3",
      extension(13, with16(u16(0x0403), u16(0x0804))),
      { signatureAlgorithms: ["ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"] },
    ],
    [
      "ALPN, RFC 7301",
      extension(16, with16(with8(Buffer.from("h2")), with8(Buffer.from("http/1.1")))),
      { alpn: ["h2", "http/1.1"] },
    ],
    ["record_size_limit, RFC 8449", extension(28, u16(16385)), { details: { recordSizeLimit: 16385 } }],
    ["session_ticket, RFC 5077", extension(35, Buffer.alloc(7)), { details: { sessionTicketLength: 7 } }],
    ["session_ticket, empty", extension(35), { details: { sessionTicketLength: 0 } }],
    [
      "pre_shared_key, RFC 8446 section 4.2.11",
      extension(
        41,
        with16(with16(Buffer.from("ticket")), u32(1000), with16(Buffer.from("other")), u32(0)),
        with16(with8(Buffer.alloc(32)), with8(Buffer.alloc(32))),
      ),
      { details: { pskIdentities: 2 } },
    ],
    ["early_data, RFC 8446 section 4.2.10", extension(42), { details: { earlyData: true } }],
    [
      "supported_versions, RFC 8446 section 4.2.1",
      extension(43, with8(u16(0x0304), u16(0x0303))),
      { versions: ["TLS 1.3", "TLS 1.2"] },
    ],
    ["cookie, RFC 8446 section 4.2.2", extension(44, with16(Buffer.alloc(5))), { details: { cookieLength: 5 } }],
    [
      "psk_key_exchange_modes, RFC 8446 section 4.2.9",
      extension(45, with8(hexBytes("00 01 07"))),
      { pskModes: ["psk_ke", "psk_dhe_ke", "0x07"] },
    ],
    ["signature_algorithms_cert", extension(50, with16(u16(0x0403))), { extensions: ["signature_algorithms_cert"] }],
    [
      "key_share, RFC 8446 section 4.2.8",
      extension(51, with16(u16(0x11ec), with16(Buffer.alloc(1216)), u16(29), with16(Buffer.alloc(32)))),
      { keyShares: ["X25519MLKEM768", "x25519"] },
    ],
    [
      "key_share by its number until draft 22",
      extension(40, with16(u16(29), with16(Buffer.alloc(32)))),
      { keyShares: ["x25519"] },
    ],
    [
      "encrypted_client_hello, outer, RFC 9849 section 5",
      extension(65037, hexBytes("00 0001 0001 2a"), with16(Buffer.alloc(32)), with16(Buffer.alloc(208))),
      { details: { encryptedClientHello: "outer" } },
    ],
    ["encrypted_client_hello, inner", extension(65037, Buffer.of(1)), { details: { encryptedClientHello: "inner" } }],
    [
      "renegotiation_info, RFC 5746, first handshake",
      extension(65281, with8()),
      { details: { renegotiationInfo: "initial" } },
    ],
    [
      "renegotiation_info, later",
      extension(65281, with8(Buffer.alloc(12))),
      { details: { renegotiationInfo: "renegotiation" } },
    ],
  ])("%s", (_, bytes, facts) => {
    expect(ofClient(bytes)).toMatchObject(facts);
  });

  test("what was read before a malformed one is kept, and the error names the field, the need and the finding", () => {
    const {
      name: message,
      facts,
      error,
    } = read(
      clientHello({
        extensions: [
          extension(0, with16(name(0, "localhost"))),
          extension(51, with16(u16(29), u16(32), Buffer.alloc(5))),
        ],
      }),
    );
    expect(message).toBe("client_hello");
    expect(facts).toMatchObject({ serverName: "localhost", extensions: ["server_name", "key_share"] });
    expect(error?.message).toBe("Key exchange needs 32 bytes, 5 left");
  });

  test("bytes left over in one are an error", () => {
    expect(read(clientHello({ extensions: [extension(28, u16(512), Buffer.of(0))] })).error?.message).toBe(
      "Extension data: 1 byte left over",
    );
  });
});

const helloRetryRandom = hexBytes("CF21AD74E59A6111BE1D8C021E65B891 C2A211167ABB8C5E079E09E2C8A8339C");

describe("a ServerHello", () => {
  test("of TLS 1.3 has version, group and chosen identity from its extensions", () => {
    expect(
      ofServer(extension(43, u16(0x0304)), extension(51, u16(29), with16(Buffer.alloc(32))), extension(41, u16(1))),
    ).toMatchObject({
      version: "TLS 1.3",
      suite: "TLS_AES_128_GCM_SHA256",
      group: "x25519",
      details: { pskSelected: 1 },
    });
  });

  test("of TLS 1.2 has the chosen protocol, and empty answers to what the client offered", () => {
    const facts = ofServer(
      extension(0),
      extension(5),
      extension(35),
      extension(16, with16(with8(Buffer.from("h2")))),
      extension(65281, with8()),
    );
    expect(facts).toMatchObject({
      version: "TLS 1.2",
      alpn: ["h2"],
      details: { renegotiationInfo: "initial", sessionTicketLength: 0 },
    });
    expect(facts.serverName).toBeUndefined();
  });

  test("that answers encrypted_client_hello is read on", () => {
    expect(ofServer(extension(65037, Buffer.alloc(8)), extension(43, u16(0x0304))).version).toBe("TLS 1.3");
  });

  test("with the random of RFC 8446 section 4.1.3 is a HelloRetryRequest", () => {
    const { name: message, facts } = read(
      serverHello([extension(43, u16(0x0304)), extension(51, u16(24)), extension(44, with16(Buffer.alloc(9)))], {
        random: helloRetryRandom,
      }),
    );
    expect(message).toBe("hello_retry_request");
    expect(facts).toMatchObject({ version: "TLS 1.3", group: "secp384r1", details: { cookieLength: 9 } });
  });

  test.each(["444f574e47524401", "444f574e47524400"])(
    "whose random ends in %s was made to speak an older version",
    (marker) => {
      const marked = Buffer.concat([random.subarray(8), hexBytes(marker)]);
      expect(read(serverHello([], { random: marked })).facts.details).toEqual({ downgradeMarker: true });
    },
  );

  test("of a draft before 22 has neither session id nor compression", () => {
    const draft = handshakeMessage(
      2,
      Buffer.concat([u16(0x7f12), random, u16(0x1301), with16(extension(40, u16(29), with16(Buffer.alloc(32))))]),
    );
    expect(read(draft)).toMatchObject({ error: undefined, facts: { version: "TLS 1.3 draft 18", group: "x25519" } });
  });

  test("and the HelloRetryRequest of those drafts is a message of its own", () => {
    const draft = handshakeMessage(6, Buffer.concat([u16(0x7f13), u16(0x1302), with16(extension(40, u16(23)))]));
    expect(read(draft)).toMatchObject({
      name: "hello_retry_request",
      error: undefined,
      facts: { version: "TLS 1.3 draft 19", suite: "TLS_AES_256_GCM_SHA384", group: "secp256r1" },
    });
  });
});

const signed = Buffer.concat([u16(0x0804), with16(Buffer.alloc(64))]);
const ecdhe = Buffer.concat([hexBytes("03"), u16(29), with8(Buffer.alloc(32))]);
const dhe = Buffer.concat([with16(Buffer.alloc(256)), with16(Buffer.of(2)), with16(Buffer.alloc(256))]);

describe("messages up to TLS 1.2", () => {
  test.each<[string, Buffer, { suite?: string; version?: string }, object]>([
    [
      "ServerKeyExchange of ECDHE",
      handshakeMessage(12, Buffer.concat([ecdhe, signed])),
      { suite: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
      { group: "x25519", details: { signatureAlgorithm: "rsa_pss_rsae_sha256" } },
    ],
    [
      "ServerKeyExchange of ECDHE before TLS 1.2, whose signature names no scheme",
      handshakeMessage(12, Buffer.concat([ecdhe, signed.subarray(2)])),
      { suite: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", version: "TLS 1.1" },
      { group: "x25519" },
    ],
    [
      "ServerKeyExchange with a curve written out",
      handshakeMessage(12, hexBytes("01 aabbcc")),
      { suite: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
      {},
    ],
    [
      "ServerKeyExchange of DHE",
      handshakeMessage(12, Buffer.concat([dhe, signed])),
      { suite: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
      { details: { dhBits: 2048, signatureAlgorithm: "rsa_pss_rsae_sha256" } },
    ],
    [
      "ServerKeyExchange of an anonymous suite",
      handshakeMessage(12, dhe),
      { suite: "TLS_DH_anon_WITH_AES_128_GCM_SHA256" },
      { details: { dhBits: 2048 } },
    ],
    [
      "ServerKeyExchange of ECDHE with a shared key",
      handshakeMessage(12, Buffer.concat([with16(Buffer.from("hint")), ecdhe])),
      { suite: "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256" },
      { group: "x25519" },
    ],
    ["ServerKeyExchange of a suite nobody saw", handshakeMessage(12, Buffer.alloc(9)), {}, {}],
    [
      "CertificateRequest of TLS 1.2",
      handshakeMessage(
        13,
        Buffer.concat([
          with8(hexBytes("01 40")),
          with16(u16(0x0403)),
          with16(with16(Buffer.alloc(3)), with16(Buffer.alloc(4))),
        ]),
      ),
      {},
      { signatureAlgorithms: ["ecdsa_secp256r1_sha256"], details: { certificateAuthorities: 2 } },
    ],
    [
      "CertificateRequest before TLS 1.2",
      handshakeMessage(13, Buffer.concat([with8(hexBytes("01")), with16()])),
      { version: "TLS 1.1" },
      { details: { certificateAuthorities: 0 } },
    ],
    ["ServerHelloDone", handshakeMessage(14, none), {}, {}],
    ["CertificateVerify", handshakeMessage(15, signed), {}, { details: { signatureAlgorithm: "rsa_pss_rsae_sha256" } }],
    ["ClientKeyExchange", handshakeMessage(16, with8(Buffer.alloc(32))), {}, {}],
    [
      "NewSessionTicket, RFC 5077",
      handshakeMessage(4, Buffer.concat([u32(7200), with16(Buffer.alloc(160))])),
      {},
      { details: { ticketLifetime: 7200, ticketLength: 160 } },
    ],
    ["Finished", handshakeMessage(20, Buffer.alloc(12)), {}, {}],
    [
      "CertificateStatus",
      handshakeMessage(22, Buffer.concat([Buffer.of(1), with24(Buffer.alloc(9))])),
      {},
      { details: { ocspResponseLength: 9 } },
    ],
    ["Certificate, empty", handshakeMessage(11, with24()), {}, { certificates: [] }],
    [
      "Certificate that is no DER",
      handshakeMessage(11, with24(with24(Buffer.from("x")))),
      {},
      { certificates: [{ unreadable: true, length: 1, subject: "" }] },
    ],
    ["HelloRequest", handshakeMessage(0, none), {}, {}],
    ["a type without a name", handshakeMessage(77, Buffer.alloc(3)), {}, {}],
  ])("%s", (_, message, context, facts) => {
    const result = read(message, context);
    expect(result.error?.message).toBeUndefined();
    expect(result.facts).toMatchObject(facts);
  });

  test("have the names of their RFCs", () => {
    const names = [0, 1, 2, 4, 11, 12, 13, 14, 15, 16, 20, 22, 77].map(
      (type) => read(handshakeMessage(type, none)).name,
    );
    expect(names.join(" ")).toBe(
      "hello_request client_hello server_hello new_session_ticket certificate server_key_exchange certificate_request server_hello_done " +
        "certificate_verify client_key_exchange finished certificate_status 0x4d",
    );
  });
});

describe("every truncation", () => {
  const whole = clientHello({
    sessionId: Buffer.alloc(32),
    extensions: [
      extension(0, with16(name(0, "localhost"))),
      extension(43, with8(u16(0x0304))),
      extension(41, with16(with16(Buffer.from("ticket")), u32(1)), with16(with8(Buffer.alloc(32)))),
      extension(65037, hexBytes("00 0001 0001 2a"), with16(Buffer.alloc(32)), with16(Buffer.alloc(8))),
    ],
  });

  test.each<[string, Buffer, { suite?: string; mayEndAt?: number }]>([
    // Extensions may be left out completely: a hello may end before them.
    ["a ClientHello", whole, { mayEndAt: 2 + 32 + 33 + 4 + 2 }],
    [
      "a ServerHello",
      serverHello([extension(43, u16(0x0304)), extension(51, u16(29), with16(Buffer.alloc(32)))]),
      { mayEndAt: 2 + 32 + 1 + 2 + 1 },
    ],
    [
      "a ServerKeyExchange",
      handshakeMessage(12, Buffer.concat([ecdhe, signed])),
      { suite: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
    ],
    [
      "a CertificateRequest",
      handshakeMessage(
        13,
        Buffer.concat([with8(hexBytes("01 40")), with16(u16(0x0403)), with16(with16(Buffer.alloc(3)))]),
      ),
      {},
    ],
    ["a Certificate", handshakeMessage(11, with24(with24(Buffer.alloc(20)))), {}],
    ["a NewSessionTicket", handshakeMessage(4, Buffer.concat([u32(7200), with16(Buffer.alloc(10))])), {}],
  ])(
    "of %s is an error that says what is missing, and keeps what came before",
    (_, message, { mayEndAt, ...context }) => {
      const body = message.subarray(4);
      let facts = 0;
      for (let length = 0; length < body.length; length++) {
        if (length === mayEndAt) continue;
        // The message claims to end here: each field in it must notice.
        const cut = read(handshakeMessage(message[0]!, body.subarray(0, length)), context);
        expect(cut.error, `cut after ${length}`).toBeInstanceOf(DecodeError);
        expect(cut.error!.message).toMatch(/ needs \d+ bytes?, \d+ left$/);
        expect(Object.keys(cut.facts).length).toBeGreaterThanOrEqual(facts);
        facts = Object.keys(cut.facts).length;
      }
    },
  );

  test("of a message is a problem beside the message", () => {
    const hello = handshakeMessage(1, whole.subarray(4, 60));
    const observations = observe(new Conversation().open().client(tlsRecord(22, hello, 0x0301)).frames);
    expect(ofKind(observations, "tls-message")).toMatchObject([{ message: "client_hello", version: "TLS 1.2" }]);
    expect(ofKind(observations, "problem")).toMatchObject([
      { layer: "tls", connection: 0, packet: 4, message: "client_hello: Session id needs 32 bytes, 21 left" },
    ]);
  });
});

test("a malformed extension is a problem; what the others say stays, in the summary too", () => {
  const named = clientHello({ extensions: [extension(0, with16(name(0, "localhost")))] });
  const malformed = clientHello({ extensions: [extension(0, u16(7)), extension(43, with8(u16(0x0304)))] });
  const talk = new Conversation().open().client(tlsRecord(22, named)).client(tlsRecord(22, malformed));
  const observations = observe(talk.frames);
  const second = ofKind(observations, "tls-message")[1]!;
  expect(second).toMatchObject({ extensions: ["server_name", "supported_versions"], versions: ["TLS 1.3"] });
  expect(second.serverName).toBeUndefined();
  expect(ofKind(observations, "problem")).toHaveLength(1);
  expect(ofKind(observations, "summary")[0]!.perConnection).toMatchObject([{ serverName: "localhost" }]);
});

test("an alert is two numbers of RFC 8446 section 6, with or without a name, and an error where it is cut", () => {
  const alert = (text: string) => readAlert(new Reader(hexBytes(text)));
  expect(alert("0228")).toEqual({ level: alertLevel.fatal, description: alertDescription.handshake_failure });
  expect(alert("0100")).toEqual({ level: alertLevel.warning, description: alertDescription.close_notify });
  expect(alert("0979")).toEqual({ level: 9, description: alertDescription.ech_required });
  expect(alertDescription.nameOf(alert("02fa").description)).toBe("0xfa");
  expect(() => alert("02")).toThrow("Description needs 1 byte, 0 left");
});

test("every published JA4 is among the facts, and the printed one is there only where it differs", () => {
  const file = readFileSync(join(fixturesFolder, "ja4-published.json"), "utf8");
  const published = JSON.parse(file) as readonly { readonly ja4: string; readonly hello: string }[];
  const facts = published.map(({ hello }) => messageFacts(readMessage(new Reader(Buffer.from(hello, "base64")), {})));
  for (const [index, { ja4 }] of published.entries()) {
    expect([facts[index]!.ja4, facts[index]!.ja4AsPrinted]).toContain(ja4);
  }
  expect(facts.filter((one) => "ja4AsPrinted" in one)).toHaveLength(1);
});
