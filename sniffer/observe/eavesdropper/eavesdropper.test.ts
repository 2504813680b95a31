import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { Observer } from "../observer.ts";
import { Eavesdropper, type EavesdropperFacts } from "./eavesdropper.ts";
import { NamesSeen } from "./names-seen.ts";

async function listen(name: string): Promise<EavesdropperFacts> {
  const observer = new Observer();
  const eavesdropper = new Eavesdropper();
  for await (const batch of openCaptureFile(join(fixturesFolder, name))) {
    for (const item of batch) for (const observation of observer.push(item)) eavesdropper.push(observation);
  }
  return eavesdropper.facts();
}

test("of a chat in the clear an eavesdropper has every word", async () => {
  const facts = await listen("chat-es-lf.pcap");
  expect(facts.tls).toBeUndefined();
  expect(facts.packets).toBe(16);
  expect(facts.messages).toEqual({ client: facts.linesRead - facts.messages.server, server: facts.messages.server });
  expect(facts.lines.map(({ text }) => text).join("\n")).toContain("ñ");
  expect(facts.client).toMatch(/^127\.0\.0\.1:\d+$/);
});

test("of TLS 1.3 he has addresses, times and lengths, and no word", async () => {
  const facts = await listen("fmt-pcapng-dsb.pcapng");
  expect(facts.linesRead).toBe(0);
  expect(facts.tls?.version).toBe("TLS 1.3");
  expect(facts.tls?.suite).toMatch(/^TLS_/);
  expect(facts.tls?.certificates).toEqual([]);
  expect(facts.tls?.probableCertificateBytes).toBeGreaterThan(200);
  expect(facts.messages.client).toBeGreaterThan(0);
  expect(facts.lengths.every(({ length }) => length > 16)).toBe(true);
});

test("a first line is a name once the server repeats it", () => {
  const names = new NamesSeen();
  const say = (connection: number, from: "client" | "server", text: string) => names.push({ connection, from, text });
  expect(say(0, "client", "ana")).toBe(false);
  expect(names.of(0)).toBeUndefined();
  expect(say(0, "server", "# welcome ana")).toBe(true);
  expect(names.of(0)).toBe("ana");
  say(1, "client", "luis");
  say(1, "client", "hola");
  expect(say(0, "server", "luis > hola")).toBe(true);
  expect(names.of(1)).toBe("luis");
  say(0, "server", "* luis is now called luisito");
  expect(names.of(1)).toBe("luisito");
  say(2, "client", "GET / HTTP/1.1");
  expect(names.of(2)).toBeUndefined();
});
