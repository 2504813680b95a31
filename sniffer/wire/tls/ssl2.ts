import { Reader } from "../decode/reader.ts";
import { readSsl2Hello, ssl2HelloLength } from "./messages/ssl2-hello.ts";
import { contentType, protocolVersion } from "./names.ts";
import type { TlsPart } from "./tls-part.ts";

/**
 * The record and the message of a ClientHello in the form of SSL 2.0; old clients began with it (RFC 5246 appendix
 * E.2). Empty if no whole one begins in `bytes` at `at`. `offset` is the stream offset of `bytes[0]`.
 */
export function ssl2Parts(bytes: Uint8Array, at: number, offset: number, packet: number) {
  const length = ssl2HelloLength(bytes, at);
  if (length === undefined) return undefined;
  const hello = bytes.subarray(at, at + length);
  const place = { length: length - HEADER_LENGTH, offset: offset + at, firstPacket: packet };
  const record = {
    ...place,
    type: contentType.handshake,
    version: protocolVersion["SSL 2.0"],
    fragment: hello.subarray(HEADER_LENGTH),
    captured: place.length,
  };
  const contents = readSsl2Hello(new Reader(hello));
  const parts: TlsPart[] = [
    { kind: "record", record, isEncrypted: false, isGuess: false, isUnfinished: false },
    { kind: "message", message: { ...place, type: contents.type, bytes: hello }, contents, isOpened: false },
  ];
  return { length, message: record.fragment, contents, parts };
}

/** Bytes of its record header: the highest bit, then the length. */
const HEADER_LENGTH = 2;
