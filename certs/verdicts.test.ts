import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { algorithmRows, keyRows } from "../testing/certs/verdicts/algorithms.ts";
import { authorityRows } from "../testing/certs/verdicts/authority.ts";
import { dateRows } from "../testing/certs/verdicts/dates.ts";
import { extensionRows } from "../testing/certs/verdicts/extensions.ts";
import { limitRows } from "../testing/certs/verdicts/limits.ts";
import { nameRows } from "../testing/certs/verdicts/names.ts";
import { pathRows } from "../testing/certs/verdicts/paths.ts";
import { chainOf } from "../testing/certs/verdicts/row.ts";
import { lastingFolder } from "../testing/test-folders.ts";
import { verifyChain } from "./verify.ts";

const folder = lastingFolder();
const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;

describe.skipIf(!hasOpenssl).each([
  ["paths", pathRows],
  ["dates", dateRows],
  ["authority", authorityRows],
  ["extensions", extensionRows],
  ["names", nameRows],
  ["name limits", limitRows],
  ["algorithms", algorithmRows],
  ["keys", keyRows],
] as const)("the lab's verdict is that of openssl verify, or the code says why not: %s (needs openssl)", (_, rows) => {
  test.each(rows.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const { ask = "www.example.org", fails, stricter, wiser } = row;
    const chain = chainOf(row);
    const sent = row.sent?.(chain) ?? [chain.middle];
    const trusted = row.trusted?.(chain) ?? [chain.root];
    const checks = await verifyChain([chain.leaf, ...sent], {
      anchorsPem: trusted.map(pem),
      ...(ask === "" ? {} : { name: ask }),
    });
    const failing = checks.filter(({ ok }) => !ok);
    if (fails === undefined) expect(failing).toEqual([]);
    else expect(failing.map(({ check }) => check)).toContain(fails);
    const accepts = wiser === undefined && (fails === undefined || stricter !== undefined);
    const said = openssl(chain.leaf, sent, trusted, ask);
    expect(said.accepts, said.output).toBe(accepts);
  });
});

/** The result of `openssl verify`, with the options that `lab certs verify` prints. */
function openssl(leaf: Buffer, sent: readonly Buffer[], trusted: readonly Buffer[], ask: string) {
  const write = (name: string, ders: readonly Buffer[]) => {
    writeFileSync(join(folder, name), ders.map(pem).join(""));
    return join(folder, name);
  };
  const address = ask.replace(/^\[(.*)\]$/, "$1");
  const { stdout, stderr } = spawnSync(
    "openssl",
    [
      ...["verify", "-no-CAfile", "-no-CApath", "-CAfile", write("trusted.pem", trusted)],
      ...(sent.length > 0 ? ["-untrusted", write("sent.pem", sent)] : []),
      ...["-purpose", "sslserver", "-auth_level", "2"],
      ...(ask === "" ? [] : isIP(address) === 0 ? ["-verify_hostname", ask] : ["-verify_ip", address]),
      write("leaf.pem", [leaf]),
    ],
    { encoding: "utf8" },
  );
  return { accepts: stdout.includes(": OK"), output: stdout + stderr };
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der
    .toString("base64")
    .match(/.{1,64}/g)!
    .join("\n")}\n-----END CERTIFICATE-----\n`;
}
