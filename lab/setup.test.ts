import { spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { asUser, mayCapture } from "../testing/sniffer/capture-rights.ts";

const here = dirname(fileURLToPath(import.meta.url));
const student = 65534;

/** The places: the packages; and for each test a folder with a clone, a home and programs. */
let folder = "";
let own = "";
const inOwn = (...parts: readonly string[]) => join(own, ...parts);

/** Three packages without a network. Each try to build `cap` is counted; it works if the file `can` exists. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "lab-setup-")));
  pack("small", {});
  pack("for-tests", {});
  const install = `echo try >> ${folder}/tries; test -e ${folder}/can && echo > built.js`;
  pack("cap", { install }, 'module.exports = require("./built.js");\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pack(name: string, scripts: Readonly<Record<string, string>>, source = ""): void {
  const made = join(folder, name, "package");
  mkdirSync(made, { recursive: true });
  const description = { name, version: "1.0.0", main: "index.js", scripts };
  writeFileSync(join(made, "package.json"), JSON.stringify(description));
  writeFileSync(join(made, "index.js"), source);
  done("tar", ["-czf", join(folder, `${name}.tgz`), "-C", dirname(made), "package"], folder);
}

function done(program: string, words: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  expect(status, stderr).toBe(0);
}

/** A small clone: the real set-up, these packages, and a build of one file. */
beforeEach(() => {
  own = mkdtempSync(join(folder, "own-"));
  for (const name of ["tries", "can"]) rmSync(join(folder, name), { force: true });
  for (const name of ["home", "programs", "clone"]) mkdirSync(inOwn(name));
  for (const name of ["lab", "exercises", "chat", "certs", "sniffer", "terminal", "bench"])
    mkdirSync(inOwn("clone", name));
  for (const name of ["setup.mjs", "link-command.mjs"]) copyFileSync(join(here, name), inOwn("clone", "lab", name));
  for (const name of ["tsconfig.json", "tsconfig.build.json"]) writeFileSync(inOwn("clone", name), "{}");
  const build = "mkdir -p dist/lab && touch dist/lab/main.js && :";
  const packed = (name: string) => ({ [name]: `file:../../${name}.tgz` });
  const description = {
    name: "clone",
    version: "1.0.0",
    scripts: { build },
    dependencies: packed("small"),
    devDependencies: packed("for-tests"),
    optionalDependencies: packed("cap"),
  };
  writeFileSync(inOwn("clone", "package.json"), JSON.stringify(description));
  done("npm", ["install", "--package-lock-only", "--ignore-scripts", "--offline", "--no-audit"], inOwn("clone"));
  symlinkSync(process.execPath, inOwn("programs", "node"));
  for (const name of ["npm", "sh", "mkdir", "touch"]) symlinkSync(placeOf(name), inOwn("programs", name));
});

/** The path of a program on this machine. */
function placeOf(name: string): string {
  return spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
}

/** Gives the set-up a program that does nothing and succeeds. */
function pretend(name: string): void {
  writeFileSync(inOwn("programs", name), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
}

/** The output of the set-up; it must not fail. As an ordinary user, if possible. It finds only the given programs. */
function setUp(event = "demo"): string {
  const { status, stderr } = runSetUp(event);
  expect(status, stderr).toBe(0);
  return stderr;
}

function runSetUp(event = "demo", settings: Readonly<Record<string, string>> = {}) {
  if (mayCapture) giveToStudent(own);
  const [program, ...words] = [...asUser(student), process.execPath, "lab/setup.mjs"];
  const env = {
    ...{ PATH: inOwn("programs"), HOME: inOwn("home"), npm_config_cache: inOwn("home", "cache") },
    ...{ npm_config_offline: "true", npm_config_update_notifier: "false", npm_lifecycle_event: event },
    ...settings,
  };
  return spawnSync(placeOf(program!), words, { cwd: inOwn("clone"), env, encoding: "utf8" });
}

function giveToStudent(path: string): void {
  for (const one of [path, ...readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name))])
    if (existsSync(one) && !one.includes("programs/")) chownSync(one, student, student);
  chownSync(folder, student, student);
}

const tries = () => (existsSync(join(folder, "tries")) ? readFileSync(join(folder, "tries"), "utf8").length / 4 : 0);

it("goes on without a compiler, installs nothing for tests, and a second time has nothing to say or do", () => {
  const said = setUp();
  expect(said).toMatch(/make, python3, a C\+\+ compiler/);
  expect(said).toContain("the lab goes on without it");
  expect(readdirSync(inOwn("clone", "node_modules"))).toEqual(expect.arrayContaining(["small", "cap"]));
  expect(existsSync(inOwn("clone", "node_modules", "for-tests"))).toBe(false);
  expect(readlinkSync(inOwn("home", ".local", "bin", "lab"))).toBe(inOwn("clone", "dist", "lab", "main.js"));
  expect(tries()).toBe(0);
  expect(setUp()).toBe("");
  const other = inOwn("home", ".local", "bin", "lab");
  rmSync(other);
  mkdirSync(inOwn("other", "dist", "lab"), { recursive: true });
  writeFileSync(inOwn("other", "package.json"), "{}");
  symlinkSync(inOwn("other", "dist", "lab", "main.js"), other);
  expect(setUp()).toContain(inOwn("other"));
  expect(readlinkSync(other)).toBe(inOwn("other", "dist", "lab", "main.js"));
});

it("tries a build that failed once, and again only when it is asked to", () => {
  for (const program of ["make", "python3", "c++"]) pretend(program);
  expect(setUp()).toContain("npm rebuild cap");
  expect(tries()).toBe(1);
  expect(setUp()).toBe("");
  expect(tries()).toBe(1);
  writeFileSync(join(folder, "can"), "");
  expect(setUp("setup")).not.toContain("goes on without it");
  expect([tries(), existsSync(inOwn("clone", "node_modules", "cap", "built.js"))]).toEqual([2, true]);
});

it("gives up when the registry takes the connection and does not answer", async () => {
  // Nobody accepts while this process waits for the set-up.
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const registry = { npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_fetch_timeout: "500" };
  const { status, stderr } = runSetUp("demo", { npm_config_offline: "false", ...registry });
  silent.close();
  expect(stderr).toContain("the npm registry does not answer");
  expect(status).toBe(1);
});
