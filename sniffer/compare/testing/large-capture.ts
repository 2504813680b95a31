import { randomFillSync } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

const clientPort = 40_000;
const serverPort = 12_345;

/**
 * Writes a pcap file of one connection of `packets` packets, half of them carrying a chat line or, after a ServerHello of TLS 1.3, an
 * application_data record of the same line's length, and half of them acknowledgments.
 */
export function writeLargeCapture(path: string, packets: number, isTls: boolean): void {
  const file = openSync(path, "w");
  writeSync(file, pcapHeader());
  const sequence = { client: 1, server: 1 };
  let chunk: Buffer[] = [];
  let number = 0;
  const put = (from: "client" | "server", data: Buffer, flags: number) => {
    const other = from === "client" ? "server" : "client";
    chunk.push(frame(from, sequence[from], sequence[other], flags, data, number));
    sequence[from] += data.length + (flags & 3 ? 1 : 0);
    number += 1;
    if (chunk.length < 4000) return;
    writeSync(file, Buffer.concat(chunk));
    chunk = [];
  };
  const none = Buffer.alloc(0);
  put("client", none, 2);
  put("server", none, 0x12);
  put("client", none, 0x10);
  if (isTls) {
    put("client", record(22, clientHello()), 0x18);
    // EncryptedExtensions, Certificate, CertificateVerify and Finished of usual lengths, then the client's Finished.
    const flight = [23, 700, 96, 53].map((length) => record(23, randomFillSync(Buffer.alloc(length))));
    put("server", Buffer.concat([record(22, serverHello()), ...flight]), 0x18);
    put("client", record(23, randomFillSync(Buffer.alloc(53))), 0x18);
  }
  for (let line = 0; number + 1 < packets; line++) {
    const text = Buffer.from(`línea ${line}: ${"palabras ".repeat(line % 7)}\n`);
    const from = line % 2 === 0 ? "client" : "server";
    put(from, isTls ? record(23, randomFillSync(Buffer.alloc(text.length + 17))) : text, 0x18);
    put(from === "client" ? "server" : "client", none, 0x10);
  }
  writeSync(file, Buffer.concat(chunk));
  closeSync(file);
}

function pcapHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

function frame(
  from: "client" | "server",
  sequence: number,
  acknowledgment: number,
  flags: number,
  data: Buffer,
  number: number,
): Buffer {
  const bytes = Buffer.alloc(16 + 54);
  const length = 54 + data.length;
  bytes.writeUInt32LE(1_795_000_000 + Math.floor(number / 1000), 0);
  bytes.writeUInt32LE((number % 1000) * 1000, 4);
  bytes.writeUInt32LE(length, 8);
  bytes.writeUInt32LE(length, 12);
  bytes.writeUInt16BE(0x0800, 28);
  const ip = 30;
  bytes[ip] = 0x45;
  bytes.writeUInt16BE(length - 14, ip + 2);
  bytes[ip + 8] = 64;
  bytes[ip + 9] = 6;
  bytes.set([127, 0, 0, 1, 127, 0, 0, 1], ip + 12);
  const tcp = ip + 20;
  const isClient = from === "client";
  bytes.writeUInt16BE(isClient ? clientPort : serverPort, tcp);
  bytes.writeUInt16BE(isClient ? serverPort : clientPort, tcp + 2);
  bytes.writeUInt32BE(sequence >>> 0, tcp + 4);
  bytes.writeUInt32BE(flags === 2 ? 0 : acknowledgment >>> 0, tcp + 8);
  bytes[tcp + 12] = 0x50;
  bytes[tcp + 13] = flags;
  bytes.writeUInt16BE(65_535, tcp + 14);
  return Buffer.concat([bytes, data]);
}

function record(type: number, fragment: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, fragment.length >> 8, fragment.length & 255]), fragment]);
}

function handshake(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 255]), body]);
}

function clientHello(): Buffer {
  const versions = Buffer.from([0, 43, 0, 3, 2, 3, 4]);
  const extensions = Buffer.concat([Buffer.from([0, versions.length]), versions]);
  const rest = Buffer.concat([Buffer.from([0, 0, 2, 0x13, 0x01, 1, 0]), extensions]);
  return handshake(1, Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), rest]));
}

function serverHello(): Buffer {
  const versions = Buffer.from([0, 43, 0, 2, 3, 4]);
  const extensions = Buffer.concat([Buffer.from([0, versions.length]), versions]);
  const rest = Buffer.concat([Buffer.from([0, 0x13, 0x01, 0]), extensions]);
  return handshake(2, Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 9), rest]));
}
