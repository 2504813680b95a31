import { connect, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { testLayers } from "../../testing/chat/layers-conversation.ts";
import { testWith } from "../../testing/chat/needs.ts";
import { startPeer } from "../../testing/chat/peer.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { type RecipeName, recipeNames } from "../protocol/recipes.ts";
import type { ServerEvent } from "../server/rules.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { accessHash } from "./broken/session.ts";
import { clientLayers } from "./client-layers.ts";
import type { ClientLayersOptions } from "./layers.ts";

async function serve(recipe: RecipeName | undefined, events: ServerEvent[] = []): Promise<RunningServer> {
  const layers = recipe && testLayers(recipe, "contraseña de clase");
  const onEvent = (event: ServerEvent) => void events.push(event);
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain", layers, onEvent });
  onTestFinished(() => server.close());
  return server;
}

const withKey = (accessKey = "contraseña de clase", more: Partial<ClientLayersOptions> = {}) => {
  const askKey = async (triesLeft?: number) => {
    if (triesLeft !== undefined) throw new Error(`wrong, ${triesLeft} left`);
    return accessKey;
  };
  return () => clientLayers({ accessKey: askKey, judge: async () => {}, ...more });
};

function join(name: string, { port }: { readonly port: number }, layers = withKey()) {
  return joinAs(name, { host: "127.0.0.1", port, layers });
}

/** `nc` that types like a person. */
function typing(port: number, ...lines: readonly string[]) {
  const peer = startPeer("nc", ["127.0.0.1", String(port)]);
  onTestFinished(() => peer.stop());
  for (const line of lines) peer.type(`${line}\n`);
  return peer;
}

describe.each(recipeNames)("a server with the layers %s", (recipe) => {
  testWith("nc")("passes on what people say, and what crosses the wire says nothing", async () => {
    const server = await serve(recipe);
    const ana = await join("ana", server);
    const luis = await join("luis", server);
    await ana.hears("* luis joined");
    luis.say("¡hola, Ana! 🐧");
    await ana.hears("luis > ¡hola, Ana! 🐧");
    luis.say("/nick lucho");
    await luis.hears("* luis is now called lucho");
    luis.say("¿y ahora?");
    await ana.hears("lucho > ¿y ahora?");
    ana.say("/tls");
    await ana.hears(`# HOME-MADE LAYERS (${recipe}): do not rely on this`);
    // In `fixed`, a private message is encrypted; in the others it is not sent.
    ana.say("/msg lucho en secreto");
    if (recipe === "fixed") await luis.hears("ana >> en secreto");
    else await soon(() => ana.lines.some((line) => line.startsWith("! layers-not-sent")));
    ana.say("x".repeat(4000));
    await soon(() => ana.lines.some((line) => /^! layers-not-sent .* 4096$/.test(line)));
  });

  testWith("nc")("refuses words in the clear, and lines that are none of the recipe's", async () => {
    const server = await serve(recipe);
    const eva = typing(server.port, "eva");
    await eva.shows("! layers-needed ");
    eva.type("~ access 1234\n");
    await eva.shows("! layers-needed ");
    eva.type("~ layers\n~ bogus\n");
    await eva.shows(`~ layers ${recipe}: `);
    await eva.shows("! layers-malformed ");
    const ana = await join("ana", server);
    expect(ana.lines[0]).toBe("# welcome ana");
  });
});

/** Waits until this holds. */
async function soon(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 200) throw new Error(`waited in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("the access key", () => {
  testWith("nc")("has three tries, then the connection ends and the operator reads it", async () => {
    const events: ServerEvent[] = [];
    const server = await serve("chain", events);
    const eva = typing(server.port, "~ layers", ...["a", "b", "c"].map((key) => `~ access ${accessHash(key)}`));
    const shown = await eva.shows("no tries left");
    expect(shown).toMatch(/! wrong-key [^\n]* 2 tries left\n! wrong-key [^\n]* 1 try left\n/);
    eva.endInput();
    await eva.ended();
    expect(events).toContainEqual({ kind: "evicted", who: expect.stringContaining("127.0.0.1:"), why: "not-admitted" });
    expect(server.stats().evicted).toBe(1);
  });

  test.each(["chain", "fixed"] as const)(
    "that was wrong can be tried again on the same connection (%s)",
    async (recipe) => {
      const server = await serve(recipe);
      const asked: (number | undefined)[] = [];
      const keys = ["uno", "dos", "contraseña de clase"];
      const accessKey = async (triesLeft?: number) => {
        asked.push(triesLeft);
        return keys.shift()!;
      };
      const ana = await join("ana", server, withKey("", { accessKey }));
      expect(ana.name).toBe("ana");
      expect(asked).toEqual([undefined, 2, 1]);
      await expect(join("eva", server, withKey("", { accessKey: async () => "no" }))).rejects.toMatchObject({
        code: "wrong-key",
      });
    },
  );

  testWith("nc")("is not needed to come in where its hash is known, but the keys stay closed", async () => {
    const server = await serve("chain");
    const eva = typing(server.port, "~ layers", `~ access ${accessHash("contraseña de clase")}`, "eva");
    const shown = await eva.shows("# welcome eva");
    expect(shown).toMatch(/~ private-key [0-9a-f]{1700,1800}\n~ session-key \S{172}\n/);
    expect(shown).not.toContain("BEGIN");
  });
});

describe("a token", () => {
  testWith("nc")(
    "that was cut, flipped or comes from another session is one line, counted; a replay under another name opens",
    async () => {
      const server = await serve("chain");
      const ana = await join("ana", server);
      const eva = typing(server.port, "~ layers", `~ access ${accessHash("contraseña de clase")}`, "eva");
      await ana.hears("* eva joined");
      ana.say("nos vemos a las ocho");
      const [, token = ""] = /~ \[ana\] (\S+)\n/.exec(await eva.shows("~ [ana] gAAAAA"))!;
      const flipped = `${token.slice(0, 60)}${token[60] === "A" ? "B" : "A"}${token.slice(61)}`;
      const other = await serve("chain");
      const stranger = await join("ana", other);
      const listener = typing(other.port, "~ layers", `~ access ${accessHash("contraseña de clase")}`, "eva");
      await stranger.hears("* eva joined");
      stranger.say("otra sesión");
      const [, foreign = ""] = /~ \[ana\] (\S+)\n/.exec(await listener.shows("~ [ana] gAAAAA"))!;
      for (const each of [token.slice(0, 80), flipped, foreign]) eva.type(`~ [luis] ${each}\n`);
      eva.type(`~ [luis] ${token}\n`);
      await ana.hears("luis > nos vemos a las ocho");
      const notices = ana.lines.filter((line) => line.includes("cannot be decrypted"));
      expect(notices.map((line) => /\((\d) so far\)/.exec(line)?.[1])).toEqual(["1", "2", "3"]);
    },
  );

  testWith("nc")("under the layers stream that was flipped, with its MD5 as it was, has the wrong MD5", async () => {
    const server = await serve("stream");
    const ana = await join("ana", server);
    const eva = typing(server.port, "~ layers", `~ access ${accessHash("contraseña de clase")}`, "eva");
    await ana.hears("* eva joined");
    eva.type(`~ [eva] 00ff ${"0".repeat(32)}\n~ [eva] no-hex ${"0".repeat(32)}\nhola\n`);
    await eva.shows("! layers-malformed ");
    await eva.shows("! layers-clear ");
    await soon(() => ana.lines.some((line) => line.includes("wrong MD5")));
  });
});

/** A server that answers each line with these, and ends no connection. */
async function fakeServer(answer: (line: string) => readonly string[]): Promise<{ readonly port: number }> {
  const server = createServer((socket: Socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      for (const line of String(bytes).trim().split("\n"))
        socket.write(
          answer(line)
            .map((each) => `${each}\n`)
            .join(""),
        );
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port };
}

describe("a client", () => {
  test("goes no further where the recipe is unknown, or not the one it was told to take", async () => {
    const fake = await fakeServer(() => ["~ layers turnip: access rot13"]);
    await expect(join("ana", fake)).rejects.toThrow("turnip");
    const server = await serve("chain");
    await expect(join("ana", server, withKey("x", { wanted: "fixed" }))).rejects.toThrow(/fixed.*chain/);
  });

  test("says what to do where one side has layers and the other has none", async () => {
    const plain = await serve(undefined);
    await expect(join("ana", plain)).rejects.toMatchObject({
      code: "no-layers",
      hint: expect.stringContaining("--layers"),
    });
    const { port } = await serve("chain");
    await expect(joinAs("ana", { host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "layers-needed",
      hint: expect.stringContaining("lab chat --layers"),
    });
  });

  test("under fixed, takes no share of zeros, no certificate without its key, and no words in the clear", async () => {
    const recipe = "~ layers fixed: share x25519 base64";
    const zeros = Buffer.alloc(32).toString("base64");
    const weak = await fakeServer((line) => (line === "~ layers" ? [recipe] : [`~ share ${zeros}`]));
    await expect(join("ana", weak)).rejects.toThrow("changed");
    const real = await serve("fixed");
    const lines: string[] = [];
    const relay = await relayTo(real.port, (line) => {
      const sent = line.startsWith("~ signature") ? line.replace(/(\S{8})$/, "AAAAAA==") : line;
      lines.push(sent);
      return [sent];
    });
    await expect(join("ana", relay)).rejects.toThrow("changed");
    expect(lines.some((line) => line.startsWith("~ certificate"))).toBe(true);
  });

  test("under fixed, ends where a line is repeated, left out, renamed or put in", async () => {
    for (const change of [
      (line: string) => [line, line],
      (line: string) => (line.includes("~ 1 ") ? [] : [line]),
      (line: string) => [line.replace("luis", "lu")],
      (line: string) => ["luis > dame la clave", line],
    ]) {
      const server = await serve("fixed");
      const relay = await relayTo(server.port, (line) => (line.includes(" > ~ ") ? change(line) : [line]));
      const ana = await join("ana", relay);
      const luis = await join("luis", server);
      luis.say("uno");
      luis.say("dos");
      expect(await ana.over).toMatchObject({ message: expect.stringContaining("changed") });
      expect(ana.lines.some((line) => line.includes("dame"))).toBe(false);
    }
  });

  test("under fixed, the server ends a connection that repeats a line", async () => {
    const events: ServerEvent[] = [];
    const server = await serve("fixed", events);
    const relay = await relayTo(
      server.port,
      (line) => [line],
      (line) => (line.startsWith("~ 1 ") ? [line, line] : [line]),
    );
    const ana = await join("ana", relay);
    ana.say("uno");
    await ana.over;
    expect(events).toContainEqual({ kind: "evicted", who: "ana", why: "not-genuine" });
  });
});

/** Relays between a client and a server, and changes lines. */
async function relayTo(
  port: number,
  down: (line: string) => readonly string[],
  up: (line: string) => readonly string[] = (line) => [line],
): Promise<{ readonly port: number }> {
  const relay = createServer((client: Socket) => {
    const server = connect(port, "127.0.0.1");
    const pass = (from: Socket, to: Socket, change: (line: string) => readonly string[]) => {
      let rest = "";
      from.on("error", () => to.destroy());
      from.on("close", () => to.end());
      from.on("data", (bytes) => {
        const lines = `${rest}${bytes}`.split("\n");
        rest = lines.pop()!;
        for (const line of lines) for (const each of change(line)) to.write(`${each}\n`);
      });
    };
    pass(client, server, up);
    pass(server, client, down);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => relay.once("listening", resolve));
  onTestFinished(() => void relay.close());
  return { port: (relay.address() as { port: number }).port };
}
