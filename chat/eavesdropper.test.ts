import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { whyNotWith } from "../testing/chat/needs.ts";
import { startPeer } from "../testing/chat/peer.ts";
import { testCertificates } from "../testing/chat/test-certificates.ts";
import { joinAs } from "../testing/chat/test-client.ts";
import { ChatSession, type SessionEvent } from "./client/session.ts";
import { startServer } from "./server/server.ts";

const eavesdropper = fileURLToPath(new URL("../testing/chat/eavesdropper.py", import.meta.url));
const whyNot =
  whyNotWith("python3") ??
  (process.getuid?.() === 0 && process.platform === "linux" ? undefined : "needs root on Linux");
test.skipIf(whyNot !== undefined)(
  `an eavesdropper who hears every word races for the seat 10 times and never gets it${whyNot === undefined ? "" : ` (skipped: ${whyNot})`}`,
  async () => {
    const { port } = await serve();
    const thief = startPeer("python3", [eavesdropper, String(port)]);
    onTestFinished(() => thief.stop());
    await thief.shows("listening");
    const luis = await joinAs("luis", { port });
    for (let round = 0; round < 10; round += 1) {
      const name = `ana${round}`;
      const events: SessionEvent[] = [];
      const session = new ChatSession({
        ...{ host: "localhost", port, name, start: "plain", tls: { ca: testCertificates().ca } },
        onEvent: (event) => events.push(event),
      });
      onTestFinished(() => session.close());
      await session.start();
      await luis.hears(`* mallory-${round}-1 joined`);
      await session.toggle();
      session.say("over TLS");
      await luis.hears(`${name} > over TLS`);
      await session.toggle();
      session.say("in the clear");
      await luis.hears(`${name} > in the clear`);
      const spoken = events.flatMap((event) => (event.kind === "connected" ? [event.client.protection.kind] : []));
      expect([spoken, events.filter(({ kind }) => kind === "not-moved")]).toEqual([["plain", "tls", "plain"], []]);
      await session.close();
    }
    thief.endInput();
    const report = await thief.shows("]\n");
    expect(report).toContain("seats []");
    const [, words, tries] = /words (\d+) tries (\d+)/.exec(report)!.map(Number);
    // At least the words of the victims: one on the way to TLS, one on the way back. It gets its own too.
    expect(words).toBeGreaterThanOrEqual(20);
    expect(tries).toBeGreaterThan(100);
    expect(luis.lines.filter((line) => /^mallory.*(?:over TLS|in the clear)$/.test(line))).toEqual([]);
  },
  60_000,
);

async function serve() {
  const server = await startServer({
    ...{ hosts: ["127.0.0.1", "::1"], port: 0, mode: "both" },
    tls: testCertificates(),
    rules: { linesPerSecond: Number.POSITIVE_INFINITY },
  });
  onTestFinished(() => server.close());
  return server;
}
