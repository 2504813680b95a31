import { once } from "node:events";
import { chmodSync, chownSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import {
  asUser,
  builtModule,
  namespaceFaultForOrdinaryUser,
  scriptCommand,
  start,
} from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder, temporaryFolder } from "../../testing/test-folders.ts";
import { sandboxMember } from "./member.ts";

const main = fileURLToPath(builtModule("lab/main.js"));
const user = asUser(54_321);
/** As after a log-in: the user's own folder for files that live as long as the session. */
const runtime = lastingFolder();
if (process.getuid?.() === 0) chownSync(runtime, 54_321, 54_321);
const environment = {
  HOME: "/nonexistent",
  XDG_RUNTIME_DIR: runtime,
  LAB_SANDBOX: undefined,
  LAB_PRIVATE_NETWORK: undefined,
};

const started: ReturnType<typeof start>[] = [];
afterEach(async () => {
  for (const { child } of started) child.stdin!.end();
  await Promise.all(started.splice(0).map(({ ended }) => ended));
});

function sandbox(...command: readonly string[]) {
  const process_ = start([...user, process.execPath, main, "sandbox", ...command], environment);
  started.push(process_);
  return process_;
}

const fault = namespaceFaultForOrdinaryUser() ?? (sandboxMember() === undefined ? undefined : "a sandbox is open");

describe.skipIf(fault !== undefined)(`a sandbox (skipped where it cannot be: ${fault ?? "it can"})`, () => {
  test("runs a command with a loopback that answers, and passes its exit code on", async () => {
    const code = `
      const { createServer, connect } = await import("node:net");
      const server = createServer((socket) => socket.end()).listen(0, "::1", () =>
        connect(server.address().port, "::1").resume().on("close", () => process.exit(42)));`;
    const { code: exitCode, output } = await sandbox(...scriptCommand(code)).ended;
    expect([exitCode, output]).toEqual([42, ""]);
  });

  test("is one for all terminals of a user, also for two that open it at once", async () => {
    const [one, other] = [sandbox("sh", "-c", showNetworkAndWait), sandbox("sh", "-c", showNetworkAndWait)];
    const networks = await Promise.all([one, other].map(({ child }) => once(child.stdout!, "data").then(String)));
    expect(networks[0]).toMatch(/^net:\[\d+\]\n$/);
    expect(networks[1]).toBe(networks[0]);
  });

  test("opens although another user holds whatever they can hold under its name", async () => {
    const held = createServer().listen("\0lab-sandbox-54321");
    try {
      expect(await sandbox("true").ended).toMatchObject({ code: 0 });
    } finally {
      held.close();
    }
  });

  test("lasts as long as one terminal is in it, and ends with the last", async () => {
    const first = sandbox("sh", "-c", showNetworkAndWait);
    const network = String(await once(first.child.stdout!, "data"));
    const second = sandbox("sh", "-c", showNetworkAndWait);
    await once(second.child.stdout!, "data");
    first.child.stdin!.end();
    await first.ended;
    expect((await sandbox("readlink", "/proc/self/ns/net").ended).output).toBe(network);
    second.child.stdin!.end();
    await second.ended;
    expect((await start([...user, ...scriptCommand(printMember)]).ended).output).toBe("undefined\n");
  });

  test("inside it, another is refused, and the doctor finds that capture works", async () => {
    const { code, output } = await sandbox(process.execPath, main, "sandbox").ended;
    expect([code, output]).toEqual([1, expect.stringContaining("in the sandbox already")]);
    const doctor = await sandbox(process.execPath, main, "doctor").ended;
    expect(doctor.output).toMatch(/works +capture on lo +a test packet was captured through cap/);
  });

  test.each(["bash", "sh"])("shows in the prompt of %s where one is", async (shell) => {
    const command = `${[...user, process.execPath, main, "sandbox"].join(" ")}`;
    const terminal = start(["script", "-qfec", command, "/dev/null"], { ...environment, SHELL: `/bin/${shell}` });
    let screen = "";
    terminal.child.stdout!.on("data", (chunk: Buffer) => {
      screen += chunk;
    });
    await expect.poll(() => screen, { timeout: 20_000 }).toMatch(/\(lab sandbox\) .*[#$] /);
    terminal.child.stdin!.write("exit 5\n");
    const { code, output } = await terminal.ended;
    expect(code).toBe(5);
    expect(output).toContain("a private network with only its own device, lo.");
  });

  test("leaves nothing behind when its window is closed", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const command = [...user, process.execPath, main, "sandbox", "sh", "-c", "echo here; exec sleep 600"];
    const { child, ended } = start(command, { ...environment, TMPDIR: folder });
    await once(child.stdout!, "data");
    expect(readdirSync(folder)).toHaveLength(1);
    child.kill("SIGHUP");
    await ended;
    expect(readdirSync(folder)).toEqual([]);
  });

  test("says which setting forbids it, and the command that changes that", async () => {
    const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"';
    const inner = ["unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh", process.execPath, main, "sandbox"];
    const { code, output } = await start([...user, ...inner], environment).ended;
    expect(code).toBe(1);
    expect(output).toContain("a kernel setting forbids private networks");
    expect(output).toContain("sudo sysctl -w user.max_user_namespaces=");
  });
});

const showNetworkAndWait = "readlink /proc/self/ns/net; cat";
const printMember = `
  import { sandboxMember } from ${JSON.stringify(builtModule("lab/sandbox/member.js"))};
  console.log(sandboxMember());`;
