import type { KeyObject, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../terminal/files/write-file.ts";
import { LabError } from "../terminal/lab-error.ts";
import { refuseForeignLink, writeProblem } from "./files/write-new.ts";
import { keyAsPem, makeKey } from "./keys.ts";
import { localNames, type NamePart, type SubjectAltName } from "./names.ts";
import { readCertificates } from "./read-certificate.ts";
import { readPrivateKey } from "./read-key.ts";
import { texts } from "./texts.ts";
import { certificateEnd, endingSoon, validity } from "./validity.ts";

const CA_DAYS = 365;
const SERVER_DAYS = 90;

/** The files of the class's certificates, and what was done about them. */
export interface ClassCertificates {
  readonly caFile: string;
  readonly caKeyFile: string;
  /** The server's certificate, followed by the CA's: a client can show the whole chain. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Whether anything was made or renewed. */
  readonly created: boolean;
  /** Notes for the user: what was renewed, and what ends within 14 days. */
  readonly notes: readonly string[];
}

export interface ClassCertificatesOptions {
  /**
   * "missing" (default) makes missing files. "renew" makes both certificates again for the same keys. "replace" makes
   * keys and certificates again.
   */
  readonly make?: "missing" | "renew" | "replace";
  readonly now?: Date;
  /**
   * Further names of the server besides `localhost`. If its certificate lacks one, it is made again for the same key.
   */
  readonly names?: readonly SubjectAltName[];
}

/**
 * Makes the class's CA (1 year) and a certificate for `localhost`, `127.0.0.1`, `::1` and `names` (90 days), both EC
 * P-256, if they are missing; otherwise checks them. An expired server certificate is renewed for the same key. Two
 * programs may run this at the same time. Throws LabError.
 */
export async function ensureClassCertificates(
  folder: string,
  { make = "missing", now = new Date(), names = [] }: ClassCertificatesOptions = {},
): Promise<ClassCertificates> {
  const files = {
    caFile: join(folder, "ca.pem"),
    caKeyFile: join(folder, "ca-key.pem"),
    certFile: join(folder, "server.pem"),
    keyFile: join(folder, "server-key.pem"),
  };
  const notes: string[] = [];
  let created = false;
  if (make !== "replace" && existsSync(files.caFile) && !existsSync(files.caKeyFile)) {
    throw new LabError(...texts.foreignCa(files.caFile, files.caKeyFile));
  }
  prepareFolder(folder);

  // Each step makes its file if it is missing, then reads the file: two labs that start at once end up with one set.
  const keyFor = async (path: string): Promise<KeyObject> => {
    if (make === "replace" || !existsSync(path)) {
      const written = write(path, keyAsPem(await makeKey("p-256")), { mode: 0o600, replace: make === "replace" });
      created ||= written;
    }
    return readPrivateKey(path);
  };
  const certificateFor = async (
    path: string,
    key: KeyObject,
    issue: () => Promise<string>,
  ): Promise<X509Certificate> => {
    if (make !== "missing" || !existsSync(path)) {
      const written = write(path, await issue(), { replace: make !== "missing" });
      created ||= written;
    }
    return readCertificateOf(path, key);
  };

  const caKey = await keyFor(files.caKeyFile);
  const ca = await certificateFor(files.caFile, caKey, () => issueCa(caKey, now));
  if (certificateEnd(ca) <= now) throw new LabError(...texts.classCaEnded(files.caFile, certificateEnd(ca)));

  const key = await keyFor(files.keyFile);
  const issue = () => issueServer(key, [...localNames, ...names], { key: caKey, certificate: ca }, now);
  let server = await certificateFor(files.certFile, key, issue);
  if (!server.verify(ca.publicKey))
    throw new LabError(...texts.serverCertificateOfOtherCa(files.certFile, files.caFile));
  const added = names.filter((name) => !isFor(server, name)).map(({ value }) => value);
  const hasEnded = certificateEnd(server) <= now;
  if (hasEnded) notes.push(texts.serverCertificateRenewed(files.certFile, certificateEnd(server)));
  if (added.length > 0) notes.push(texts.serverCertificateNames(files.certFile, added));
  if (hasEnded || added.length > 0) {
    created = write(files.certFile, await issue(), { replace: true });
    server = readCertificateOf(files.certFile, key);
  }
  notes.push(...endingSoon(files.caFile, ca, now), ...endingSoon(files.certFile, server, now));
  return { ...files, created, notes };
}

/** Makes the folder, or closes an existing one to others. */
function prepareFolder(folder: string): void {
  refuseForeignLink(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw writeProblem(error, join(folder, "ca-key.pem"));
  }
}

/** Writes the file, unless it exists and may not be replaced. Returns whether it did. */
function write(path: string, content: string, options: { mode?: number; replace: boolean }): boolean {
  try {
    writeFileAtomically(path, content, options);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw writeProblem(error, path);
  }
}

function readCertificateOf(path: string, key: KeyObject): X509Certificate {
  const certificate = readCertificates(path)[0]!;
  if (!certificate.checkPrivateKey(key)) throw new LabError(...texts.notTheCertificateOfTheKey(path));
  return certificate;
}

/** The name of a class CA that is made at this time. */
export function classCaSubject(now: Date): readonly NamePart[] {
  const day = now.toISOString().slice(0, 10);
  return [
    { type: "O", value: "Encryption lab" },
    { type: "CN", value: `Class CA of ${day}` },
  ];
}

async function issueCa(key: KeyObject, now: Date): Promise<string> {
  const { issueCertificate } = await import("./issue.ts");
  return issueCertificate(
    {
      subject: classCaSubject(now),
      names: [],
      publicKey: key,
      profile: { kind: "ca", pathLength: 0 },
      ...validity(now, CA_DAYS),
    },
    { key },
  );
}

function isFor(certificate: X509Certificate, { type, value }: SubjectAltName): boolean {
  return (type === "ip" ? certificate.checkIP(value) : certificate.checkHost(value)) !== undefined;
}

async function issueServer(
  key: KeyObject,
  names: readonly SubjectAltName[],
  ca: { key: KeyObject; certificate: X509Certificate },
  now: Date,
): Promise<string> {
  const { issueCertificate } = await import("./issue.ts");
  const certificatePem = ca.certificate.toString();
  const caEnd = certificateEnd(ca.certificate);
  const { notBefore, notAfter } = validity(now, SERVER_DAYS);
  const pem = await issueCertificate(
    {
      subject: [{ type: "CN", value: "localhost" }],
      names,
      publicKey: key,
      profile: { kind: "server" },
      notBefore,
      notAfter: new Date(Math.min(notAfter.getTime(), caEnd.getTime())),
    },
    { key: ca.key, certificatePem },
  );
  return pem + certificatePem;
}
