import { once } from "node:events";
import { describe, expect, test } from "vitest";
import {
  asOrdinaryUser,
  builtModule,
  namespaceFaultForOrdinaryUser,
  scriptCommand,
  start,
} from "../../testing/sniffer/capture-rights.ts";
import { inPrivateNamespace } from "./private-namespace.ts";

const fault = namespaceFaultForOrdinaryUser();

/** A program that runs the rest of its command line in a private namespace and prints the exit code. */
const run = scriptCommand(`
  import { runAgain } from ${JSON.stringify(builtModule("sniffer/capture/private-namespace.js"))};
  console.log("code", await runAgain(process.argv.slice(1)));`);

describe.skipIf(fault !== undefined)(
  `a private namespace (skipped where there is none: ${fault ?? "there is"})`,
  () => {
    test.each([
      ["an exit code", ["sh", "-c", "exit 7"], "code 7\n"],
      ["a signal, as shells write it", ["sh", "-c", "kill -TERM $$"], "code 143\n"],
      ["a program that is not there", ["no-such-program"], /code 12[67]\n$/],
      ["arguments as they are", ["printf", "%s|", "a b", "$HOME", "'", ""], "a b|$HOME|'||code 0\n"],
      ["that it is one", ["printenv", "LAB_PRIVATE_NETWORK"], "again\ncode 0\n"],
    ])("hands on %s", async (_, command, expected) => {
      const { output } = await start([...asOrdinaryUser, ...run, ...command]).ended;
      expect(output).toMatch(expected);
      if (typeof expected === "string") expect(output).toBe(expected);
    });

    test("leaves Ctrl-C to the program inside", async () => {
      // Not a shell: between fork and exec it would have a second process with the same trap.
      const program = `process.on("SIGINT", () => { console.log("caught"); process.exit(3); });
        setInterval(() => {}, 1000); console.log("ready");`;
      const inner = [process.execPath, "-e", program];
      const { child, ended } = start([...asOrdinaryUser, "setsid", ...run, ...inner]);
      await once(child.stdout!, "data");
      process.kill(-child.pid!, "SIGINT");
      expect((await ended).output).toBe("ready\ncaught\ncode 3\n");
    });

    test.for(["ip", "ifconfig", "busybox", "python3", "perl"])(
      "brings its loopback up with %s alone, where that is installed",
      async (only, { skip }) => {
        const others = ["ip", "ifconfig", "busybox", "python3", "perl"].filter((name) => name !== only);
        const command = inPrivateNamespace(["sh", "-c", "grep -c 00000000000000000000000000000001 /proc/net/if_inet6"]);
        const without = command.map((argument) => others.reduce((text, name) => hide(text, name), argument));
        const { code, output } = await start([...asOrdinaryUser, ...without]).ended;
        if (code === 97) skip(`${only} is not installed`);
        expect(output).toBe("1\n");
      },
    );
  },
);

/** Renames a program in the inner script. */
function hide(script: string, name: string): string {
  return script.replaceAll(new RegExp(`^${name} |(?<=\\|\\| )${name} `, "gm"), `no-such-${name} `);
}
