import { keyAsPem, makeKey } from "../keys.ts";
import { type Exhibit, exhibit, type GalleryCase, makeAuthority, makeServer, type Oddity } from "./case.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** Every failure of the gallery. The first case is a server without faults, for comparison. */
export const galleryCases: readonly GalleryCase[] = [
  { name: "good", make: () => signedByTheClass({}) },
  { name: "expired", make: () => signedByTheClass({ notBefore: inDays(-100), notAfter: inDays(-10) }) },
  { name: "not-yet-valid", make: () => signedByTheClass({ notBefore: inDays(10), notAfter: inDays(100) }) },
  { name: "wrong-name", make: () => signedByTheClass({ san: ["example.org"] }) },
  { name: "no-san", make: () => signedByTheClass({ san: [] }) },
  { name: "self-signed", make: async () => exhibit(await makeServer(undefined), await makeAuthority("Class CA")) },
  { name: "unknown-ca", make: unknownCa },
  { name: "incomplete-chain", make: incompleteChain },
  { name: "issuer-no-ca", make: issuerNoCa },
  { name: "weak-key", make: async () => signedByTheClass({ key: await makeKey("rsa-1024") }) },
  { name: "sha1-signature", make: () => signedByTheClass({ hash: "SHA-1" }) },
  {
    name: "key-mismatch",
    make: async () => ({ ...(await signedByTheClass({})), key: keyAsPem(await makeKey("p-256")) }),
  },
  { name: "wrong-passphrase", make: wrongPassphrase },
  { name: "tls-version", make: () => withLimits({ minVersion: "TLSv1.3" }, { maxVersion: "TLSv1.2" }) },
  {
    name: "cipher",
    make: () =>
      withLimits(
        { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384" },
        { ciphers: "ECDHE-ECDSA-CHACHA20-POLY1305" },
      ),
  },
  { name: "plain-client", make: async () => ({ ...(await signedByTheClass({})), client: "plain" }) },
  { name: "plain-server", make: async () => ({ ...(await signedByTheClass({})), server: "plain" }) },
];

async function signedByTheClass(oddity: Oddity): Promise<Exhibit> {
  const ca = await makeAuthority("Class CA");
  return exhibit(await makeServer(ca, oddity), ca);
}

/** The server sends its CA too, which changes nothing: no client here trusts that CA. */
async function unknownCa(): Promise<Exhibit> {
  const stranger = await makeAuthority("Another CA");
  return exhibit(await makeServer(stranger), await makeAuthority("Class CA"), stranger);
}

/** The server does not send the certificate of the CA in the middle. */
async function incompleteChain(): Promise<Exhibit> {
  const root = await makeAuthority("Class CA");
  const middle = await makeAuthority("Middle CA", root);
  return exhibit(await makeServer(middle), root);
}

/** A server's certificate signs another one, which is forbidden. */
async function issuerNoCa(): Promise<Exhibit> {
  const root = await makeAuthority("Class CA");
  const impostor = await makeAuthority("mallory.example", root, { kind: "unlimited" });
  return exhibit(await makeServer(impostor), root, impostor);
}

async function wrongPassphrase(): Promise<Exhibit> {
  const ca = await makeAuthority("Class CA");
  const server = await makeServer(ca);
  return { ...exhibit(server, ca), key: keyAsPem(server.key, "the right one"), passphrase: "a wrong one" };
}

async function withLimits(
  serverOptions: NonNullable<Exhibit["serverOptions"]>,
  clientOptions: NonNullable<Exhibit["clientOptions"]>,
): Promise<Exhibit> {
  return { ...(await signedByTheClass({})), serverOptions, clientOptions };
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * MILLISECONDS_A_DAY);
}
