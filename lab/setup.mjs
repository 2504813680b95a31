// The set-up step of `npm run demo`, `npm test` and `npm run setup`. It makes sure that libpcap's headers, a compiler,
// the npm packages and the build are there. It may run again: if nothing is missing, it is finished at once. By default
// it installs what the lab needs to run; `--with-tests` also installs what tests and checks need, which is twice as
// much. Plain JavaScript, because it runs before the build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { linkCommand } from "./link-command.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => join(root, ...parts);
const oldestNode = [20, 19];
/** The longest time for one command of the package manager, in milliseconds. */
const MAX_INSTALL_TIME = 180_000;
/** How long the npm registry may take for its first answer, in milliseconds; `npm_config_fetch_timeout` changes it. */
const REGISTRY_PATIENCE = 30_000;
const sourceFolders = ["lab", "exercises", "chat", "certs", "sniffer", "terminal", "bench"];
const withTests = process.argv.includes("--with-tests");
const packagesStamp = inRoot("node_modules", ".lab-setup");
/** Exists after a build of npm `cap` failed although nothing was missing: only `npm run setup` tries again. */
const captureStamp = inRoot("node_modules", ".lab-capture-failed");
const buildStamp = inRoot("dist", ".lab-setup");
const main = inRoot("dist", "lab", "main.js");

/** A network that does not answer must not delay a lesson, and neither must a question. */
const apt = "env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::http::Timeout=10 -o Acquire::Retries=0";

/** For each package manager: the packages for building npm `cap`, and how to install them. */
const packageManagers = [
  {
    command: "apt-get",
    install: "apt-get install -y libpcap-dev g++ make python3",
    refresh: aptListsAreOld() ? "apt-get update" : undefined,
  },
  { command: "dnf", install: "dnf install -y libpcap-devel gcc-c++ make python3" },
  { command: "pacman", install: "pacman -Sy --noconfirm --needed libpcap gcc make python" },
  { command: "apk", install: "apk add libpcap-dev g++ make python3 linux-headers" },
  { command: "brew", install: "brew install libpcap", asUser: true },
];

checkNode();
const isAsked = process.env.npm_lifecycle_event === "setup";
const isFirst = !packagesAreInstalled();
if (isFirst) installNpmPackages();
if (!captureIsBuilt()) buildCapture();
if (!buildIsFresh()) build();
linkCommand({ root, main, home: homedir(), say });

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  stop(
    `Node ${process.versions.node} is too old: this lab needs ${oldestNode.join(".")} or later.`,
    "Install a newer Node from https://nodejs.org/ or with your package manager, then run this again.",
  );
}

function packagesAreInstalled() {
  const installed = existsSync(packagesStamp) ? readFileSync(packagesStamp, "utf8") : "";
  return installed === wantedPackages(true) || (!withTests && installed === wantedPackages(false));
}

function captureIsBuilt() {
  try {
    createRequire(import.meta.url)("cap");
    return true;
  } catch {
    return false;
  }
}

/** What node_modules depends on: the lock file, the Node of the native part, and whether tests will run. */
function wantedPackages(all) {
  const lock = readFileSync(inRoot("package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  return `${hash} ${process.platform} ${process.arch} ${process.versions.modules}${all ? "" : " without tests"}\n`;
}

/** npm `cap` is optional. If it was not built, the build is tried again as soon as everything for it is there. */
function buildCapture() {
  if (isFirst || isAsked) installSystemPackages();
  const missing = missingForTheBuild();
  if (missing.length === 0 && (isAsked || !existsSync(captureStamp))) {
    say("building the packet capture (npm cap)");
    if (!works("npm", ["rebuild", "cap"], { cwd: root, env: withHeaders() })) writeFileSync(captureStamp, "");
    if (captureIsBuilt()) return;
  } else if (!isFirst && !isAsked) return;
  sayHowToBuildCapture(missing);
}

/**
 * Tries to install what building npm `cap` needs, without asking anyone. If that fails, set-up continues without it.
 */
function installSystemPackages() {
  const missing = missingForTheBuild();
  if (missing.length === 0) return;
  say(`missing to build the packet capture: ${missing.join(", ")}`);
  const manager = packageManager();
  const isRoot = process.getuid?.() === 0 || manager?.asUser;
  if (!manager || !(isRoot || works("sudo", ["-n", "true"]))) return;
  for (const command of [manager.refresh, manager.install].filter(Boolean)) {
    say(`running: ${command}`);
    const unasked = command.replace(/^apt-get/, apt);
    if (!works("sh", ["-c", isRoot ? unasked : `sudo -n ${unasked}`], { timeout: MAX_INSTALL_TIME })) return;
  }
}

/** The package manager of this system; undefined if it is not a known one. */
function packageManager() {
  return packageManagers.find(({ command }) => works("sh", ["-c", `command -v ${command}`]));
}

function sayHowToBuildCapture(missing) {
  const manager = packageManager();
  say("the capture part (npm cap) could not be built: the lab goes on without it.");
  say("It captures with tcpdump or dumpcap where they are installed, and shows ready-made captures elsewhere.");
  if (missing.length === 0) say("To see why: npm rebuild cap --foreground-scripts");
  else if (manager === undefined)
    say("To build it later, install libpcap with its headers, a C++ compiler, make and python3.");
  else say(`To build it later: ${manager.asUser ? "" : "sudo "}${manager.install} && npm run setup`);
}

/** Looks as the build itself does: with the compiler, not for files. */
function missingForTheBuild() {
  const compiler = process.env.CXX || "c++";
  const missing = [];
  if (!works("make", ["--version"])) missing.push("make");
  if (!works("python3", ["--version"])) missing.push("python3");
  if (!works(compiler, ["--version"])) missing.push("a C++ compiler");
  else if (!works(compiler, ["-E", "-x", "c++", "-"], { input: "#include <pcap.h>\n" }))
    missing.push("libpcap headers");
  return missing;
}

function installNpmPackages() {
  say(`installing the npm packages of package-lock.json (npm ci): about ${withTests ? 80 : 40} MB`);
  if (!registryAnswers()) stop("the npm registry does not answer.", "Check the network, and: npm config get registry");
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"] };
  // Gives up after half a minute if nothing can be reached.
  const retries = ["--fetch-retries=4", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000"];
  // The only package with a script is cap, which is built in a separate step.
  const flags = ["--loglevel=error", "--ignore-scripts", ...retries];
  if (!withTests) flags.push("--omit=dev");
  if (!works("npm", ["ci", ...flags], options)) {
    stop("npm ci failed; its own message is above.", "Fix that, then run the same command again.");
  }
  writeFileSync(packagesStamp, wantedPackages(withTests));
}

/**
 * If Node's own headers are installed beside it, cap is built with them: no download, and it works behind a firewall.
 */
function withHeaders() {
  const nodePrefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(nodePrefix, "include", "node", "node_version.h"));
  return hasHeaders ? { ...process.env, npm_config_nodedir: nodePrefix } : process.env;
}

/** Whether the registry answers in time, also with an error: `npm ci` would wait five minutes for each request. */
function registryAnswers() {
  const patience = Number(process.env.npm_config_fetch_timeout ?? REGISTRY_PATIENCE);
  const asked = ["ping", "--fetch-retries=0", `--fetch-timeout=${patience}`];
  const { stderr, error } = spawnSync("npm", asked, { cwd: root, encoding: "utf8", timeout: patience + 5_000 });
  return error === undefined && !/network timeout|ETIMEDOUT/u.test(stderr);
}

function buildIsFresh() {
  if (!existsSync(buildStamp) || !existsSync(main)) return false;
  const built = statSync(buildStamp).mtimeMs;
  const inputs = ["package.json", "tsconfig.json", "tsconfig.build.json"].map((name) => inRoot(name));
  return newest([...inputs, ...sourceFolders.map((folder) => inRoot(folder))]) <= built;
}

/** The time of the last change, in milliseconds, of these files and of everything in these folders. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const status = statSync(path);
    latest = Math.max(latest, status.mtimeMs);
    if (status.isDirectory()) latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))));
  }
  return latest;
}

function build() {
  say("building (tsc)");
  const started = new Date();
  // The first build is of unchanged sources: a check of the types would take as long again.
  const flags = existsSync(buildStamp) ? [] : ["--", "--noCheck"];
  rmSync(inRoot("dist"), { recursive: true, force: true });
  if (!works("npm", ["run", "--silent", "build", ...flags], { cwd: root, stdio: ["ignore", "inherit", "inherit"] })) {
    stop("The build failed; the compiler's message is above.", "Fix the source file, then run: npm run build");
  }
  writeFileSync(buildStamp, `${started.toISOString()}\n`);
}

function aptListsAreOld() {
  const lists = "/var/lib/apt/lists";
  const aDay = 24 * 60 * 60 * 1000;
  try {
    const times = readdirSync(lists)
      .filter((name) => name.includes("Packages"))
      .map((name) => statSync(join(lists, name)).mtimeMs);
    return Math.max(0, ...times) < Date.now() - aDay;
  } catch {
    return true;
  }
}

function works(command, commandArguments, options = {}) {
  return spawnSync(command, commandArguments, { stdio: "pipe", ...options }).status === 0;
}

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

function stop(problem, remedy) {
  process.stderr.write(`\nset-up stopped: ${problem}\n${remedy}\n`);
  process.exit(1);
}
