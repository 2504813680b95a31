import { spawnSync } from "node:child_process";
import { mkdtempSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureClassCertificates } from "../../../certs/class-certificates.ts";
import { lineText } from "../../../terminal/screen/line.ts";
import { asUser, builtModule, namespaceFaultForOrdinaryUser, start } from "../../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../../testing/test-folders.ts";
import { attacks, type Cell, clients } from "./cell.ts";
import { runCells } from "./run-cells.ts";
import { tableLines } from "./table-lines.ts";

const readAndChanged = { read: true, arrived: "changed" } as const;
const overTls = { connected: "tls", tls: "accepted", alert: undefined, ...readAndChanged } as const;
const left = (name?: string) =>
  ({
    connected: "no",
    tls: "refused",
    read: false,
    arrived: "nothing",
    alert: name && { name, from: "client" },
  }) as const;
const inTheClear = (name?: string) =>
  ({ connected: "plain", tls: "refused", alert: name && { name, from: "client" }, ...readAndChanged }) as const;

/** The result of every attack against every client: those of `clients`, in order. */
const expected = {
  "self-signed": [overTls, left("unknown_ca"), left("bad_certificate"), inTheClear("unknown_ca")],
  "own-ca": [overTls, left("unknown_ca"), left("bad_certificate"), inTheClear("unknown_ca")],
  "wrong-name": [overTls, left("bad_certificate"), left("bad_certificate"), inTheClear("bad_certificate")],
  "stolen-ca": [overTls, overTls, left("bad_certificate"), overTls],
  strip: [left(), left(), left(), inTheClear()],
} as const;

function expectTable(cells: readonly Cell[]): void {
  for (const attack of attacks)
    for (const [at, client] of clients.entries()) {
      const cell = cells.find((one) => one.attack === attack && one.client === client)!;
      const { openssl, applicationData, capture, alert, ...rest } = cell;
      expect({ ...rest, alert }, `${attack}, ${client}`).toEqual({ attack, client, ...expected[attack][at] });
      expect([cell.tls, undefined], `${attack}, ${client}: OpenSSL's verdict`).toContain(openssl);
      // On the wire, a client that refused had sent nothing.
      if (capture !== undefined && cell.tls === "refused") expect(applicationData).toBe(0);
    }
  expect(cells).toHaveLength(20);
}

let folder: string;
beforeAll(() => {
  folder = lastingFolder();
});

test("20 cells without a capture: what the attacker itself saw", async () => {
  const certsFolder = join(folder, "certs");
  const certificates = await ensureClassCertificates(certsFolder);
  const notice = (line: string) => expect.unreachable(line);
  const cells = await runCells({ certificates, certsFolder, folder: join(folder, "table"), device: undefined, notice });
  expectTable(cells);
  expect(cells.every(({ capture }) => capture === undefined)).toBe(true);
  const lines = tableLines(cells).map(lineText);
  expect(Math.max(...lines.slice(0, 17).map((line) => line.length))).toBeLessThanOrEqual(80);
  const narrow = tableLines(cells, 40).map(lineText);
  expect(narrow.slice(0, 5)).toEqual([
    "self-signed",
    " --insecure  over TLS: READ, CHANGED",
    " verifies    left: unknown_ca",
    " has a pin   left: bad_certificate",
    " prefers TLS in the clear: READ, CHANGED",
  ]);
});

const fault = namespaceFaultForOrdinaryUser();

describe.skipIf(fault !== undefined)(`an ordinary user (skipped where they have no private network: ${fault})`, () => {
  test("gets 20 cells with their packets, which OpenSSL and tshark confirm", async () => {
    const own = mkdtempSync(join(folder, "user-"));
    spawnSync("chmod", ["-R", "a+rwX", folder]);
    const main = new URL(builtModule("lab/main.js")).pathname;
    const command = [...asUser(54_321), process.execPath, main, "mitm", "--table", "--json"];
    const { code, output } = await start(["sh", "-c", 'cd "$0" && exec "$@"', own, ...command], { HOME: own }).ended;
    expect(code, output).toBe(0);
    const cells = output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Cell);
    expectTable(cells);
    for (const { capture, alert, attack, client } of cells) {
      const path = join(own, capture!);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const isJudged = client === "verifying" && (attack === "own-ca" || attack === "wrong-name");
      if (!isJudged || spawnSync("tshark", ["--version"]).status !== 0) continue;
      const fields = ["-Y", "tls.alert_message.level == 2", "-T", "fields", "-e", "tls.alert_message.desc"];
      const { stdout } = spawnSync("tshark", ["-r", path, ...fields], { encoding: "utf8" });
      const numbers = { unknown_ca: "48", bad_certificate: "42" } as Readonly<Record<string, string>>;
      expect(stdout.trim(), path).toBe(numbers[alert!.name]);
    }
  });
});
