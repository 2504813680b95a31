import { expect, onTestFinished, test } from "vitest";
import { widthOf } from "../../terminal/columns.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import type { Member } from "../server/room.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { operate } from "./console.ts";
import { rosterLines } from "./roster.ts";

async function serve(...names: string[]): Promise<RunningServer> {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
  onTestFinished(() => server.close());
  for (const name of names) await joinAs(name, { port: server.port, host: "127.0.0.1" });
  return server;
}

function shown(line: string, server: RunningServer): readonly string[] {
  return operate(line, { server, width: 80, openFor: 0 }).lines.map(lineText);
}

function member(name: string, kind: "plain" | "tls"): Member {
  const protection = kind === "plain" ? ({ kind } as const) : { kind, version: "TLS 1.3", cipher: "x" };
  return { id: 1, name, protection, endpoint: { address: "192.0.2.7", port: 1 }, since: 0, messages: 0 };
}

test("the console understands its words in Spanish, with a slash, and in capitals", async () => {
  const server = await serve("ana");
  for (const word of ["list", "usuarios", "/users", "LISTA"]) {
    expect(shown(word, server)).toEqual(["1 here: 1 in the clear, 0 over TLS", "PLAIN ana"]);
  }
  expect(shown("ayuda", server)).toEqual(shown("help", server));
  expect(shown("modo", server)).toEqual(["new connections speak: in the clear"]);
  expect(operate("salir", { server, width: 80, openFor: 0 }).exit).toBe(true);
});

test("someone is kicked by the exact name only, and a name that looks like it is proposed", async () => {
  const server = await serve("luis");
  expect(shown("kick LUlS", server)).toEqual(["nobody here is called LUlS. Did you mean luis?"]);
  expect(server.members()).toHaveLength(1);
  expect(shown("echar luis", server)).toEqual([]);
  expect(server.members()).toHaveLength(0);
});

test("an address is banned and let in again; this machine is not banned by mistake", async () => {
  const server = await serve("ana");
  expect(shown("ban ana", server)[0]).toContain("127.0.0.1 is this machine");
  expect(shown("ban 192.0.2.66", server)[0]).toContain("192.0.2.66 is banned");
  expect(shown("ban", server)).toEqual(["banned: 192.0.2.66"]);
  expect(shown("unban 192.0.2.66", server)[0]).toContain("may connect again");
  expect(shown("unban 192.0.2.66", server)[0]).toContain("is not banned");
});

test.each(["", " ", "sudo", "kick", "mode x", "list \x1b[2J", "ban \x1b]0;x", "unban x", "say", "__proto__"])(
  "%j gives clean lines and never throws",
  async (line) => {
    for (const text of shown(line, await serve())) expect(text).not.toMatch(/\p{Cc}/u);
  },
);

test("30 names with their tags fit on a terminal of 80 by 24, also the longest, also wide ones", () => {
  const names = Array.from({ length: 30 }, (_, index) => `${index}`.padStart(2, "0"));
  for (const padding of ["", "x".repeat(18), "漢".repeat(9)]) {
    const members = names.map((name, index) => member(name + padding, index % 3 === 0 ? "tls" : "plain"));
    const lines = rosterLines(members, 80).map(lineText);
    expect(lines[0]).toBe("30 here: 20 in the clear, 10 over TLS");
    expect(lines.length).toBeLessThan(23);
    for (const line of lines) expect(widthOf(line)).toBeLessThan(80);
    for (const name of names) expect(lines.join("\n")).toContain(` ${name}`);
  }
  expect(rosterLines([member("ana", "tls")], 10).map(lineText)[1]).toBe(" TLS  ana");
});
