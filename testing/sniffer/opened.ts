import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "../../sniffer/capture/frame.ts";
import type { ClosedFacts } from "../../sniffer/observe/closed-facts.ts";
import type { Observation, Side } from "../../sniffer/observe/observation.ts";
import type { ObserverOptions } from "../../sniffer/observe/observer.ts";
import { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { Conversation } from "./conversation.ts";
import { observe } from "./observe.ts";
import type { TracedRecord } from "./rfc8448.ts";

export interface GivenKeys {
  readonly keyLog?: string;
  /** PEM. */
  readonly privateKeys?: readonly string[];
  readonly psks?: readonly Uint8Array[];
}

/** The opened contents of one connection. */
export interface Heard {
  /** The application's bytes of each side, from the outermost records. */
  readonly data: Readonly<Record<Side, string>>;
  /** Why records stayed closed, each reason once. */
  readonly reasons: readonly ClosedFacts[];
  readonly origins: readonly string[];
}

/** All observations of these frames with these keys, with bytes. */
export function observeWithKeys(
  frames: readonly Frame[],
  keys: GivenKeys,
  options: Pick<ObserverOptions, "only"> = {},
): Observation[] {
  return observe(frames, { keepBytes: true, secrets: secretsOf(keys), ...options });
}

function secretsOf({ keyLog, privateKeys = [], psks = [] }: GivenKeys): Secrets {
  const secrets = new Secrets();
  for (const pem of privateKeys) secrets.privateKeys.push({ key: createPrivateKey(pem), source: "server.pem" });
  secrets.psks.push(...psks);
  if (keyLog !== undefined) {
    secrets.addKeyLog(Buffer.from(keyLog), "keys.log");
    secrets.endKeyLog("keys.log");
  }
  return secrets;
}

/** The opened contents of each connection with these keys. */
export function heard(frames: readonly Frame[], keys: GivenKeys): Heard[] {
  const observations = observeWithKeys(frames, keys);
  const connections = new Set(
    observations.flatMap((one) => ("connection" in one && one.connection !== undefined ? [one.connection] : [])),
  );
  return [...connections].map((connection) => {
    const records = observations.filter(
      (one) => one.kind === "tls-record" && one.connection === connection && !one.depth,
    );
    const data = (side: Side) =>
      Buffer.concat(
        records.flatMap((one) =>
          one.kind === "tls-record" && one.from === side && one.innerContentType === "application_data"
            ? [one.plaintext!]
            : [],
        ),
      ).toString();
    const reasons = records.flatMap((one) =>
      one.kind === "tls-record" && one.closed ? [JSON.stringify(one.closed)] : [],
    );
    const origins = records.flatMap((one) => {
      const origin = one.kind === "tls-record" ? one.opening?.keys.secret.origin : undefined;
      return origin === undefined ? [] : [origin.kind === "resumed" ? `resumed ${origin.from.kind}` : origin.kind];
    });
    return {
      data: { client: data("client"), server: data("server") },
      reasons: [...new Set(reasons)].map((reason) => JSON.parse(reason) as ClosedFacts),
      origins: [...new Set(origins)],
    };
  });
}

/** The frames of a connection with these records, one segment per record. */
export function framesOfRecords(records: readonly TracedRecord[]): Frame[] {
  const conversation = new Conversation().open();
  for (const { from, bytes } of records) conversation[from](bytes);
  return conversation.frames;
}

/** A self-signed certificate with an RSA key, PEM: for RSA key exchange. */
export function rsaCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "lab-rsa-"));
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem"];
  try {
    execFileSync("openssl", [...args, "-subj", "/CN=localhost", "-days", "2"], { cwd: folder, stdio: "pipe" });
    return { key: readFileSync(join(folder, "key.pem"), "utf8"), cert: readFileSync(join(folder, "cert.pem"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
