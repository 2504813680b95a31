import { isIP } from "node:net";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import type { KeyKind } from "./keys.ts";
import { PASSPHRASE_ROUNDS } from "./lock-key.ts";
import {
  localNames,
  type NamePart,
  namesAsOpenssl,
  parseSubject,
  type SubjectAltName,
  subjectAsOpenssl,
} from "./names.ts";

/** The `openssl` commands that do the same as a `lab certs` command, in order. */
export const opensslLines = {
  key: (kind: KeyKind, out: string, locked: boolean) => {
    const options = kind === "ed25519" ? ["ED25519"] : kind.startsWith("rsa") ? rsa(kind) : ec(kind);
    const make = ["genpkey", "-algorithm", ...options];
    if (!locked) return [line(...make, "-out", out)];
    // `genpkey -aes256` always uses 2,048 rounds.
    const lock = [
      "pkcs8",
      "-topk8",
      "-v2",
      "aes-256-cbc",
      "-v2prf",
      "hmacWithSHA256",
      "-iter",
      String(PASSPHRASE_ROUNDS),
    ];
    return [`${line(...make)} | ${line(...lock, "-out", out)}`];
  },
  unlock: (file: string, out: string) => [line("pkey", "-in", file, "-out", out)],
  request: (key: string, subject: readonly NamePart[], names: readonly SubjectAltName[], out: string) => [
    line("req", "-new", "-key", key, ...subj(subject), ...addNames(names), "-out", out),
  ],
  requestFromConfig: (key: string, config: string, out: string) => [
    line("req", "-new", "-key", key, "-config", config, "-out", out),
  ],
  /** Makes the key too. */
  selfSignNew: (
    key: string,
    locked: boolean,
    subject: readonly NamePart[],
    names: readonly SubjectAltName[],
    days: number,
    out: string,
  ) => [
    ...opensslLines.key("p-256", key, locked),
    line(
      ...["req", "-x509", "-new", "-key", key, ...subj(subject), ...addNames(names), "-days", String(days)],
      ...[
        "basicConstraints=critical,CA:FALSE",
        "keyUsage=critical,digitalSignature",
        "extendedKeyUsage=serverAuth",
      ].flatMap((extension) => ["-addext", extension]),
      ...["-out", out],
    ),
  ],
  selfSign: (request: string, key: string, days: number, out: string) => [
    line(
      "x509",
      "-req",
      "-in",
      request,
      "-signkey",
      key,
      "-copy_extensions",
      "copy",
      "-days",
      String(days),
      "-out",
      out,
    ),
  ],
  ca: (key: string, subject: readonly NamePart[], days: number, out: string) => [
    line(
      ...["req", "-x509", "-new", "-key", key, ...subj(subject), "-days", String(days)],
      ...["-addext", "basicConstraints=critical,CA:TRUE,pathlen:0", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
      ...["-out", out],
    ),
  ],
  sign: (
    request: string,
    ca: string,
    caKey: string,
    profile: string,
    names: readonly SubjectAltName[],
    days: number,
    out: string,
  ) => [
    `printf 'basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\nextendedKeyUsage=${profile}Auth\\n${
      names.length > 0 ? `subjectAltName=${namesAsOpenssl(names)}\\n` : ""
    }' > profile.ext`,
    line(
      ...["x509", "-req", "-in", request, "-CA", ca, "-CAkey", caKey, "-CAcreateserial"],
      ...[
        ...(names.length > 0 ? [] : ["-copy_extensions", "copy"]),
        "-extfile",
        "profile.ext",
        "-days",
        String(days),
        "-out",
        out,
      ],
    ),
    `cat ${shellQuoted(ca)} >> ${shellQuoted(out)}`,
  ],
  /** `file` returns the path of a file by its name; without `keys`, the existing keys are used again. */
  init: (file: (name: string) => string, keys: boolean, caSubject: readonly NamePart[]) => {
    const [ca, caKey, request] = [file("ca.pem"), file("ca-key.pem"), file("request.pem")];
    return [
      ...(keys ? opensslLines.key("p-256", caKey, false) : []),
      ...opensslLines.ca(caKey, caSubject, 365, ca),
      ...(keys ? opensslLines.key("p-256", file("server-key.pem"), false) : []),
      ...opensslLines.request(file("server-key.pem"), parseSubject("localhost"), localNames, request),
      ...opensslLines.sign(request, ca, caKey, "server", [], 90, file("server.pem")),
    ];
  },
  showFile: (kind: string, file: string) => {
    if (kind.endsWith("key")) return [line("pkey", "-in", file, "-noout", "-text_pub")];
    return [line(kind === "request" ? "req" : "x509", "-in", file, "-noout", "-text")];
  },
  showServer: (host: string, port: number) => [line("s_client", "-connect", `${host}:${port}`, "-showcerts")],
  verifyFile: (file: string, ca: string, name: string | undefined) => [
    line(
      "verify",
      "-CAfile",
      ca,
      "-untrusted",
      file,
      "-purpose",
      "sslserver",
      "-auth_level",
      "2",
      ...verifyName(name),
      file,
    ),
  ],
  verifyServer: (host: string, port: number, ca: string, name: string) => [
    line(
      ...["s_client", "-connect", `${host}:${port}`, "-CAfile", ca],
      ...["-auth_level", "2", "-verify_return_error", ...verifyName(name)],
    ),
  ],
} as const;

function rsa(kind: KeyKind): readonly string[] {
  return ["RSA", "-pkeyopt", `rsa_keygen_bits:${kind.slice(4)}`];
}

function ec(kind: KeyKind): readonly string[] {
  return ["EC", "-pkeyopt", `ec_paramgen_curve:${kind.toUpperCase()}`];
}

/** Without `-utf8`, openssl takes each byte of an accented letter for a separate letter. */
function subj(subject: readonly NamePart[]): readonly string[] {
  const text = subjectAsOpenssl(subject);
  return [...(/^[\x20-\x7e]*$/.test(text) ? [] : ["-utf8"]), "-subj", text];
}

function addNames(names: readonly SubjectAltName[]): readonly string[] {
  return names.length === 0 ? [] : ["-addext", `subjectAltName=${namesAsOpenssl(names)}`];
}

/** OpenSSL has one option for names and another for addresses. */
function verifyName(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  return [isIP(name) === 0 ? "-verify_hostname" : "-verify_ip", name];
}

function line(...args: readonly string[]): string {
  return ["openssl", ...args.map(shellQuoted)].join(" ");
}
