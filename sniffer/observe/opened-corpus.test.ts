import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { corpusCaptures } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";
import type { Observation, Side } from "./observation.ts";
import { Observer } from "./observer.ts";

/** tshark's results for a capture with its key log. */
interface Decrypted {
  readonly inner_types: readonly (readonly [string, number])[];
  readonly handshake: readonly (readonly [string, number, string])[];
  readonly alerts: readonly { readonly dir: string; readonly name: string }[];
  readonly certificates: readonly { readonly dir: string; readonly chain: readonly { readonly sha256: string }[] }[];
  readonly c2s: Stream;
  readonly s2c: Stream;
}

interface Stream {
  readonly length: number;
  readonly sha256: string;
}

interface KeyedOracle {
  readonly file: { readonly embedded_secrets: boolean };
  readonly streams: readonly { readonly stream: number; readonly decrypted?: Decrypted | null }[];
}

/** Where the lab opens more than tshark 4.0.17, or other records, and why. */
const tsharkFaults: Readonly<Record<string, string>> = {
  "own/lost-tls12-appdata.pcap": "after a lost record, tshark opens nothing more of its direction",
  "own/lost-tls13-appdata.pcap": "the same, TLS 1.3",
  "own/tls12-aria256-gcm.pcap": "this tshark was built without ARIA",
};

const keyed = corpusCaptures().flatMap(({ name, path, oracle }) => {
  const keyLog = path.replace(/\.pcap(ng)?(\.gz)?$/, ".keylog");
  const { file, streams } = oracle() as unknown as KeyedOracle;
  const isKeyed = existsSync(keyLog) || file.embedded_secrets;
  return isKeyed ? [{ name, path, keyLog: existsSync(keyLog) ? keyLog : undefined, streams }] : [];
});

test.skipIf(keyed.length > 0)("skipped where there is no corpus", ({ skip }) => skip());

for (const { name, path, keyLog, streams } of keyed) {
  test(`${name}: what comes out of opened records is what tshark gets with the same keys`, async () => {
    const observations = await observeWith(path, keyLog);
    const differences = streams.flatMap(({ stream, decrypted }) =>
      decrypted
        ? differencesOf(
            observations.filter((one) => isOf(one, stream)),
            decrypted,
          )
        : [],
    );
    if (tsharkFaults[name] === undefined) expect(differences.join("\n")).toBe("");
    else expect(streams.some(({ decrypted }) => !decrypted) || differences.length > 0).toBe(true);
  });
}

async function observeWith(path: string, keyLog: string | undefined): Promise<Observation[]> {
  const secrets = new Secrets();
  if (keyLog !== undefined) {
    secrets.addKeyLog(readFileSync(keyLog), keyLog);
    secrets.endKeyLog(keyLog);
  }
  const observer = new Observer({ keepBytes: true, secrets });
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(path)) for (const item of batch) observations.push(...observer.push(item));
  return [...observations, ...observer.end()];
}

function isOf(observation: Observation, connection: number): boolean {
  return "connection" in observation && observation.connection === connection;
}

function differencesOf(observations: readonly Observation[], oracle: Decrypted): string[] {
  return (["client", "server"] as const).flatMap((side) => {
    const dir = side === "client" ? "c2s" : "s2c";
    const same = (what: string, ours: unknown, theirs: unknown) =>
      JSON.stringify(ours) === JSON.stringify(theirs)
        ? []
        : [`${dir} ${what}: ours ${JSON.stringify(ours)}, tshark ${JSON.stringify(theirs)}`];
    const from = observations.filter((one) => "from" in one && one.from === side);
    const data = Buffer.concat(
      from.flatMap((one) =>
        one.kind === "tls-record" && one.innerContentType === "application_data" ? [one.plaintext!] : [],
      ),
    );
    const types = from.flatMap((one) => (one.kind === "tls-record" ? [one.innerContentType ?? one.contentType] : []));
    const messages = from.flatMap((one) => (one.kind === "tls-message" ? [one.message] : []));
    const alerts = from.flatMap((one) => (one.kind === "tls-alert" ? [one.description] : []));
    return [
      ...same("bytes", [data.length, sha256(data)], [oracle[dir].length, oracle[dir].sha256]),
      ...same("content types", types, typesOf(oracle, dir)),
      ...same(
        "messages",
        messages,
        oracle.handshake.filter(([of]) => of === dir).map(([, , message]) => message),
      ),
      ...same("alerts", alerts.length, oracle.alerts.filter((alert) => alert.dir === dir).length),
      ...same("certificates", certificatesOf(from), certificatesIn(oracle, side)),
    ];
  });
}

const typeNames: Readonly<Record<number, string>> = {
  20: "change_cipher_spec",
  21: "alert",
  22: "handshake",
  23: "application_data",
  24: "heartbeat",
};

function typesOf(oracle: Decrypted, dir: string): (string | undefined)[] {
  return oracle.inner_types.filter(([of]) => of === dir).map(([, type]) => typeNames[type]);
}

function certificatesOf(observations: readonly Observation[]): string[] {
  return observations.flatMap((one) =>
    one.kind === "tls-message" ? (one.certificates ?? []).map(({ sha256: fingerprint }) => fingerprint) : [],
  );
}

function certificatesIn({ certificates }: Decrypted, side: Side): string[] {
  const dir = side === "client" ? "c2s" : "s2c";
  return certificates
    .filter((one) => one.dir === dir)
    .flatMap(({ chain }) => chain.map(({ sha256: fingerprint }) => fingerprint));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
