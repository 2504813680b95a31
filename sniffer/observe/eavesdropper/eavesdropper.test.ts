import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import type { Observation } from "../observation.ts";
import { Observer } from "../observer.ts";
import { Eavesdropper, type Overheard } from "./eavesdropper.ts";
import { factsOf } from "./facts.ts";
import { NamesSeen } from "./names-seen.ts";
import { PhasedEavesdropper } from "./phases.ts";

async function observed(name: string): Promise<readonly Observation[]> {
  const observer = new Observer();
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(join(fixturesFolder, name))) {
    for (const item of batch) observations.push(...observer.push(item));
  }
  return [...observations, ...observer.end()];
}

function listened(observations: readonly Observation[]): Overheard {
  const eavesdropper = new Eavesdropper();
  for (const observation of observations) eavesdropper.push(observation);
  return eavesdropper.overheard();
}

/** The facts by their name: how much is known. */
const known = (overheard: Overheard) =>
  Object.fromEntries(factsOf(overheard).map(({ about, knowledge }) => [about, knowledge]));

test("of a chat in the clear an eavesdropper has every word", async () => {
  const overheard = listened(await observed("chat-es-lf.pcap"));
  expect(overheard).toMatchObject({ tls: undefined, packets: 16, lineCount: 5, clearCount: 5, recordCount: 0 });
  expect(overheard.lastLines.map(({ text }) => text).join("\n")).toContain("ñ");
  expect(overheard.connections[0]?.client.address).toBe("127.0.0.1");
  expect(known(overheard)).toMatchObject({ words: "readable", version: "absent", addresses: "readable" });
});

test("of TLS 1.3 an eavesdropper has addresses, times and lengths, and no word", async () => {
  const overheard = listened(await observed("fmt-pcapng-dsb.pcapng"));
  expect(overheard).toMatchObject({ lineCount: 0, recordLengths: "padded" });
  expect(overheard.tls).toMatchObject({
    versions: ["TLS 1.3"],
    suites: [expect.stringMatching(/^TLS_/)],
    certificates: [],
  });
  expect(overheard.tls?.probableCertificates[0]).toBeGreaterThan(200);
  expect(overheard.lastLengths.every(({ length }) => length > 16)).toBe(true);
  expect(known(overheard)).toMatchObject({
    words: "hidden",
    certificate: "hidden",
    version: "readable",
    began: "readable",
  });
});

test("each observation makes messages certain, and a close_notify is none", async () => {
  const eavesdropper = new Eavesdropper();
  const sent = (await observed("fmt-pcapng-dsb.pcapng")).flatMap((observation) => eavesdropper.push(observation));
  const lengths = sent.flatMap((one) => (one.kind === "hidden" ? [one.part.length] : []));
  expect(lengths).toEqual([32, 46, 40, 29]);
  expect(sent.filter((one) => one.kind === "protocol" && one.part.length === 19)).toHaveLength(2);
});

test("a conversation before and since the change to TLS is heard in two parts", async () => {
  const phased = new PhasedEavesdropper();
  const plain = await observed("compare-plain.pcap");
  const later = (await observed("compare-tls13.pcap")).map((one) =>
    "connection" in one && one.connection !== undefined ? { ...one, connection: one.connection + 10 } : one,
  );
  for (const observation of [...plain, ...later]) phased.push(observation);
  expect(known(phased.plain.overheard())).toMatchObject({ words: "readable", password: "readable", version: "absent" });
  expect(known(phased.tls.overheard())).toMatchObject({ words: "hidden", password: "hidden", version: "readable" });
  expect(phased.tls.overheard().packets).toBe(listened(await observed("compare-tls13.pcap")).packets);
});

test("a connection that begins in the clear and goes on over TLS is in both parts", async () => {
  const phased = new PhasedEavesdropper();
  for (const observation of await observed("starttls-smtp-12.pcap")) phased.push(observation);
  expect(known(phased.plain.overheard())).toMatchObject({ words: "readable", version: "absent" });
  expect(known(phased.tls.overheard())).toMatchObject({ words: "hidden", version: "readable" });
});

test("a time that no calendar has is shown as unknown", () => {
  const eavesdropper = new Eavesdropper();
  for (const seconds of [-1e15, 9e15])
    eavesdropper.push({
      kind: "packet",
      number: 1,
      time: { seconds, nanoseconds: 0 },
      protocol: "UDP",
      length: 60,
      captured: 60,
    });
  expect(factsOf(eavesdropper.overheard()).find(({ about }) => about === "began")?.found).toMatch(/^\? UTC/);
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
