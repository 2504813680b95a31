import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Judgement } from "../../lab/audit/judge.ts";
import { hasExtension, type SeenServer } from "../../lab/audit/seen.ts";
import { protocolVersion, versionNumber } from "../../sniffer/wire/tls/names.ts";
import { extensionType } from "../../sniffer/wire/tls/registry/iana-names.ts";

/** What two programs report about the same server, check by check, in comparable words. */
export interface Agreement {
  readonly check: string;
  readonly lab: string;
  readonly judge: string;
}

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Lets OpenSSL 3 connect to a server without secure renegotiation, which it refuses by default. */
const legacyConfiguration = `openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = any
[any]
Options = UnsafeLegacyServerConnect
`;

/**
 * Every check that sslscan shares with the audit. It finds only the suites that its own OpenSSL, or its own list,
 * knows.
 */
export async function sslscanAgreement({ port }: { port: number }, seen: SeenServer): Promise<readonly Agreement[]> {
  const folder = mkdtempSync(join(tmpdir(), "lab-sslscan-"));
  const configuration = join(folder, "openssl.cnf");
  writeFileSync(configuration, legacyConfiguration);
  const { stdout } = await run("sslscan", ["--xml=-", "--no-heartbleed", `localhost:${port}`], {
    maxBuffer: MAX_OUTPUT,
    env: { ...process.env, OPENSSL_CONF: configuration },
  });
  rmSync(folder, { recursive: true });
  const all = (pattern: RegExp) => [...stdout.matchAll(pattern)];
  const enabled = all(/<protocol type="(ssl|tls)" version="([\d.]+)" enabled="1"/g).flatMap(([, type, version]) =>
    type === "ssl" && version === "2" ? [] : [`${type!.toUpperCase()} ${version === "3" ? "3.0" : version}`],
  );
  const suitesOf = (name: string) =>
    all(/sslversion="(?:TLSv|SSLv)([\d.]+)" bits="\d+" cipher="[^"]+" id="(0x[0-9A-F]+)"/g)
      .filter(([, version]) => `TLS ${version}` === name)
      .map(([, , id]) => Number(id));
  const { hellos, trials } = seen;
  const versions = [...new Set(hellos.map(({ version }) => version))].sort();
  const old = hellos.filter(({ version }) => version < protocolVersion["TLS 1.3"]);
  // "supported": whether a client may renegotiate. Only then does it report whether that is secure.
  const renegotiation = /<renegotiation supported="1" secure="([01])"/.exec(stdout)?.[1];
  return [
    { check: "versions", lab: words(versions), judge: words(enabled.map((name) => versionNumber(name)!).sort()) },
    ...versions.map((version) => ({
      check: `suites of ${version}`,
      lab: words(hellos.filter((one) => one.version === version).map(({ suite }) => suite)),
      judge: words(suitesOf(enabled.find((name) => versionNumber(name) === version) ?? "")),
    })),
    ...compared("insecure renegotiation", renegotiation !== undefined, {
      lab: old.some(({ hello }) => !hasExtension(hello.message, extensionType.renegotiation_info)),
      judge: renegotiation === "0",
    }),
    ...compared("compression", /<compression /.test(stdout), {
      lab: old.some(({ hello }) => (hello.message.compressionMethod ?? 0) !== 0),
      judge: /<compression supported="1"/.test(stdout),
    }),
    ...compared("fallback signal", trials.fallback !== undefined && /<fallback /.test(stdout), {
      lab: trials.fallback?.isRefused ?? false,
      judge: /<fallback supported="1"/.test(stdout),
    }),
  ];
}

/** Every check that testssl.sh shares with the audit. It takes more than a minute per server. */
export async function testsslAgreement(
  { port }: { port: number },
  seen: SeenServer,
  { findings }: Judgement,
  ca: string,
): Promise<readonly Agreement[]> {
  const folder = mkdtempSync(join(tmpdir(), "lab-testssl-"));
  const [json, caFile] = [join(folder, "out.json"), join(folder, "ca.pem")];
  writeFileSync(caFile, ca);
  const checks = [
    "protocols",
    "std",
    "server-defaults",
    "renegotiation",
    "compression",
    "tls-fallback",
    "sweet32",
    "rc4",
  ];
  const options = [
    "--quiet",
    "--warnings",
    "off",
    "--color",
    "0",
    "--ip",
    "one",
    "--add-ca",
    caFile,
    "--jsonfile",
    json,
  ];
  // Its exit code is the number of its findings.
  await run("testssl", [...options, ...checks.map((one) => `--${one}`), `localhost:${port}`], {
    maxBuffer: MAX_OUTPUT,
  }).catch(() => {});
  const said = new Map(
    (JSON.parse(readFileSync(json, "utf8")) as { id: string; finding: string; severity: string }[]).map((one) => [
      one.id.replace(/ <.*/, ""),
      one,
    ]),
  );
  rmSync(folder, { recursive: true });
  const codes = new Set<string>(findings.map(({ code }) => code));
  const has = (...wanted: readonly string[]) => wanted.some((code) => codes.has(code));
  const speaks = (version: number) => seen.hellos.some((one) => one.version === version);
  const rows: readonly (readonly [id: string, lab: boolean, bad: (finding: string, severity: string) => boolean])[] = [
    ["SSLv3", speaks(0x0300), isOffered],
    ["TLS1", speaks(0x0301), isOffered],
    ["TLS1_1", speaks(0x0302), isOffered],
    ["TLS1_2", speaks(0x0303), isOffered],
    ["TLS1_3", speaks(0x0304), isOffered],
    ["cipherlist_NULL", has("null-cipher"), isOffered],
    ["cipherlist_aNULL", has("anonymous"), isOffered],
    ["cipherlist_EXPORT", has("export-cipher"), isOffered],
    ["cipherlist_3DES_IDEA", has("small-block"), isOffered],
    ["SWEET32", has("small-block"), isBad],
    ["RC4", has("rc4"), isBad],
    ["secure_renego", has("insecure-renegotiation"), (_, severity) => severity !== "OK"],
    ["secure_client_renego", has("client-renegotiation"), (_, severity) => severity !== "OK"],
    ["CRIME_TLS", has("compression"), isBad],
    [
      "fallback_SCSV",
      seen.trials.fallback?.isRefused === false,
      (_, severity) => severity !== "OK" && severity !== "INFO",
    ],
    ["cert_expirationStatus", has("certificate-dates"), (finding) => /^expired/.test(finding)],
    ["cert_trust", has("certificate-name"), (_, severity) => !["OK", "INFO"].includes(severity)],
    ["cert_signatureAlgorithm", has("certificate-algorithm"), (_, severity) => !["OK", "INFO"].includes(severity)],
    ["cert_keySize", has("certificate-key"), (_, severity) => !["OK", "INFO"].includes(severity)],
    // The dates are a part of it.
    [
      "cert_chain_of_trust",
      has("certificate-issuer", "certificate-dates"),
      (_, severity) => !["OK", "INFO"].includes(severity),
    ],
  ];
  return rows.flatMap(([id, lab, bad]) => {
    const row = said.get(id);
    return row === undefined || row.severity === "WARN"
      ? []
      : [{ check: id, lab: `${lab}`, judge: `${bad(row.finding, row.severity)}` }];
  });
}

function isOffered(finding: string): boolean {
  return /^offered/.test(finding);
}

function isBad(finding: string): boolean {
  return !/not vulnerable/i.test(finding);
}

function compared(check: string, isShared: boolean, answers: { lab: boolean; judge: boolean }): readonly Agreement[] {
  return isShared ? [{ check, lab: `${answers.lab}`, judge: `${answers.judge}` }] : [];
}

function words(numbers: readonly number[]): string {
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((number) => `0x${number.toString(16)}`)
    .join(" ");
}
