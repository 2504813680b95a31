import { getDiffieHellman } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect as connectPlain, createServer as createPlain, type Socket } from "node:net";
import { join } from "node:path";
import { createServer, type Server, type TlsOptions } from "node:tls";
import { galleryCases } from "../../certs/gallery/cases.ts";
import { serveExhibit, writeExhibit } from "../../certs/gallery/serve.ts";
import type { ServerCode } from "../../lab/audit/judge.ts";
import { type AuditCertificates, type AuditedServer, gnutlsServer, opensslServer } from "./audited-server.ts";

/** A server with or without mistakes, and exactly what an audit must find in it. */
export interface Misconfigured {
  readonly name: string;
  readonly program: "openssl" | "gnutls-serv" | "node" | "gallery";
  readonly start: (certificates: AuditCertificates) => Promise<AuditedServer & { readonly ca?: string }>;
  readonly codes: readonly ServerCode[];
}

const good = "ECDHE+AESGCM:ECDHE+CHACHA20";
const goodGroups = ["-groups", "X25519:P-256:P-384"];

/** Servers of OpenSSL's own program. Level 0 allows what it would refuse. */
const openssl: readonly Misconfigured[] = [
  ofOpenssl("openssl intermediate, ECDSA", "ec", ["-cipher", good, ...goodGroups], []),
  ofOpenssl("openssl intermediate, RSA", "rsa", ["-cipher", good, ...goodGroups], []),
  ofOpenssl("openssl modern", "ec", ["-tls1_3", ...goodGroups], []),
  ofOpenssl(
    "openssl, its defaults",
    "rsa",
    [],
    ["cbc", "client-order", "finite-field", "no-forward-secrecy", "unlisted-group"],
  ),
  ofOpenssl(
    "openssl, TLS 1.0 too",
    "rsa",
    ["-cipher", "ECDHE+AESGCM:ECDHE+AES128+SHA1:@SECLEVEL=0", "-serverpref", ...goodGroups],
    ["cbc", "sha1-handshake", "tls-1.0", "tls-1.1"],
  ),
  ofOpenssl(
    "openssl, TLS 1.1 alone",
    "rsa",
    ["-tls1_1", "-cipher", "ECDHE+AES:@SECLEVEL=0", ...goodGroups],
    ["tls-1.1", "no-tls-1.3", "cbc"],
  ),
  ofOpenssl("openssl, TLS 1.2 alone", "ec", ["-tls1_2", "-cipher", good, ...goodGroups], ["no-tls-1.3"]),
  ofOpenssl(
    "openssl, no encryption",
    "rsa",
    ["-tls1_2", "-cipher", "eNULL:!aNULL:@SECLEVEL=0", ...goodGroups],
    ["no-forward-secrecy", "no-tls-1.3", "null-cipher", "sha1-handshake"],
  ),
  ofOpenssl(
    "openssl, anonymous",
    "rsa",
    ["-tls1_2", "-cipher", "ADH+AESGCM:@SECLEVEL=0", ...goodGroups],
    ["anonymous", "no-tls-1.3", "weak-prime"],
  ),
  ofOpenssl("openssl, no forward secrecy", "rsa", ["-cipher", "kRSA+AESGCM", ...goodGroups], ["no-forward-secrecy"]),
  ofOpenssl("openssl, DHE", "rsa", ["-cipher", "DHE+AESGCM", ...goodGroups], ["finite-field"]),
  ofOpenssl(
    "openssl, CBC without encrypt-then-MAC",
    "rsa",
    ["-cipher", `${good}:ECDHE+AES128+SHA256`, "-no_etm", "-serverpref", ...goodGroups],
    ["cbc", "no-encrypt-then-mac"],
  ),
  ofOpenssl(
    "openssl, weak groups",
    "ec",
    ["-cipher", `${good}:@SECLEVEL=0`, "-groups", "P-192:X25519:P-256"],
    ["sha1-handshake", "weak-group"],
  ),
  ofOpenssl(
    "openssl, SHA-1 in the handshake",
    "rsa",
    ["-tls1_2", "-cipher", `${good}:@SECLEVEL=0`, "-sigalgs", "RSA+SHA1:RSA+SHA256", ...goodGroups],
    ["sha1-handshake", "no-tls-1.3"],
  ),
  // Its web server sleeps for a second after each renegotiation.
  ofOpenssl(
    "openssl, the client may renegotiate",
    "ec",
    ["-cipher", good, "-client_renegotiation", ...goodGroups],
    ["client-renegotiation"],
  ),
];

const goodGnutls =
  "NONE:+VERS-TLS1.2:+VERS-TLS1.3:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD:+ECDHE-ECDSA:+GROUP-X25519:+GROUP-SECP256R1:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SECP256R1-SHA256:+CTYPE-X509";
const gnutls: readonly Misconfigured[] = [
  ofGnutls("gnutls intermediate", goodGnutls, ["client-renegotiation"]),
  ofGnutls("gnutls, its defaults", "NORMAL", [
    "cbc",
    "client-order",
    "client-renegotiation",
    "sha1-handshake",
    "tls-1.0",
    "tls-1.1",
    "unlisted-group",
    "unlisted-suite",
  ]),
  ofGnutls("gnutls, 3DES", `${goodGnutls}:+3DES-CBC:+SHA1`, ["client-order", "client-renegotiation", "small-block"]),
  ofGnutls("gnutls, RC4", `${goodGnutls}:+VERS-TLS1.1:+ARCFOUR-128:+SHA1`, [
    "client-order",
    "client-renegotiation",
    "rc4",
    "tls-1.1",
  ]),
  ofGnutls("gnutls, no secure renegotiation", `${goodGnutls}:%DISABLE_SAFE_RENEGOTIATION`, ["insecure-renegotiation"]),
  ofGnutls("gnutls, no extended master secret", `${goodGnutls}:%NO_SESSION_HASH`, [
    "client-renegotiation",
    "no-extended-master-secret",
  ]),
];

const node: readonly Misconfigured[] = [
  ofNode("node, its defaults", {}, ["cbc", "unlisted-group", "unlisted-suite"]),
  ofNode("node, intermediate", { ciphers: good, ecdhCurve: "X25519:P-256" }, []),
  ofNode(
    "node, a DH prime of 1024 bits",
    { ciphers: "DHE+AESGCM:@SECLEVEL=0", dhparam: oldPrime(), ecdhCurve: "X25519" },
    ["weak-prime", "finite-field", "sha1-handshake"],
  ),
  {
    name: "node, also in the clear",
    program: "node",
    codes: ["answers-in-the-clear"],
    start: (certificates) => bothOnOnePort(certificates),
  },
];

/** The gallery's servers speak TLS 1.2 with Node's defaults at level 0. */
const usualGallery = ["cbc", "no-tls-1.3", "sha1-handshake"] as const;
const gallery: readonly Misconfigured[] = [
  ofGallery("expired", ["certificate-dates"]),
  ofGallery("wrong-name", ["certificate-name"]),
  ofGallery("self-signed", ["certificate-issuer"]),
  ofGallery("incomplete-chain", ["certificate-issuer"]),
  ofGallery("weak-key", ["certificate-key", "no-forward-secrecy", "unlisted-group"]),
  ofGallery("sha1-signature", ["certificate-algorithm"]),
];

export const misconfigured: readonly Misconfigured[] = [...openssl, ...gnutls, ...node, ...gallery];

function ofOpenssl(
  name: string,
  key: "ec" | "rsa",
  options: readonly string[],
  codes: readonly ServerCode[],
): Misconfigured {
  return { name, program: "openssl", codes, start: (certificates) => opensslServer(certificates[key], ...options) };
}

function ofGnutls(name: string, priority: string, codes: readonly ServerCode[]): Misconfigured {
  return { name, program: "gnutls-serv", codes, start: ({ ec }) => gnutlsServer(ec, priority) };
}

function ofNode(name: string, options: TlsOptions, codes: readonly ServerCode[]): Misconfigured {
  return {
    name,
    program: "node",
    codes,
    start: ({ ec, rsa }) =>
      listening(createServer({ ...pair(options.dhparam === undefined ? ec : rsa), ...options }, answer)),
  };
}

function ofGallery(name: string, codes: readonly ServerCode[]): Misconfigured {
  const found = galleryCases.find((one) => one.name === name)!;
  return {
    name: `gallery, ${name}`,
    program: "gallery",
    codes: [...usualGallery, ...codes],
    start: async ({ folder }) => {
      const exhibit = await found.make();
      const server = await serveExhibit(exhibit, writeExhibit(join(folder, name), exhibit));
      return { ...server, ca: exhibit.ca };
    },
  };
}

function pair({ cert, key }: { readonly cert: string; readonly key: string }) {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

function answer(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\nhello\n"));
}

async function listening(server: Server): Promise<AuditedServer> {
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** What a student may write who wants to please everyone: the first byte decides. */
async function bothOnOnePort({ ec }: AuditCertificates): Promise<AuditedServer> {
  const secure = await listening(createServer({ ...pair(ec), ciphers: good, ecdhCurve: "X25519:P-256" }, answer));
  const front = createPlain((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (bytes) => {
      if (bytes[0] !== 0x16) return void socket.write("welcome\n");
      const behind = connectPlain(secure.port);
      behind.on("error", () => socket.destroy());
      behind.write(bytes);
      socket.pipe(behind).pipe(socket);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => front.once("listening", resolve));
  const close = () => {
    front.close();
    secure.close();
  };
  return { port: (front.address() as AddressInfo).port, close };
}

/** The prime of 1,024 bits that servers had for years (RFC 2409 section 6.2), as PEM. */
function oldPrime(): string {
  const group = getDiffieHellman("modp2");
  const integer = (bytes: Buffer) => derOf(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
  const der = derOf(0x30, Buffer.concat([integer(group.getPrime()), integer(group.getGenerator())]));
  const lines = der.toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`;
}

function derOf(tag: number, contents: Buffer): Buffer {
  const length =
    contents.length < 128
      ? Buffer.from([contents.length])
      : contents.length < 256
        ? Buffer.from([0x81, contents.length])
        : Buffer.from([0x82, contents.length >> 8, contents.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, contents]);
}
