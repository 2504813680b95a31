import { describe, expect, test } from "vitest";
import { hexBytes, u16, u32, with8, with16, with24 } from "../../../../testing/sniffer/frame-parts.ts";
import { handshakeMessage } from "../../../../testing/sniffer/packets.ts";
import { Reader } from "../../decode/reader.ts";
import { handshakeType, protocolVersion } from "../names.ts";
import { extensionType, supportedGroup } from "../registry/iana-names.ts";
import { messageName, readMessage } from "./read-message.ts";

const tls13 = { version: protocolVersion["TLS 1.3"] };
const extension = (type: number, ...data: readonly Uint8Array[]) => Buffer.concat([u16(type), with16(...data)]);
const { server_name, key_share, supported_versions, early_data } = extensionType;
const localhost = extension(server_name, with16(Buffer.of(0), with16(Buffer.from("localhost"))));
const versions = extension(supported_versions, with8(u16(0x0304)));

function clientHello(...extensions: readonly Uint8Array[]) {
  const body = [
    u16(0x0303),
    Buffer.alloc(32, 7),
    with8(),
    with16(u16(0x1301)),
    with8(Buffer.of(0)),
    with16(...extensions),
  ];
  return handshakeMessage(handshakeType.client_hello, Buffer.concat(body));
}

function read(type: number, body: Uint8Array) {
  return readMessage(new Reader(handshakeMessage(type, body)), tls13);
}

test("a message is what its RFC says it is, in numbers", () => {
  expect(readMessage(new Reader(clientHello(localhost, versions)), {})).toEqual({
    kind: "client_hello",
    type: 0x01,
    errors: [],
    legacyVersion: 0x0303,
    random: Buffer.alloc(32, 7),
    sessionId: Buffer.of(),
    cipherSuites: [0x1301],
    compressionMethods: [0x00],
    extensions: [
      { kind: "server_name", type: server_name, data: localhost.subarray(4), names: [{ type: 0, name: "localhost" }] },
      { kind: "supported_versions", type: supported_versions, data: versions.subarray(4), versions: [0x0304] },
    ],
  });
});

describe("an extension that is malformed", () => {
  const cut = extension(key_share, with16(u16(supportedGroup.x25519), u16(32), Buffer.alloc(5)));
  const excess = extension(supported_versions, with8(u16(0x0304)), Buffer.of(0));

  test("costs itself only: its length says where the next begins", () => {
    const hello = readMessage(new Reader(clientHello(cut, excess, localhost)), {});
    if (hello.kind !== "client_hello") throw new Error("no ClientHello");
    expect(hello.extensions?.map(({ kind, type }) => [kind, type])).toEqual([
      ["malformed", key_share],
      ["malformed", supported_versions],
      ["server_name", server_name],
    ]);
    expect(hello.errors.map(({ kind }) => kind)).toEqual(["truncated", "excess"]);
  });

  test("is noted as far as it was read, and the rest as not decoded", () => {
    const bytes = clientHello(excess, localhost);
    const reader = Reader.noting(bytes);
    readMessage(reader, {});
    const extensions = reader.fields[2]!.children.at(-1)!;
    expect(extensions.children.map(({ label }) => label)).toEqual(["supported_versions", "server_name"]);
    expect(extensions.children[0]!.children.at(-1)).toMatchObject({
      label: "Extension data",
      children: [{ label: "Versions length" }, { label: "Versions" }, { label: "Not decoded", value: "1 byte" }],
    });
  });

  test("ends the list where its own length is wrong", () => {
    const hello = readMessage(new Reader(clientHello(localhost, u16(key_share), u16(200), Buffer.alloc(9))), {});
    expect(hello).toMatchObject({
      extensions: [{ kind: "server_name" }, { kind: "other", type: key_share }],
      errors: [{ kind: "truncated" }],
    });
  });
});

describe("messages of TLS 1.3, which only a key shows", () => {
  const der = Buffer.from("no certificate");

  test("EncryptedExtensions", () => {
    expect(read(handshakeType.encrypted_extensions, with16(extension(server_name)))).toMatchObject({
      kind: "encrypted_extensions",
      errors: [],
      extensions: [{ kind: "server_name", names: [] }],
    });
  });

  test("Certificate, with extensions of each", () => {
    const list = with24(with24(der), with16(extension(extensionType.status_request, Buffer.of(1))));
    expect(read(handshakeType.certificate, Buffer.concat([with8(), list]))).toMatchObject({
      kind: "certificate",
      errors: [],
      entries: [{ certificate: der, extensions: [{ type: extensionType.status_request }] }],
    });
  });

  test("CertificateRequest", () => {
    const schemes = extension(extensionType.signature_algorithms, with16(u16(0x0403)));
    const body = Buffer.concat([with8(Buffer.of(9)), with16(schemes)]);
    expect(read(handshakeType.certificate_request, body)).toMatchObject({
      requestContext: Buffer.of(9),
      extensions: [{ kind: "signature_algorithms", schemes: [0x0403] }],
      errors: [],
    });
  });

  test("NewSessionTicket", () => {
    const ticket = [with8(hexBytes("0001")), with16(Buffer.alloc(48)), with16(extension(early_data, u32(16384)))];
    const body = Buffer.concat([u32(7200), u32(0xdeadbeef), ...ticket]);
    expect(read(handshakeType.new_session_ticket, body)).toMatchObject({
      lifetime: 7200,
      ageAdd: 0xdeadbeef,
      nonce: hexBytes("0001"),
      extensions: [{ kind: "early_data", maxSize: 16384 }],
      errors: [],
    });
  });

  test("KeyUpdate", () => {
    expect(read(handshakeType.key_update, Buffer.of(1))).toMatchObject({ kind: "key_update", requestUpdate: 1 });
  });
});

test("a message without a name is one too", () => {
  const message = read(0x4d, Buffer.from("abc"));
  expect(message).toMatchObject({ kind: "other", type: 0x4d, contents: Buffer.from("abc"), errors: [] });
  expect(messageName(message)).toBe("0x4d");
});
