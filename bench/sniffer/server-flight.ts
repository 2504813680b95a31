import { randomBytes } from "node:crypto";
import { handshakeMessage } from "../../testing/sniffer/packets.ts";

/** A certificate for chat.example, P-256, valid until 2126. */
const certificate = Buffer.from(
  "MIIBhTCCASugAwIBAgIUaJpl790ltDW11aNoK4uGpXzGvIQwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMY2hhdC5leGFtcGxlMCAXDTI2MTEy" +
    "MTIyMTczM1oYDzIxMjYxMDI4MjIxNzMzWjAXMRUwEwYDVQQDDAxjaGF0LmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARPssqm" +
    "y0pevKYdHEJ4Y/9pSDsdJ+ybZLcFWg41oe3kHvcNXPkGlSldl0bH5RkY12w5VftI4aOBI9iup6dtWePfo1MwUTAdBgNVHQ4EFgQU+6sr1qeF" +
    "Fl7AHz9K5CAKpUwsqpAwHwYDVR0jBBgwFoAU+6sr1qeFFl7AHz9K5CAKpUwsqpAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF" +
    "AiAUIa+y1PKPgS9DFPEIoXIVI+MaPlrGDGfn5fwgXfoc7AIhANn9/avOg1ZBBKflZv0z8T1e0IusPnwNXu82IXtq2Bo7",
  "base64",
);

/**
 * The encrypted handshake messages of a TLS 1.3 server (RFC 8446 section 4.4); signature and Finished are random bytes.
 */
export function serverFlight(): readonly Buffer[] {
  const entry = Buffer.concat([length24(certificate), Buffer.from("0000", "hex")]);
  const ecdsaSecp256r1 = Buffer.from("0403", "hex");
  return [
    handshakeMessage(8, Buffer.from("0000", "hex")),
    handshakeMessage(11, Buffer.concat([Buffer.from([0]), length24(entry)])),
    handshakeMessage(15, Buffer.concat([ecdsaSecp256r1, Buffer.from([0, 71]), randomBytes(71)])),
    finished(),
  ];
}

/** The last message of each side. */
export function finished(): Buffer {
  return handshakeMessage(20, randomBytes(32));
}

function length24(data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([data.length >> 16, (data.length >> 8) & 0xff, data.length & 0xff]), data]);
}
