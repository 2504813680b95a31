import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Conversation, changedLine, otherLeg, readLeg } from "../../exercises/11-in-the-middle/legs.ts";
import { type OpenClassroom, openClassroom } from "../../testing/exercises/classroom.ts";
import { namespaceFaultForOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";

const fault = namespaceFaultForOrdinaryUser();
const hasTshark = spawnSync("tshark", ["--version"]).status === 0;

describe.skipIf(fault !== undefined)(`lab mitm (skipped where nobody may capture: ${fault ?? "they may"})`, () => {
  let classroom: OpenClassroom;
  let server: ReturnType<OpenClassroom["open"]>;
  beforeAll(async () => {
    classroom = await openClassroom();
    server = classroom.open("lab server --both");
    await server.shows("12345");
  });
  afterAll(() => classroom.close());

  const leg = (name: string) => join(classroom.folder, "work", "mitm", name);
  const say = (words: string, options: string) =>
    classroom.run(`(sleep 0.4; echo "${words}"; sleep 0.4) | lab chat localhost:12346 --name ana ${options}`);

  test("keeps both legs of a run: each opens with its own keys, and tshark reads what the lab reads", async () => {
    const attacker = classroom.open('lab mitm --to localhost:12345 --change "ocho=nueve"');
    await attacker.shows("Ctrl-C");
    await say("a las ocho en el río", "--plain");
    await say("de la noche, a las ocho", "--tls --insecure");
    expect((await say("nunca se oye", "--tls")).code).toBe(1);
    await attacker.shows("left after seeing my certificate");
    await attacker.interrupt();
    expect(attacker.shown()).toContain('"a las ocho en el río" changed to "a las nueve en el río"');
    expect(attacker.shown()).not.toContain("nunca");

    const [left, right] = await Promise.all(
      ["left", "right"].map(async (name) => {
        const lines = await classroom.json(`lab sniff -r work/mitm/${name}.pcapng --json`);
        return lines.filter(({ kind, from }) => kind === "text" && from === "client").map(({ text }) => text);
      }),
    );
    expect(left).toEqual(["ana", "a las ocho en el río", "ana", "de la noche, a las ocho"]);
    expect(right).toEqual(["ana", "a las nueve en el río", "ana", "de la noche, a las nueve"]);
    for (const name of ["left.pcapng", "right.pcapng", "left.keylog", "right.keylog"])
      expect(statSync(leg(name)).mode & 0o777).toBe(0o600);
    if (!hasTshark) return;
    const followed = (file: string) =>
      spawnSync("tshark", ["-r", leg(file), "-q", "-z", "follow,tls,ascii,1"], { encoding: "utf8" }).stdout;
    expect(followed("left.pcapng")).toContain("de la noche, a las ocho");
    expect(followed("right.pcapng")).toContain("de la noche, a las nueve");
  });

  test("the legs of two real runs with the same words are not taken for one", async () => {
    // Each run removes the last one's files, so these are kept under other names.
    for (const side of ["left", "right"]) renameSync(leg(`${side}.pcapng`), leg(`before-${side}.pcapng`));
    const attacker = classroom.open('lab mitm --to localhost:12345 --change "ocho=nueve"');
    await attacker.shows("Ctrl-C");
    await say("a las ocho en el río", "--plain");
    await say("de la noche, a las ocho", "--tls --insecure");
    await attacker.interrupt();
    const legsOf = (run: string) => Promise.all(["left", "right"].map((side) => readLeg(leg(`${run}${side}.pcapng`))));
    const [before, after] = [await legsOf("before-"), await legsOf("")];
    for (const words of ["a las ocho en el río", "de la noche, a las ocho"]) {
      const saying = (conversations: readonly Conversation[] | undefined) =>
        conversations!.find(({ lines }) => lines.some(({ text }) => text === words))!;
      for (const [left, own, foreign] of [
        [before[0], before[1], after[1]],
        [after[0], after[1], before[1]],
      ]) {
        const arrived = changedLine(saying(left), otherLeg(saying(left), own!)!, words)?.arrived.text;
        expect(arrived).toBe(words.replace("ocho", "nueve"));
        expect(otherLeg(saying(left), foreign!)).toBeUndefined();
      }
    }
  });

  test("clears away what another run left, and tells programs in JSON", async () => {
    const attacker = classroom.open("lab mitm --to localhost:12345 --port 0 --show own-ca --json");
    const opened = JSON.parse((await attacker.shows("\n")).split("\n")[0]!) as {
      readonly shown: { readonly fingerprint: string };
      readonly real: { readonly fingerprint: string };
    };
    expect(opened).toMatchObject({ kind: "opened", folder: "work/mitm", server: { port: 12_345 } });
    expect(opened.shown).toMatchObject({ subject: "CN=localhost" });
    expect(opened.shown.fingerprint).not.toBe(opened.real.fingerprint);
    await attacker.interrupt();
    expect(readFileSync(leg("left.keylog"), "utf8")).toBe("");
    expect(existsSync(leg("left.pcapng"))).toBe(true);
  });

  test.each([
    ["", 2, /--to HOST:PORT is missing/],
    ["--to localhost", 2, /not HOST:PORT/],
    ["--to localhost:0", 2, /not HOST:PORT/],
    ["--to localhost:12346", 2, /own port/],
    ["--to localhost:12347", 1, /12347/],
    ["--to no-such-host.invalid:12345", 1, /there is no host/],
    ["--to 192.0.2.7:12345", 2, /--host-i-may-intercept 192\.0\.2\.7/],
    ["--to 192.0.2.7:12345 --host-i-may-intercept other", 2, /not this machine/],
    ["--to localhost:12345 --port 12345", 2, /own port/],
    ["--to localhost:12345 --change ocho", 2, /OLD=NEW/],
    ["--to localhost:12345 --ca work/certs/ca.pem", 2, /go together/],
    ["--table --to localhost:12345", 2, /--to has no effect together with --table/],
    ["--table --host-i-may-intercept x", 2, /--host-i-may-intercept has no effect/],
    ["--to localhost:12345 --json --text", 2, /--text has no effect together with --json/],
    ["--to localhost:12345 --strip --show own-ca", 2, /cannot be used with --show/],
    ["--to localhost:12345 --show nothing", 2, /self-signed/],
    ["--to localhost:12345 --ca /etc/hosts --ca-key /etc/hostname", 1, /is not in/],
    ["--to localhost:12345 --ca work/certs/ca.pem --ca-key work/certs/server-key.pem", 1, /is not the key of/],
  ])("lab mitm %s is one clear line, and what to do", async (options, code, said) => {
    const result = await classroom.run(`lab mitm ${options}`);
    expect(result.shown).toMatch(said);
    expect(result.shown).not.toMatch(/\n\s+at /u);
    expect(result.code).toBe(code);
  });

  test("of a server that speaks no TLS it says so, and takes connections in the clear", async () => {
    const plain = classroom.open("lab server --plain --port 12400");
    await plain.shows("12400");
    const attacker = classroom.open("lab mitm --to localhost:12400 --port 12401");
    await attacker.shows("only connections in the clear");
    const { shown } = await classroom.run("(sleep 0.3; echo hola) | lab chat localhost:12401 --plain --name ana");
    expect(shown).toContain("welcome ana");
    const refused = await classroom.run("lab mitm --to localhost:12400 --port 0 --strip");
    expect(refused.shown).toContain("--strip removes TLS");
    await attacker.interrupt();
    await plain.interrupt();
  });
});
