import { describe, expect, it, onTestFinished } from "vitest";
import { labOnTerminal } from "../../testing/chat/terminal.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const folder = lastingFolder();

const [f2, f3, again] = ["\x1bOQ", "\x1bOR", "\x1b[A\r"];

async function playground(...options: readonly string[]) {
  const live = labOnTerminal(folder, "live", "--mitm", "--change", "ocho=nueve", ...options);
  onTestFinished(live.stop);
  await live.shows("mallory: not there");
  return live;
}

describe.skipIf(!mayCapture)("the attacker in the playground (needs the right to capture)", () => {
  it("one key puts it in: words arrive changed; a client that verifies leaves, and comes back when it is out", async () => {
    const live = await playground();
    live.type("a las ocho\r");
    await live.shows("luis reads: ana > a las ocho");
    live.type(f3);
    await live.shows("mallory: in the middle");
    await live.shows("luis reads: * ana joined");
    live.type(again);
    await live.shows("luis reads: ana > a las nueve");
    await live.shows('mallory: ana → server  "a las ocho" changed to "a las nueve"');
    live.type(f2);
    await live.shows("mallory: ana saw my certificate and left (unknown_ca)");
    live.type(f3);
    await live.shows("mallory: not there");
    await live.shows("luis reads: * ana joined");
    live.type(f2);
    await live.shows("NOT ONE WORD");
    live.type(again);
    await live.shows("luis reads: ana > a las ocho");
    live.type("\x03");
    expect(await live.ended()).toBe(0);
  });

  it("reads TLS of a client that accepts every certificate", async () => {
    const live = await playground("--insecure");
    live.type(f3);
    await live.shows("luis reads: * ana joined");
    live.type(f2);
    await live.shows("OVER TLS 1.3");
    await live.shows("luis is now speaking over TLS");
    live.type("a las ocho\r");
    await live.shows("luis reads: ana > a las nueve");
    // On the wire the words are encrypted, but the attacker still reads them.
    await live.shows("NOT ONE WORD. mallory: ALL");
    live.type("\x03");
    expect(await live.ended()).toBe(0);
  });
});
