import { spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { labWithinReach, runOnTerminal } from "../testing/certs/run.ts";
import { temporaryFolder } from "../testing/test-folders.ts";

const page = readFileSync(new URL("../docs/certificates.md", import.meta.url), "utf8");
const passphrase = "tres tristes tigres";
const missing = ["openssl", "script"].filter((program) => spawnSync(program, ["--version"]).error !== undefined);
const needs = `(needs openssl and script; missing here: ${missing.join(", ") || "none"})`;

/** The lines of the page's code blocks of one kind, such as "sh openssl". */
function lines(kind: string): readonly string[] {
  const blocks = page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, "gms"));
  return [...blocks].flatMap(([, text]) => text!.trim().split("\n"));
}

interface Followed {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly shown: string;
}

/** Runs the four commands of one column on a terminal, and types the passphrase for each question. */
async function follow(column: "openssl" | "lab"): Promise<Followed> {
  const folder = temporaryFolder();
  const env = labWithinReach(folder);
  const script = ["set -e", ...lines(`sh ${column}`)].join("\n");
  const answers = Array<string>(8).fill(`${passphrase}\n`);
  const prompt = /(pass ?phrase|again)[^\n]*: ?$/i;
  const { code, shown } = await runOnTerminal(script, { folder, env, prompt, answers });
  expect(code, shown).toBe(0);
  return { folder, env, shown };
}

function shell(script: readonly string[], { folder, env }: Followed) {
  return spawnSync("sh", ["-ec", script.join("\n")], { cwd: folder, env, encoding: "utf8" });
}

test("the page has four commands in each column", () => {
  expect([lines("sh openssl").length, lines("sh lab").length]).toEqual([4, 4]);
});

test.skipIf(missing.length > 0).each(["openssl", "lab"] as const)(
  `the four commands of %s, typed from the page, give a key and a certificate with which the chat runs ${needs}`,
  async (column) => {
    const followed = await follow(column);
    const { folder, shown } = followed;
    if (column === "lab") expect(shown).not.toContain(passphrase);
    expect(statSync(join(folder, "key.pem")).mode & 0o077).toBe(0);
    const certificate = new X509Certificate(readFileSync(join(folder, "certificate.pem")));
    expect(certificate.subject).toBe("CN=localhost");
    expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
    expect(Math.round((Date.parse(certificate.validTo) - Date.now()) / (24 * 60 * 60 * 1000))).toBe(90);
    const look = shell(lines("sh look"), followed);
    expect(look.stdout, look.stderr).toContain('All checks passed: this server may use the name "localhost"');
    expect(await chatOver(followed)).toContain("hola desde la pagina");
  },
);

test.skipIf(missing.length > 0)(
  `the page's class CA and its configuration file work as they stand ${needs}`,
  async () => {
    const followed = await follow("lab");
    const ca = shell(lines("sh ca"), followed);
    expect(ca.stdout, ca.stderr).toContain("server.pem: OK");
    writeFileSync(join(followed.folder, "openssl.cnf"), lines("ini openssl.cnf").join("\n"));
    const { stdout, stderr } = shell(lines("sh config"), followed);
    const shownNames = [...stdout.matchAll(/names \(SAN\) +(.*)/g)].map(([, names]) => names);
    expect(shownNames, stderr).toEqual(Array<string>(2).fill("DNS:localhost, DNS:chat.example.org, IP:127.0.0.1"));
    expect([...stdout.matchAll(/subject {2,}(CN.*)/g)].map(([, subject]) => subject)).toEqual(
      Array<string>(2).fill("CN=localhost, O=My class"),
    );
  },
);

test.skipIf(missing.length > 0)(
  `the line of many class notes makes a certificate without names; the page's lines make it right ${needs}`,
  async () => {
    const folder = temporaryFolder();
    const followed = { folder, env: labWithinReach(folder), shown: "" };
    writeFileSync(join(folder, "openssl.cnf"), lines("ini openssl.cnf").join("\n"));
    expect(shell(lines("sh notes"), followed).status).toBe(0);
    const seen = shell(lines("sh notes-look"), followed);
    const fix = "lab certs self-sign --new --san localhost";
    expect([seen.status, seen.stdout]).toEqual([1, expect.stringContaining(`  fix                   ${fix}\n`)]);
    const server = start("lab server --tls --port 0 --cert notes.pem --key notes-key.pem", followed);
    await server.shows(/Warning: notes\.pem has no subjectAltName.*lab certs self-sign --new --san localhost/);
    expect(shell(lines("sh notes-right"), followed).status).toBe(0);
    for (const name of ["right-1.pem", "right-2.pem", "right-3.pem"]) {
      const { status, stdout } = shell([`lab certs verify ${name} --ca ${name} --name localhost --json`], followed);
      expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ ok: true, name: "localhost" })]);
    }
  },
);

test.skipIf(missing.length > 0)(`the page names every field of lab certs show --json ${needs}`, () => {
  const folder = temporaryFolder();
  const followed = { folder, env: labWithinReach(folder), shown: "" };
  const made = shell(["lab certs init >/dev/null", "lab certs show work/certs/server.pem --json"], followed);
  const items = made.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(items.map(({ kind, subject, ca }) => [kind, subject.startsWith("O="), ca])).toEqual([
    ["certificate", false, false],
    ["certificate", true, true],
  ]);
  for (const field of new Set(items.flatMap((item) => Object.keys(item)))) expect(page).toContain(`\`${field}\``);
});

const classic = [
  "openssl genpkey -algorithm RSA -aes256 -pass file:passphrase -out key.pem",
  "openssl req -new -key key.pem -passin file:passphrase -subj /CN=localhost -out request.pem",
  "openssl x509 -req -in request.pem -signkey key.pem -passin file:passphrase -days 30 -out certificate.pem",
  "openssl rsa -in key.pem -passin file:passphrase -out key-unlocked.pem",
];

test.skipIf(missing.length > 0)(
  `what the classic four commands make is understood: names forgotten, so refused with the reason; the server starts with the locked key ${needs}`,
  async () => {
    const folder = temporaryFolder();
    const followed = { folder, env: labWithinReach(folder), shown: "" };
    writeFileSync(join(folder, "passphrase"), `${passphrase}\n`, { mode: 0o600 });
    expect(shell(classic, followed).status).toBe(0);
    for (const name of ["key.pem", "request.pem", "certificate.pem", "key-unlocked.pem"]) {
      expect(shell([`lab certs show ${name}`], followed).stdout).toMatch(/encrypted with a passphrase|RSA 2048 bits/);
    }
    const verified = shell(["lab certs verify certificate.pem --ca certificate.pem --name localhost"], followed);
    expect([verified.status, verified.stdout]).toEqual([
      1,
      expect.stringMatching(/FAILED {2}name .*no subjectAltName/s),
    ]);
    expect(verified.stdout).toContain("1 of 10 checks failed");
    const server = start(
      "lab server --tls --port 0 --cert certificate.pem --key key.pem --passphrase-file passphrase",
      followed,
    );
    expect((await server.shows(/(?:localhost|127\.0\.0\.1):(\d+)/))[1]).toBeDefined();
  },
);

/**
 * Starts the page's server (on a free port), joins as beto with openssl, which verifies too, and as ana with the page's
 * client. Returns what beto saw after ana's line.
 */
async function chatOver(followed: Followed): Promise<string> {
  const server = start(`${lines("sh server")[0]} --port 0`, followed);
  const port = (await server.shows(/(?:localhost|127\.0\.0\.1):(\d+)/))[1];
  const verify = "-CAfile certificate.pem -verify_return_error -verify_hostname localhost";
  const beto = start(`openssl s_client -quiet -connect localhost:${port} ${verify}`, followed);
  beto.type("beto\n");
  await beto.shows(/welcome beto/);
  const ana = start(`${lines("sh client")[0]} --port ${port}`, followed);
  ana.type("hola desde la pagina\n");
  return (await beto.shows(/ana > .*/))[0];
}

/** A running program: a way to type into it, and to wait for its output. */
function start(line: string, { folder, env }: Followed) {
  const child = spawn("sh", ["-c", `exec ${line}`], { cwd: folder, env });
  onTestFinished(() => void child.kill());
  let shown = "";
  const waiting: (() => void)[] = [];
  const read = (text: string) => {
    shown += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  child.stdin.on("error", () => {}); // It has ended; `shows` reports it.
  return {
    type: (text: string) => void child.stdin.write(text),
    shows: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(shown);
          if (found !== null) resolve(found);
        };
        waiting.push(look);
        look();
        child.once("close", () => reject(new Error(`"${line}" ended without ${pattern}: ${shown}`)));
      }),
  };
}
