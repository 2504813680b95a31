import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { AccountPeers, logIn, register } from "../../testing/chat/account-peers.ts";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import type { LinePeer } from "../../testing/chat/line-peer.ts";

const password = "la clave de antes";
const newPassword = "la clave nueva";
let server: AccountServer;
beforeAll(async () => {
  server = await startAccountServer();
  for (const name of ["ana", "luis", "eva", "pepe", "rosa", "marta"]) await register(byHand(), name, password);
});
afterAll(() => server.close());

const people = new AccountPeers("127.0.1");
afterEach(() => people.endAll());
const byHand = (port = server.port) => people.connect(port);

/** Asks for a code, and takes it from the e-mail. */
async function codeFor(peer: LinePeer, name: string, from = server): Promise<string> {
  const codes = () => from.emails.filter((text) => text.includes(`To: ${name}@`) && /^ {4}\S+\r$/m.test(text));
  const before = codes().length;
  peer.type(`/recover ${name}@clase.example`);
  await peer.hears("# if an account");
  await peer.hears("? code");
  const email = await vi.waitUntil(() => codes()[before]);
  return /^ {4}(\S+)\r$/m.exec(email)![1]!;
}

test("a code from an e-mail gives a new password, ends other connections and sends an e-mail", async () => {
  const [inside, outside] = [byHand(), byHand()];
  expect(await logIn(inside, "ana", password)).toBe("# welcome ana");
  const code = await codeFor(outside, "ana");
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
  outside.type(code.toLowerCase(), newPassword, newPassword);
  await outside.hears("? new-password");
  expect(await outside.hears("# password-changed")).toBe("# password-changed: ana");
  await inside.hears("! password-changed ");
  await inside.over;
  expect(server.emails.at(-1)).toContain("ana");
  expect(server.emails.at(-1)).not.toContain(code);
  expect(await logIn(outside, "ana", password)).toMatch(/^! login-failed /);
  expect(await logIn(outside, "ana", newPassword)).toBe("# welcome ana");
});

test("a slip in the new password does not cost the code", async () => {
  const peer = byHand();
  const code = await codeFor(peer, "ana");
  for (const [first, again, problem] of [
    ["corta", "corta", "password-short"],
    ["una clave larga", "una clave largo", "passwords-differ"],
    ["x".repeat(1025), "x".repeat(1025), "password-long"],
  ] as const) {
    if (problem === "password-short") peer.type(code);
    await peer.hears("? new-password");
    peer.type(first, again);
    await peer.hears(`! ${problem} `);
  }
  peer.type(newPassword, newPassword);
  expect(await peer.hears("# password-changed")).toBe("# password-changed: ana");
});

describe("a code is refused", () => {
  test("when it was used, and when it is another address's", async () => {
    const peer = byHand();
    const code = await codeFor(peer, "luis");
    peer.type(code, newPassword, newPassword);
    await peer.hears("# password-changed");
    peer.type("/recover luis@clase.example", code);
    await peer.hears("! code-wrong ");
    const eva = byHand();
    const evas = await codeFor(eva, "eva");
    const pepe = byHand();
    await codeFor(pepe, "pepe");
    pepe.type(evas);
    await pepe.hears("! code-wrong ");
    eva.type(evas);
    await eva.hears("? new-password");
  });

  test("after five wrong ones, also when it is right", async () => {
    const peer = byHand();
    const code = await codeFor(peer, "marta");
    const guess = () =>
      server.accounts.spendCode("marta@clase.example", Buffer.from("AAAAAAAA"), { address: "192.0.2.1" });
    for (let time = 0; time < 5; time += 1) expect((await guess())?.code).toBe("code-wrong");
    expect((await guess())?.code).toBe("too-many-tries");
    // A minute later the limit of tries is over, but not the limit of the code.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
    onTestFinished(() => clock.mockRestore());
    peer.type(code);
    await peer.hears("! code-wrong ");
  });

  test("when it is too old, and when a newer one was sent", async () => {
    const peer = byHand();
    const first = await codeFor(peer, "rosa");
    const second = await codeFor(byHand(), "rosa");
    peer.type(first);
    await peer.hears("! code-wrong ");
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 11 * 60_000);
    onTestFinished(() => clock.mockRestore());
    peer.type(second);
    await peer.hears("! code-wrong ");
  });
});

test("an address without an account gets the same lines, and no e-mail", async () => {
  const [known, unknown] = [byHand(), byHand()];
  unknown.type("/recover nadie@clase.example", "AAAA-AAAA", "");
  await unknown.hears("! code-wrong ");
  await unknown.hears("! code-wrong ");
  expect(server.emails.join("")).not.toContain("nadie@");
  known.type("/recover ana@clase.example", "AAAA-AAAA", "");
  await known.hears("! code-wrong ");
  await known.hears("! code-wrong ");
  expect(known.lines).toEqual(unknown.lines);
});

test("five e-mails a minute for an address, and for the one who asks", async () => {
  const peer = byHand();
  for (const name of ["a1", "a2", "a3", "a4", "a5"]) {
    peer.type(`/recover ${name}@clase.example`, "");
    await peer.hears("! code-wrong ");
  }
  peer.type("/recover a6@clase.example");
  await peer.hears("! too-many-tries ");
});

test("an e-mail that cannot be sent is the operator's to know, and changes nothing for the one who asks", async () => {
  const send = () => Promise.reject(new Error("no: 550"));
  const broken = await startAccountServer({ send });
  onTestFinished(() => broken.close());
  await register(byHand(broken.port), "ana", password);
  const peer = byHand(broken.port);
  peer.type("/recover ana@clase.example");
  await peer.hears("? code");
  const failed = { kind: "email-failed", email: "ana@clase.example", why: "no: 550" };
  await vi.waitUntil(() =>
    broken.events.some((event) => event.kind === "account" && event.event.kind === "email-failed"),
  );
  expect(broken.events).toContainEqual({ kind: "account", event: failed });
});

test("weak codes have four digits and no limit, and lie in the table in the clear: all of them can be tried", async () => {
  const weak = await startAccountServer({ recovery: "weak" }, { rules: { linesPerSecond: Number.POSITIVE_INFINITY } });
  onTestFinished(() => weak.close());
  await register(byHand(weak.port), "ana", password);
  const code = await codeFor(byHand(weak.port), "ana", weak);
  expect(code).toMatch(/^\d{4}$/);
  const thief = byHand(weak.port);
  thief.type("/recover ana@clase.example");
  await thief.hears("? code");
  const guesses = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, "0"));
  thief.type(...guesses);
  await thief.hears("? new-password");
  // Guesses in one piece with the request: the code exists before the first of them is read.
  const from = { address: "127.0.0.250" };
  weak.accounts.askForCode("ana@clase.example", from);
  let right = 0;
  for (const guess of guesses)
    if ((await weak.accounts.spendCode("ana@clase.example", Buffer.from(guess), from)) === undefined) right += 1;
  expect(right).toBe(1);
});
