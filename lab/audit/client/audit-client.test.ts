import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { testWith } from "../../../testing/chat/needs.ts";
import { lastingFolder } from "../../../testing/test-folders.ts";
import { auditClient } from "./audit-client.ts";
import { clientExplanations } from "./client-explanations.ts";
import { runClient } from "./run-client.ts";
import { codeOf, shownCases } from "./shown-cases.ts";
import { clientTexts } from "./texts.ts";

const folder = lastingFolder();

async function codesOf(command: string): Promise<readonly string[]> {
  const { findings } = await auditClient({
    ...{ port: 0, folder, tell: () => {}, stop: new AbortController().signal },
    begin: (place) => runClient(command, place),
  });
  return findings.map(({ code }) => code).sort();
}

test("every finding has its five parts, and the line that fixes it for each system", () => {
  for (const [code, { title, means, attacker, fix, source }] of Object.entries(clientExplanations)) {
    for (const part of [title, means, attacker, fix.lab, fix.node, fix.python, fix.nginx])
      expect(part.length, code).toBeGreaterThan(10);
    expect(source, code).toMatch(/RFC \d+/);
  }
});

testWith("openssl")("openssl that verifies accepts only a name that it takes from the common name", async () => {
  const verifies = "-verify_return_error -verify_hostname localhost -servername localhost";
  const command = `echo hola | openssl s_client -connect 127.0.0.1:$LAB_PORT -CAfile "$LAB_CA" ${verifies}`;
  expect(await codesOf(`${command} -cipher DEFAULT:@SECLEVEL=2`)).toEqual(["accepts-no-san"]);
});

testWith("python3")("a Python client with its checks switched off accepts everything", async () => {
  const program = [
    "import os, socket, ssl",
    "c = ssl._create_unverified_context(); c.set_ciphers('DEFAULT:@SECLEVEL=0')",
    "s = c.wrap_socket(socket.create_connection(('127.0.0.1', int(os.environ['LAB_PORT']))))",
    "s.sendall(b'ana\\\\n')",
  ].join("; ");
  const all = shownCases.map(({ name }) => codeOf(name)).filter((code) => code !== "refuses-good");
  expect(await codesOf(`python3 -c "${program}"`)).toEqual(all.sort());
});

testWith("python3")("a Python client with its checks on, not for the common name, accepts nothing broken", async () => {
  const program = [
    "import os, socket, ssl",
    "c = ssl.create_default_context(cafile=os.environ['LAB_CA']); c.hostname_checks_common_name = False; c.set_ciphers('DEFAULT:@SECLEVEL=2')",
    "s = c.wrap_socket(socket.create_connection(('127.0.0.1', int(os.environ['LAB_PORT']))), server_hostname='localhost')",
    "s.sendall(b'ana\\\\n')",
  ].join("; ");
  expect(await codesOf(`python3 -c "${program}"`)).toEqual([]);
});

test("what begins no handshake is no client, and garbage says nothing about a certificate", async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const { facts } = await auditClient({
    ...{ port: 0, folder, stop: stop.signal, tell: (line: string) => told.push(line) },
    begin: ({ port }) => {
      const send = (bytes: string | Buffer, done: () => void) => {
        const socket = connect(port, "127.0.0.1", () => socket.end(bytes)).resume();
        socket.on("error", () => {}).on("close", done);
      };
      const [halfHello, noHello] = ["16030100800100007c0303", "160301000401000000"].map((hex) =>
        Buffer.from(hex, "hex"),
      );
      send("hola\n", () => send(halfHello!, () => send(noHello!, () => stop.abort())));
      return undefined;
    },
  });
  expect(told).toEqual([]);
  expect(new Set(facts.map(({ value }) => value)).size).toBe(1);
});

testWith("openssl")("beside 1,000 connections that say nothing, the client has its verdict", async () => {
  const stop = new AbortController();
  const silent: Socket[] = [];
  const { facts } = await auditClient({
    ...{ port: 0, folder, tell: () => stop.abort(), stop: stop.signal },
    begin: async (place) => {
      const closed = Array.from({ length: 1_000 }, () => {
        const socket = connect(place.port, "127.0.0.1").resume();
        silent.push(socket.on("error", () => {}));
        return new Promise((resolve) => socket.once("close", resolve));
      });
      await Promise.all(closed.slice(0, 500)); // Many are closed, so that others have room.
      const trust = '-CAfile "$LAB_CA" -verify_return_error -verify_hostname localhost';
      await runClient(`echo hola | openssl s_client -connect 127.0.0.1:$LAB_PORT ${trust}`, place);
    },
  });
  for (const socket of silent) socket.destroy();
  expect(facts.map(({ value }) => value)).toEqual([
    clientTexts.did({ did: "speaks", said: "" }),
    ...facts.slice(1).map(() => clientTexts.did(undefined)),
  ]);
});

test("what was not tried is said", async () => {
  const stop = new AbortController();
  stop.abort();
  const report = await auditClient({ port: 0, folder, tell: () => {}, stop: stop.signal, begin: () => undefined });
  expect(report.findings).toEqual([]);
  expect(report.facts.every(({ value }) => value === report.facts[0]!.value)).toBe(true);
});
