import { expect, onTestFinished, test } from "vitest";
import { LabError } from "../../terminal/lab-error.ts";
import { until } from "../../testing/chat/peer.ts";
import { makeCertificates, testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { CertificateRefused } from "./client-errors.ts";
import { ChatSession, type SessionEvent } from "./session.ts";

async function serve(port: number, tls = testCertificates()): Promise<RunningServer> {
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port,
    mode: "both",
    tls,
    rules: { linesPerSecond: Number.POSITIVE_INFINITY },
  });
  onTestFinished(() => server.close());
  return server;
}

function sessionOf(port: number, start: "plain" | "tls") {
  const events: SessionEvent[] = [];
  const listeners = new Set<() => void>();
  const session = new ChatSession({
    ...{ host: "127.0.0.1", port, name: "ana", start, tls: { ca: testCertificates().ca } },
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
  });
  onTestFinished(() => session.close());
  const happens = (kind: SessionEvent["kind"]) =>
    until(
      () => events.find((event) => event.kind === kind),
      listeners,
      () => `${kind}, happened: ${events.map((event) => event.kind)}`,
    );
  return { session, events, happens };
}

test("a lost connection is tried again, and a certificate that is refused then ends the session", async () => {
  const first = await serve(0);
  const { session, events, happens } = sessionOf(first.port, "tls");
  await session.start();
  await first.close();
  expect(await happens("lost")).toMatchObject({ retryIn: 1000 });
  expect(session.say("hola")).toBe(false);
  // Another server is there, with a CA of the same name.
  const impostor = await serve(first.port, makeCertificates());
  expect(await happens("over")).toMatchObject({ error: expect.any(CertificateRefused) });
  expect(events.filter(({ kind }) => kind === "lost")).toHaveLength(1);
  expect(impostor.stats().linesReceived).toBe(0);
});

test("a client whose seat passes to a connection that is not its own says so and does not come back", async () => {
  const { port } = await serve(0);
  const { session, happens } = sessionOf(port, "plain");
  await session.start();
  // The line of an attacker in the middle.
  const thief = await joinAs("ana", {
    ...{ port, host: "127.0.0.1", tls: { insecure: true } },
    onMoveWord: (word) => session.say(`/move ${word}`),
  });
  expect(thief.name).toBe("ana");
  expect(await happens("over")).toMatchObject({ error: expect.any(LabError) });
});

test("a client that the operator has kicked does not come back by itself", async () => {
  const server = await serve(0);
  const { session, events, happens } = sessionOf(server.port, "plain");
  await session.start();
  server.kick("ana");
  expect(await happens("over")).toMatchObject({ error: expect.any(LabError) });
  expect(events.filter(({ kind }) => kind === "lost")).toEqual([]);
});

test("the key that changes the mode counts as soon as the new connection is shown, and a double press is one", async () => {
  const { port } = await serve(0);
  const { session, events } = sessionOf(port, "plain");
  await session.start();
  const modes = () => events.flatMap((event) => (event.kind === "connected" ? [event.client.protection.kind] : []));
  const moved = Promise.all([session.toggle(), session.toggle()]);
  await expect.poll(modes).toEqual(["plain", "tls"]);
  await Promise.all([moved, session.toggle()]);
  await expect.poll(modes).toEqual(["plain", "tls", "plain"]);
});

test("moving to TLS and back loses nothing of what people say meanwhile, either way", async () => {
  const { port } = await serve(0);
  const { session, events } = sessionOf(port, "plain");
  await session.start();
  const luis = await joinAs("luis", { port, host: "127.0.0.1" });
  let said = 0;
  const talking = setInterval(() => luis.say(String(said++)), 1);
  const own = Array.from({ length: 30 }, (_, index) => `mine ${index}`);
  for (let time = 0; time < 6; time += 1) {
    const moved = session.toggle();
    for (const line of own.slice(5 * time, 5 * time + 5)) {
      session.say(line);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await moved;
  }
  clearInterval(talking);
  session.say("ya");
  await luis.hears("ana > ya");
  luis.say("fin");
  const heard = () =>
    events.flatMap((event) =>
      event.kind === "delivery" && event.delivery.kind === "message" ? [event.delivery.text] : [],
    );
  await expect.poll(() => heard()).toContain("fin");
  expect(heard()).toEqual([...Array.from({ length: said }, (_, index) => String(index)), "fin"]);
  expect(luis.lines.filter((line) => line.includes("mine"))).toEqual(own.map((line) => `ana > ${line}`));
  expect(luis.lines.filter((line) => line.includes("left"))).toEqual([]);
});
