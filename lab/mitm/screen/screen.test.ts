import { describe, expect, onTestFinished, test } from "vitest";
import { startServer } from "../../../chat/server/server.ts";
import { widthOf } from "../../../terminal/columns.ts";
import type { Size } from "../../../terminal/screen/full-screen.ts";
import { lineText } from "../../../terminal/screen/line.ts";
import { labOnTerminal } from "../../../testing/chat/terminal.ts";
import { testCertificates } from "../../../testing/chat/test-certificates.ts";
import { joinAs } from "../../../testing/chat/test-client.ts";
import { temporaryFolder } from "../../../testing/test-folders.ts";
import type { MitmEvent } from "../events.ts";
import type { Scene } from "../run-mitm.ts";
import { mitmProgram } from "./mitm-program.ts";

const certificate = (issuer: string) => ({
  subject: "CN=localhost",
  issuer,
  fingerprint: `sha256:${"ab:".repeat(32)}`,
});
const scene: Scene = {
  name: "localhost",
  target: { host: "localhost", address: "127.0.0.1", port: 12_345, isHere: true },
  port: 12_346,
  certificate: {
    identity: { cert: "", key: "" },
    real: certificate("CN=Class CA"),
    shown: certificate("CN=localhost"),
  },
  noTls: undefined,
  strip: false,
  folder: "work/mitm",
};

const line = (text: string, more: Partial<Extract<MitmEvent, { kind: "line" }>> = {}): MitmEvent => ({
  ...({ kind: "line", client: 1, name: "ana", direction: "to-server", text } as const),
  ...more,
});

function shown(events: readonly MitmEvent[], size: Size = { columns: 80, rows: 24 }, keys: readonly string[] = []) {
  let hasLeft = false;
  const screen = {
    size,
    changed: () => {},
    leave: () => {
      hasLeft = true;
    },
  };
  const program = mitmProgram(scene, screen);
  for (const event of events) program.add(event);
  for (const name of keys) program.happened({ kind: "key", name });
  const lines = program.frame(size).map((one) => (typeof one === "string" ? one : lineText(one)).trimEnd());
  return { lines, hasLeft: () => hasLeft };
}

describe("the attacker's screen", () => {
  test("shows both legs side by side, and what was changed in between", () => {
    const { lines } = shown([
      line("nos vemos a las ocho", { changedTo: "nos vemos a las nueve" }),
      line("luis > vale", { direction: "to-client" }),
      { kind: "left", client: 2, alert: "unknown_ca" },
    ]);
    expect(lines.slice(5, 8)).toEqual([
      "ana       nos vemos a las ocho              → nos vemos a las nueve",
      "server    luis > vale                       ← luis > vale",
      "client 2  left after seeing my certificate, before saying anything (alert",
    ]);
    expect(lines.at(-2)).toContain("2 lines read, 1 changed, 1 refused");
  });

  test("names the command for a client while nobody is there", () => {
    expect(shown([]).lines.join("\n")).toContain("lab chat localhost:12346 --tls --insecure --name ana");
  });

  const hostile = `\x1b[2J\u202e\r\n${"👩‍💻ñ€".repeat(200)}`;
  test.each([
    [20, 5],
    [40, 10],
    [80, 24],
    [200, 60],
  ])("fits into %d columns and %d rows, and lets nothing act on the terminal", (columns, rows) => {
    const events = [line(hostile), line(hostile, { direction: "to-client", name: hostile }), line("fin")];
    const { lines } = shown(events, { columns, rows });
    expect(Math.max(...lines.slice(0, rows).map(widthOf))).toBeLessThanOrEqual(columns);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test("stays with the newest line until someone looks back, and comes back to it", () => {
    const events = Array.from({ length: 100 }, (_, at) => line(`línea ${at}`));
    expect(shown(events).lines.join("\n")).toContain("línea 99");
    const back = shown(events, undefined, ["pageup"]).lines.join("\n");
    expect(back).not.toContain("línea 99");
    expect(back).toContain("newer lines below");
    expect(shown(events, undefined, ["home"]).lines.join("\n")).toContain("línea 0 ");
    expect(shown(events, undefined, ["home", "end"]).lines.join("\n")).toContain("línea 99");
  });

  test("explains its keys, and ends by q", () => {
    expect(shown([], undefined, ["?"]).lines.join("\n")).toContain("end the attack");
    expect(shown([], undefined, ["?", "escape"]).lines.join("\n")).not.toContain("end the attack");
    const small = { columns: 40, rows: 12 };
    expect(shown([], small, ["?"]).lines.join("\n")).not.toContain("end the attack");
    expect(shown([], small, ["?", "end"]).lines.join("\n")).toContain("end the attack");
    expect(shown([], undefined, ["q"]).hasLeft()).toBe(true);
  });
});

test("on a real terminal: a line is changed before one's eyes, and q leaves it as it was", async () => {
  const { cert, key } = testCertificates();
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "both", tls: { cert, key } });
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  const to = ["--to", `127.0.0.1:${server.port}`, "--port", "0", "--change", "ocho=nueve"];
  const terminal = labOnTerminal(folder, "mitm", ...to);
  onTestFinished(terminal.stop);
  await terminal.shows("No client yet.");
  const [, port] = /lab chat \S+:(\d+)/.exec((await terminal.shows("lab chat")).join("\n"))!;
  const client = await joinAs("ana", { host: "127.0.0.1", port: Number(port), tls: { insecure: true } });
  client.say("a las ocho");
  await terminal.shows("→ a las nueve");
  terminal.resize(100, 30);
  await terminal.shows("two handshakes");
  terminal.type("q");
  expect(await terminal.ended()).toBe(0);
  await client.over;
});
