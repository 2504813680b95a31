import { createHash } from "node:crypto";
import net from "node:net";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { startPeer } from "../../testing/chat/peer.ts";
import { makeCertificates, testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs, type TestClient } from "../../testing/chat/test-client.ts";
import { makeKeyPair, publicKeysOf } from "../files/key-pair.ts";
import { startServer } from "../server/server.ts";
import type { LoginForm } from "./accounts.ts";
import { ClientLogin, type ClientLoginOptions } from "./client-login.ts";

const password = "caballo correcto ñ";
const servers: Record<LoginForm, AccountServer> = {} as Record<LoginForm, AccountServer>;
beforeAll(async () => {
  servers.words = await startAccountServer();
  servers.hash = await startAccountServer({ login: "hash", storage: "sha256" });
  servers.scram = await startAccountServer({ login: "scram", storage: "scram" });
  for (const server of Object.values(servers)) (await joinBy("ana", server, { register: "ana@clase.example" })).close();
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

/** Joins like `lab chat`. The questions to the user are in `asked`. */
async function joinBy(
  name: string,
  { port }: { readonly port: number },
  options: Partial<ClientLoginOptions> & { readonly typed?: string; readonly insecure?: boolean } = {},
): Promise<TestClient & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const ask = async (what: string) => {
    asked.push(what);
    return options.typed ?? password;
  };
  const login = new ClientLogin({ name, ask, tell: () => {}, warn: () => {}, ...options });
  const security = { ca: testCertificates().ca, insecure: options.insecure };
  return Object.assign(await joinAs(name, { port, tls: security, login }), { asked });
}

describe.each(["words", "hash", "scram"] as const)("a client logs in by %s", (form) => {
  test("and is asked for the password once; a wrong one is refused", async () => {
    const client = await joinBy("ana", servers[form], { form });
    expect(client.asked).toEqual(["password"]);
    await client.close();
    await expect(joinBy("ana", servers[form], { typed: "otra clave" })).rejects.toMatchObject({ code: "login-failed" });
    await expect(joinBy("nadie", servers[form])).rejects.toMatchObject({ code: "login-failed" });
  });

  test("and with no other way, if it was asked to", async () => {
    const other = form === "scram" ? "words" : "scram";
    await expect(joinBy("ana", servers[form], { form: other })).rejects.toMatchObject({ name: "LabError" });
  });
});

test("an account is made and used in one go, with the password asked for twice", async () => {
  const client = await joinBy("luis", servers.words, { register: "luis@clase.example" });
  expect(client.asked).toEqual(["password", "again"]);
  await client.close();
});

test("the keys of a new account are asked for when the server has shown that it has accounts, and reach it", async () => {
  const plain = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "tls", tls: testCertificates() });
  onTestFinished(() => plain.close());
  let asked = 0;
  const keys = async () => {
    asked += 1;
    return publicKeysOf(await makeKeyPair());
  };
  const register = "olga@clase.example";
  await expect(joinBy("olga", plain, { register, keys })).rejects.toMatchObject({ code: "no-accounts" });
  expect(asked).toBe(0);
  const client = await joinBy("olga", servers.words, { register, keys });
  expect(asked).toBe(1);
  expect(servers.words.accounts.options.files!.keysFor("ana", "olga")).toBeDefined();
  await client.close();
});

describe("a lost password, with lab chat", () => {
  const email = "marta@clase.example";
  const codeInEmail = () =>
    vi.waitUntil(
      () => /^ {4}(\S{4}-\S{4})\r$/m.exec(servers.words.emails.findLast((one) => one.includes(email)) ?? "")?.[1],
    );

  test("a wrong code and a slip in the new password are asked for again", async () => {
    await (await joinBy("marta", servers.words, { register: email })).close();
    const answers = ["AAAA-AAAA", codeInEmail, "una clave nueva", "otra clave", "una clave nueva", "una clave nueva"];
    const asked: string[] = [];
    const ask = async (what: string) => {
      asked.push(what);
      const answer = answers.shift()!;
      return typeof answer === "string" ? answer : answer();
    };
    const client = await joinBy("marta", servers.words, { recover: email, ask });
    expect(asked).toEqual(["code", "code", "new-password", "new-again", "new-password", "new-again"]);
    await client.close();
    await (await joinBy("marta", servers.words, { typed: "una clave nueva" })).close();
  });

  test("ends at once where nothing is typed, and where a password from a file is refused", async () => {
    const empty = joinBy("marta", servers.words, { recover: email, typed: "" });
    await expect(empty).rejects.toMatchObject({ name: "LabError" });
    const ask = async (what: string) => (what === "code" ? codeInEmail() : "corta");
    const short = joinBy("marta", servers.words, { recover: email, ask, isFromFile: true });
    await expect(short).rejects.toMatchObject({ code: "password-short" });
  });
});

test("with the hash alone, from the wire or from the table, anyone can log in", async () => {
  const thief = connectByHand(servers.hash.port);
  onTestFinished(() => thief.end());
  thief.type("ana");
  await thief.hears("? sha256 ");
  thief.type(createHash("sha256").update(password).digest("hex"));
  await thief.hears("# welcome ana");
  expect(servers.hash.accounts.list().map(({ password: record }) => record)).toEqual([
    `$SHA256$${createHash("sha256").update(password).digest("hex")}`,
  ]);
});

describe("an attacker in the middle of a client that does not verify", () => {
  /** Ends TLS with its own certificate, and speaks TLS to the real server. Keeps what it reads. */
  async function middle(server: AccountServer): Promise<{ port: number; readonly read: () => string }> {
    const { cert, key } = makeCertificates();
    let read = "";
    const proxy = tls.createServer({ cert, key }, (near) => {
      const far = tls.connect({ port: server.port, rejectUnauthorized: false });
      near.on("data", (bytes) => {
        read += bytes.toString();
      });
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on("error", () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void proxy.close());
    return { port: (proxy.address() as net.AddressInfo).port, read: () => read };
  }

  test("reads a password, and passes it on", async () => {
    const eve = await middle(servers.words);
    const client = await joinBy("ana", eve, { insecure: true });
    expect(eve.read()).toContain(password);
    await client.close();
  });

  test("can pass on no SCRAM proof: it is bound to the client's own channel", async () => {
    const eve = await middle(servers.scram);
    await expect(joinBy("ana", eve, { insecure: true })).rejects.toMatchObject({ code: "login-failed" });
    expect(eve.read()).toContain("p=tls-exporter,,n=ana,");
    expect(eve.read()).not.toContain(password);
  });

  test("gets no proof that is bound to nothing, and no proof for a salt without work", async () => {
    const cases: readonly (readonly string[])[] = [
      ["? SCRAM-SHA-256"],
      ["? SCRAM-SHA-256-PLUS", "? r=short,s=AAAA,i=1"],
      ["? SCRAM-SHA-256-PLUS", "# v=AAAA"],
      ["? favourite colour"],
    ];
    for (const lines of cases) {
      const { cert, key } = testCertificates();
      const heard: string[] = [];
      const server = tls.createServer({ cert, key }, (socket) => {
        let left = [...lines];
        socket
          .on("error", () => {})
          .on("data", (bytes) => {
            heard.push(bytes.toString());
            const [next, ...rest] = left;
            left = rest;
            if (next !== undefined) socket.write(`${next}\n`);
          });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const { port } = server.address() as net.AddressInfo;
      await expect(joinBy("ana", { port }), lines.join()).rejects.toMatchObject({ name: "LabError" });
      expect(heard.join("")).not.toMatch(/,p=/);
    }
  });
});

test("over TLS 1.2 there is no channel to bind to: SCRAM is refused", async () => {
  const socket = tls.connect({
    ...{ port: servers.scram.port, host: "127.0.0.1", ca: testCertificates().ca },
    ...{ servername: "localhost", maxVersion: "TLSv1.2" },
  });
  onTestFinished(() => void socket.destroy());
  socket.write("ana\n");
  const line = await new Promise((resolve) => socket.once("data", (bytes) => resolve(String(bytes))));
  expect(line).toMatch(/^! tls13-needed /);
});

test("in the clear SCRAM sends no password, and is bound to nothing", async () => {
  const server = await startAccountServer({ login: "scram", storage: "scram", allowsClear: true }, { mode: "plain" });
  onTestFinished(() => server.close());
  let sent = "";
  const login = new ClientLogin({
    name: "ana",
    register: "a@b.example",
    ask: async () => password,
    tell: () => {},
    warn: () => {},
  });
  await (await joinAs("ana", { port: server.port, host: "127.0.0.1", login })).close();
  const again = await joinAs("ana", {
    ...{ port: server.port, host: "127.0.0.1", login },
    onWire: (direction, bytes) => {
      if (direction === "sent") sent += Buffer.from(bytes).toString();
    },
  });
  expect(sent).toMatch(/^ana\nn,,n=ana,r=\S+\nc=biws,r=\S+,p=\S+\n$/);
  await again.close();
});

test.each(["nothing", "a proof, and gives none itself"])(
  "a server that asks for %s is not the one that knows the account",
  async (wants) => {
    const lines = (nonce: string) =>
      wants === "nothing" ? ["# welcome ana"] : ["? SCRAM-SHA-256", `? r=${nonce}x,s=c2FsdA==,i=4096`, "# welcome ana"];
    const server = net.createServer((socket) => {
      let count = 0;
      socket
        .on("error", () => {})
        .on("data", (line) => {
          const [, nonce = ""] = /r=(\S+)/.exec(String(line)) ?? [];
          socket.write(`${lines(nonce)[count++]}\n`);
        });
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const ask = async () => password;
    const login = new ClientLogin({ name: "ana", form: "scram", ask, tell: () => {}, warn: () => {} });
    const joining = joinAs("ana", { port: (server.address() as net.AddressInfo).port, host: "127.0.0.1", login });
    await expect(joining).rejects.toMatchObject({ name: "LabError", message: expect.stringContaining("prove") });
  },
);

const noPeers = whyNotWith("python3", "openssl");
test.skipIf(noPeers !== undefined)(
  "a second implementation, in Python, logs in by SCRAM with the channel of openssl",
  async () => {
    const script = fileURLToPath(new URL("../../testing/chat/scram-client.py", import.meta.url));
    const run = async (typed: string) => {
      const peer = startPeer("python3", [script, String(servers.scram.port), testCertificates().caFile, "ana", typed]);
      onTestFinished(() => peer.stop());
      await peer.ended();
      return peer.printed();
    };
    expect(await run(password)).toBe("server proved\nana\n");
    expect(await run("otra clave")).toMatch(/^! login-failed /);
  },
);
