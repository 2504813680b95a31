import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AccountPeers, logIn, register } from "../../testing/chat/account-peers.ts";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { makeKeyPair, publicKeysOf } from "../files/key-pair.ts";

const password = "caballo correcto";
let server: AccountServer;

beforeAll(async () => {
  server = await startAccountServer();
  await register(byHand(), "ana", password);
});
afterAll(() => server.close());

const people = new AccountPeers("127.0.0");
afterEach(() => people.endAll());
const byHand = (port = server.port, plain = false) => people.connect(port, { plain });

describe("someone with an account", () => {
  test("logs in, keeps the name, and is in the room like anyone", async () => {
    await register(byHand(), "luis", "otra clave larga");
    const [ana, luis] = [byHand(), byHand()];
    expect(await logIn(ana, "ana", password)).toBe("# welcome ana");
    expect(await logIn(luis, "luis", "otra clave larga")).toBe("# welcome luis");
    luis.type("hola");
    await ana.hears("luis > hola");
    ana.type("/nick operadora2");
    await ana.hears("! name-of-account");
    const twice = byHand();
    expect(await logIn(twice, "ana", password)).toMatch(/^! name-taken /);
  });

  test("may type everything at once, without waiting for a question", async () => {
    const peer = byHand();
    peer.type(
      "eva",
      "no tiene cuenta",
      "ana2",
      "clave",
      "/register eva eva@clase.example",
      password,
      password,
      "eva",
      password,
      "hola",
      "/quit",
    );
    await peer.hears("! login-failed");
    await peer.hears("! login-failed");
    await peer.hears("# registered: eva");
    await peer.hears("# welcome eva");
    await peer.hears("# goodbye");
    await peer.over;
  });
});

describe("someone without", () => {
  test("gets the same answer for an unknown name and a wrong password", async () => {
    const peer = byHand();
    const unknown = await logIn(peer, "nadie", password);
    expect(await logIn(peer, "ana", "otra clave")).toBe(unknown);
    expect(unknown).toMatch(/^! login-failed /);
  });

  test("has five tries a minute from one address, and five for one account", async () => {
    const peer = byHand();
    for (const name of ["x1", "x2", "x3", "x4", "x5"]) expect(await logIn(peer, name, "x")).toMatch(/^! login-failed /);
    expect(await logIn(peer, "ana", password)).toMatch(/^! too-many-tries /);
    await register(byHand(), "pepe", password);
    for (let time = 0; time < 5; time += 1) expect(await logIn(byHand(), "pepe", "x")).toMatch(/^! login-failed /);
    expect(await logIn(byHand(), "pepe", password)).toMatch(/^! too-many-tries /);
    const heldUp = { kind: "held-up", name: expect.any(String), address: expect.any(String) };
    expect(server.events).toContainEqual({ kind: "account", event: heldUp });
  });

  test("never gets in by /seat, /move or a chat line", async () => {
    const peer = byHand();
    for (const [line, code] of [
      ["/seat nadie", "no-such-name"],
      ["/move abcdefgh", "register-first"],
      ["/msg ana hola", "register-first"],
      ["", "name-empty"],
      ["hola a todos", "name-spaces"],
    ] as const) {
      peer.type(line);
      expect(await peer.hears("")).toMatch(new RegExp(`^! ${code} `));
    }
  });
});

test("one address that keeps the server busy costs the others nothing", async () => {
  const slow = { log2N: 14, iterations: 4096 };
  const busy = await startAccountServer({ allowsClear: true, cost: slow }, { mode: "plain" });
  onTestFinished(() => busy.close());
  await register(byHand(busy.port, true), "ana", password);
  const attacker = { plain: true, localAddress: "127.6.6.6" };
  const storm = Array.from({ length: 60 }, () => connectByHand(busy.port, attacker));
  onTestFinished(() => {
    for (const one of storm) one.end();
  });
  for (const [number, one] of storm.entries()) one.type(`/register eva${number} eva@x.example`, password);
  await Promise.all(storm.map((one) => one.hears("? again")));
  for (const one of storm) one.type(password);
  await Promise.any(storm.map((one) => one.hears("! busy ")));
  expect(await logIn(byHand(busy.port, true), "ana", password)).toBe("# welcome ana");
});

describe("registering", () => {
  test.each([
    ["/register", "account-incomplete"],
    ["/register ana", "account-incomplete"],
    ["/register ana ana@clase.example clave", "account-incomplete"],
    ["/register ana ana@clase.example", "name-taken"],
    ["/register ANA ana@clase.example", "name-taken"],
    ["/register profesor p@clase.example", "name-reserved"],
    ["/register nueva nueva@clase.example,eva@clase.example", "email-shape"],
    ['/register nueva "nueva"@clase.example', "email-shape"],
    ["/register nueva ñ@clase.example", "email-shape"],
  ])("%s is refused with %s", async (line, code) => {
    const peer = byHand();
    peer.type(line);
    expect(await peer.hears("")).toMatch(new RegExp(`^! ${code} `));
  });

  test.each([
    ["1 character", "x", "x", "password-short"],
    ["7 characters of 2 bytes", "ñññññññ", "ñññññññ", "password-short"],
    ["1,025 bytes", "x".repeat(1025), "x".repeat(1025), "password-long"],
    ["another one the second time", "una clave larga", "una clave largo", "passwords-differ"],
    ["a longer one the second time", "una clave larga", "una clave largas", "passwords-differ"],
  ])("a password of %s is refused, and nothing is kept", async (_, first, again, code) => {
    const peer = byHand();
    peer.type("/register nueva nueva@clase.example");
    await peer.hears("? password");
    peer.type(first);
    await peer.hears("? again");
    peer.type(again);
    await peer.hears(`! ${code} `);
    expect(server.accounts.list().some(({ name }) => name === "nueva")).toBe(false);
  });

  test("a password of 10,000 characters is a line that is too long; the question stays open", async () => {
    const peer = byHand();
    peer.type("/register larga larga@clase.example");
    await peer.hears("? password");
    peer.type("x".repeat(10_000));
    await peer.hears("! line-too-long ");
    peer.type(password, password);
    await peer.hears("# registered: larga");
  });

  test("with the public half of someone's keys gives them to the server; what is no such half is refused", async () => {
    const keys = await publicKeysOf(await makeKeyPair());
    const halves = `${keys.recipient} ${keys.verifying}`;
    const peer = byHand();
    for (const odd of [keys.recipient, `${halves} x`, `${keys.recipient} ../..`, halves.toUpperCase()]) {
      peer.type(`/register llaves llaves@clase.example ${odd}`);
      await peer.hears("! account-incomplete ");
    }
    peer.type(`/register llaves llaves@clase.example ${halves}`, password, password);
    await peer.hears("# registered: llaves");
    expect(server.accounts.options.files!.keysFor("ana", "llaves")).toMatchObject(keys);
  });

  test("any bytes may be a password, and are compared as bytes", async () => {
    const peer = byHand();
    await register(peer, "bytes", "contraseña 🐧 \u0007");
    expect(await logIn(peer, "bytes", "contrasena 🐧 \u0007")).toMatch(/^! login-failed /);
    expect(await logIn(peer, "bytes", "contraseña 🐧 \u0007")).toBe("# welcome bytes");
  });
});

describe("secrets", () => {
  test("are never asked for in the clear where the server also speaks TLS", async () => {
    const both = await startAccountServer({}, { mode: "both" });
    onTestFinished(() => both.close());
    const peer = byHand(both.port, true);
    for (const line of ["ana", "/register ana ana@clase.example", "/recover ana@clase.example"]) {
      peer.type(line);
      expect(await peer.hears("")).toMatch(/^! secret-in-the-clear /);
    }
  });

  test("are in the clear on a plain server, typed with nc", async () => {
    const plain = await startAccountServer({ allowsClear: true }, { mode: "plain" });
    onTestFinished(() => plain.close());
    const peer = byHand(plain.port, true);
    await register(peer, "ana", password);
    expect(await logIn(peer, "ana", password)).toBe("# welcome ana");
  });
});

const noPython = whyNotWith("python3", "sqlite3");
test.skipIf(noPython !== undefined)("sqlite3 opens the table, and Python's scrypt finds the same hash", () => {
  const file = join(server.folder, "accounts.db");
  expect([statSync(file).mode & 0o777, statSync(server.folder).mode & 0o777]).toEqual([0o600, 0o700]);
  const row = String(execFileSync("sqlite3", [file, "SELECT password FROM accounts WHERE name = 'ana'"]));
  const script = `
import base64, hashlib, sys
_, kind, costs, salt, wanted = sys.argv[1].strip().split("$")
cost = dict(part.split("=") for part in costs.split(","))
raw = lambda text: base64.b64decode(text + "=" * (-len(text) % 4))
found = hashlib.scrypt(sys.argv[2].encode(), salt=raw(salt), n=2 ** int(cost["ln"]), r=int(cost["r"]), p=int(cost["p"]), dklen=32, maxmem=2**28)
print(kind, found == raw(wanted))`;
  expect(String(execFileSync("python3", ["-c", script, row, password]))).toBe("scrypt True\n");
  expect(String(execFileSync("sqlite3", [file, ".dump"]))).not.toContain(password);
});
