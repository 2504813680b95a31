import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect, createSecureContext, TLSSocket, type TlsOptions } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { ofKind } from "../../testing/sniffer/observe.ts";
import { framesOfRecords, heard, observeWithKeys, rsaCertificate } from "../../testing/sniffer/opened.ts";
import { type RecordedTls, recordTls, saysHello } from "../../testing/sniffer/recorded-tls.ts";
import {
  resumedHandshake,
  resumedKeyLog,
  simpleHandshake,
  simpleKeyLog,
  tracedData,
} from "../../testing/sniffer/rfc8448.ts";
import type { Frame } from "../capture/frame.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import type { Observation } from "./observation.ts";

const data = { client: "hola, servidor\n", server: "¡hola, clienta!\n" };
const traced = Buffer.from(tracedData).toString();
let rsa: { key: string; cert: string };
beforeAll(() => {
  rsa = rsaCertificate();
});

/** Options with which Node also speaks old and weak TLS. */
function weak(ciphers: string, version: "TLSv1" | "TLSv1.1" | "TLSv1.2" = "TLSv1.2"): TlsOptions {
  return { ciphers: `${ciphers}:@SECLEVEL=0`, minVersion: version, maxVersion: version };
}

async function recorded(options: TlsOptions): Promise<RecordedTls> {
  return recordTls({ ...rsa, ...options }, options as object);
}

describe("the traces of RFC 8448", () => {
  test("section 3, a simple handshake: every record opens, byte for byte", () => {
    const observations = observeWithKeys(framesOfRecords(simpleHandshake), { keyLog: simpleKeyLog });
    expect(
      ofKind(observations, "tls-message").map(({ message, opened }) => `${message}${opened ? " opened" : ""}`),
    ).toEqual([
      "client_hello",
      "server_hello",
      "encrypted_extensions opened",
      "certificate opened",
      "certificate_verify opened",
      "finished opened",
      "finished opened",
      "new_session_ticket opened",
    ]);
    expect(ofKind(observations, "tls-alert").map(({ description, opened }) => [description, opened])).toEqual([
      ["close_notify", true],
      ["close_notify", true],
    ]);
    expect(ofKind(observations, "tls-record").filter(({ closed }) => closed)).toEqual([]);
    expect(heard(framesOfRecords(simpleHandshake), { keyLog: simpleKeyLog })[0]!.data).toEqual({
      client: traced,
      server: traced,
    });
  });

  test("section 4, a resumed handshake with early data", () => {
    const [all] = heard(framesOfRecords(resumedHandshake), { keyLog: resumedKeyLog });
    expect(all).toMatchObject({ data: { client: `ABCDEF${traced}`, server: traced }, reasons: [] });
  });

  test("section 4 without the early secret: the early data stay closed and say so, all else opens", () => {
    const keyLog = resumedKeyLog.replace(/^CLIENT_EARLY.*\n/m, "");
    const [all] = heard(framesOfRecords(resumedHandshake), { keyLog });
    expect(all).toMatchObject({ data: { client: traced, server: traced }, reasons: [{ reason: "no-early-secret" }] });
  });
});

test("authentication after the handshake: every message opens, in the order that tshark gives", async () => {
  const { frames, keyLog } = await fixture("tls13-post-handshake-auth");
  const messages = ofKind(observeWithKeys(frames, { keyLog }), "tls-message").filter(({ packet }) => packet > 10);
  expect(messages.map(({ packet, message }) => `${packet} ${message}`)).toEqual([
    "12 certificate_request",
    "13 certificate",
    "13 certificate_verify",
    "13 finished",
    "14 new_session_ticket",
    "15 new_session_ticket",
  ]);
  const [all] = heard(frames, { keyLog });
  expect(all).toMatchObject({
    data: { client: "antes y despues\n", server: "hola del servidor\n" },
    reasons: [],
  });
});

test("SSL 3.0 between Java programs: RC4 with MD5, and AES-CBC, as tshark opens them", async () => {
  const { frames, keyLog } = await fixture("ssl3-java");
  const data = { client: "hola desde 1996\nadios\n", server: "eco: hola desde 1996\neco: adios\n" };
  expect(heard(frames, { keyLog })).toMatchObject([
    { data, reasons: [] },
    { data, reasons: [] },
  ]);
});

/** A stored capture and its key log. */
async function fixture(name: string): Promise<{ frames: Frame[]; keyLog: string }> {
  const items = await itemsOf(openCaptureFile(join(fixturesFolder, `${name}.pcap`)));
  const keyLog = readFileSync(join(fixturesFolder, `${name}.keylog`), "latin1");
  return { frames: items.filter((item): item is Frame => item.kind === "frame"), keyLog };
}

test("TLS inside TLS: both open, and what is inside both is two deep", async () => {
  let innerKeyLog = "";
  const { frames, keyLog } = await recordTls({ ...rsa }, {}, [
    async (client, server) => {
      const innerServer = new TLSSocket(server, { isServer: true, secureContext: createSecureContext(rsa) });
      const innerClient = connect({ socket: client, rejectUnauthorized: false });
      innerClient.on("keylog", (line: Buffer) => {
        innerKeyLog += line.toString();
      });
      await once(innerClient, "secureConnect");
      await saysHello(innerClient, innerServer);
    },
  ]);
  const texts = (log: string) =>
    ofKind(observeWithKeys(frames, { keyLog: log }), "text").map(({ text, depth }) => [depth, text]);
  expect(texts(keyLog + innerKeyLog)).toEqual([
    [2, "hola, servidor"],
    [2, "¡hola, clienta!"],
  ]);
  expect(texts(keyLog)).toEqual([]);
  expect(texts(innerKeyLog)).toEqual([]);
});

describe("the server's private key", () => {
  test.each([
    ["TLSv1", "AES128-SHA"],
    ["TLSv1.1", "AES256-SHA"],
    ["TLSv1.2", "AES128-GCM-SHA256"],
    ["TLSv1.2", "AES256-GCM-SHA384"],
    ["TLSv1.2", "AES256-SHA256"],
    ["TLSv1.2", "CAMELLIA128-SHA"],
    ["TLSv1.2", "ARIA128-GCM-SHA256"],
    ["TLSv1.2", "AES128-CCM8"],
  ] as const)("%s with %s, RSA key exchange: it opens everything, as the key log does", async (version, cipher) => {
    const { frames, keyLog } = await recorded(weak(cipher, version));
    expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [], origins: ["key-log"] }]);
    expect(heard(frames, { privateKeys: [rsa.key] })).toMatchObject([{ data, reasons: [], origins: ["private-key"] }]);
  });

  test("of another server opens nothing, and says so", async () => {
    const { frames } = await recorded(weak("AES128-SHA"));
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    expect(heard(frames, { privateKeys: [String(other)] })).toMatchObject([
      { data: { client: "", server: "" }, reasons: [{ reason: "other-private-key" }] },
    ]);
  });

  test.each([
    ["TLSv1.2", /^TLS_ECDHE/],
    ["TLSv1.3", /^TLS_AES/],
  ] as const)("does not open %s with Diffie-Hellman: forward secrecy", async (maxVersion, suite) => {
    const { frames } = await recorded({ maxVersion });
    const [all] = heard(frames, { privateKeys: [rsa.key] });
    expect(all).toMatchObject({ data: { client: "", server: "" }, reasons: [{ reason: "forward-secrecy" }] });
    expect(all!.reasons[0]!.suite).toMatch(suite);
  });
});

describe("a pre-shared key", () => {
  const psk = Buffer.from("00112233445566778899aabbccddeeff", "hex");
  const withPsk = async (cipher: string) => {
    const options = weak(cipher);
    const server = { ...rsa, ...options, dhparam: "auto", pskCallback: () => psk };
    const client = { ...options, pskCallback: () => ({ psk, identity: "ana" }), checkServerIdentity: () => undefined };
    return recordTls(server as TlsOptions, client as object);
  };

  test.each(["PSK-AES128-GCM-SHA256", "PSK-AES128-CBC-SHA", "RSA-PSK-AES128-GCM-SHA256"])(
    "opens %s",
    async (cipher) => {
      const { frames, keyLog } = await withPsk(cipher);
      expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }]);
      // The right one is found among several.
      const psks = [Buffer.from("aa", "hex"), psk];
      expect(heard(frames, { psks, privateKeys: [rsa.key] })).toMatchObject([{ data, reasons: [] }]);
      expect(heard(frames, { psks: [psks[0]!], privateKeys: [rsa.key] })).toMatchObject([
        { reasons: [{ reason: "not-authentic" }] },
      ]);
    },
  );

  test("is not enough where Diffie-Hellman takes part; the key log is", async () => {
    const { frames, keyLog } = await withPsk("DHE-PSK-AES128-GCM-SHA256");
    expect(heard(frames, { psks: [psk] })).toMatchObject([{ reasons: [{ reason: "forward-secrecy" }] }]);
    expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }]);
  });
});

describe("a session that continues an earlier one", () => {
  const three = [saysHello, saysHello, saysHello];
  const firstLine = (keyLog: string) => `${keyLog.split("\n")[0]}\n`;

  test("TLS 1.2 with a ticket: the first session's line opens all that follow", async () => {
    const options = { maxVersion: "TLSv1.2", ciphers: "AES128-SHA" } as const;
    const { frames, keyLog } = await recordTls({ ...rsa, ...options }, options, three, { resume: true });
    const opened = { data, reasons: [] };
    expect(heard(frames, { keyLog })).toMatchObject([opened, opened, opened]);
    expect(heard(frames, { keyLog: firstLine(keyLog) })).toMatchObject([
      { ...opened, origins: ["key-log"] },
      { ...opened, origins: ["resumed key-log"] },
      { ...opened, origins: ["resumed key-log"] },
    ]);
    expect(heard(frames, { privateKeys: [rsa.key] })).toMatchObject([opened, opened, opened]);
    // Without the first connection, the secret cannot be known.
    const later = frames.filter((frame) => !isOfPort(frame, 40_000));
    expect(heard(later, { keyLog: firstLine(keyLog) })).toMatchObject([
      { reasons: [{ reason: "resumed" }] },
      { reasons: [{ reason: "resumed" }] },
    ]);
  });

  test("one connection alone is opened as it is among all: the handshakes of the others are read", async () => {
    const options = { maxVersion: "TLSv1.2", ciphers: "AES128-SHA" } as const;
    const { frames, keyLog } = await recordTls({ ...rsa, ...options }, options, three, { resume: true });
    const ofThird = (observations: readonly Observation[]) =>
      observations.filter((one) => "connection" in one && one.connection === 2 && one.kind !== "problem");
    const all = ofThird(observeWithKeys(frames, { keyLog: firstLine(keyLog) }));
    expect(ofThird(observeWithKeys(frames, { keyLog: firstLine(keyLog) }, { only: 2 }))).toEqual(all);
    expect(all.some((one) => one.kind === "text" && one.opened)).toBe(true);
  });

  test("TLS 1.3: each has lines of its own", async () => {
    const { frames, keyLog } = await recordTls({ ...rsa }, {}, three, { resume: true });
    expect(heard(frames, { keyLog })).toMatchObject([{ data, reasons: [] }, { data }, { data }]);
    const first = keyLog.split("\n").slice(0, 5).join("\n");
    expect(heard(frames, { keyLog: first })).toMatchObject([
      { data, reasons: [] },
      { reasons: [{ reason: "no-line" }] },
      {},
    ]);
  });
});

describe("what stays closed says why", () => {
  let tls12: RecordedTls;
  let tls13: RecordedTls;
  beforeAll(async () => {
    tls12 = await recorded({ maxVersion: "TLSv1.2" });
    tls13 = await recorded({});
  });
  const reasons = (frames: readonly Frame[], keys: Parameters<typeof heard>[1]) => heard(frames, keys)[0]!.reasons;
  const nothing = { client: "", server: "" };

  test("no-keys: neither key log nor anything else that could help", async () => {
    const { frames } = await recorded(weak("AES128-SHA"));
    expect(reasons(frames, { psks: [Uint8Array.of(1)] })).toEqual([{ reason: "no-keys" }]);
  });

  test("no-line: the key log is of another run", () => {
    expect(reasons(tls13.frames, { keyLog: simpleKeyLog })).toEqual([{ reason: "no-line", random: randomOf(tls13) }]);
    expect(reasons(tls12.frames, { keyLog: tls13.keyLog })).toEqual([{ reason: "no-line", random: randomOf(tls12) }]);
    expect(reasons(tls12.frames, { keyLog: "" })).toEqual([{ reason: "no-line", random: randomOf(tls12) }]);
  });

  test("only-tls12-lines: written by a program that knows no TLS 1.3", () => {
    expect(reasons(tls13.frames, { keyLog: tls12.keyLog })).toEqual([{ reason: "only-tls12-lines" }]);
  });

  test("no-such-secret: handshake keys, and no traffic keys; and the other way round", () => {
    const without = (label: RegExp) =>
      tls13.keyLog
        .split("\n")
        .filter((line) => !label.test(line))
        .join("\n");
    const handshakeOnly = heard(tls13.frames, { keyLog: without(/^(CLIENT|SERVER)_TRAFFIC/) })[0]!;
    expect(handshakeOnly.data).toEqual(nothing);
    expect(handshakeOnly.reasons.map(({ reason, label }) => `${reason} ${label}`).sort()).toEqual([
      "no-such-secret CLIENT_TRAFFIC_SECRET_0",
      "no-such-secret SERVER_TRAFFIC_SECRET_0",
    ]);
    const trafficOnly = heard(tls13.frames, { keyLog: without(/_HANDSHAKE_/) })[0]!;
    expect(trafficOnly.data).toEqual(data);
    expect(trafficOnly.reasons.map(({ reason }) => reason)).toEqual(["no-such-secret", "no-such-secret"]);
  });

  test("no-handshake: the capture began later", () => {
    for (const { frames, keyLog } of [tls12, tls13]) {
      expect(reasons(frames.slice(6), { keyLog })).toEqual([{ reason: "no-handshake" }]);
    }
  });

  test("damaged-line: the line of this connection is cut, or its random is", () => {
    const damaged = { reason: "damaged-line", source: "keys.log", line: 1 };
    expect(reasons(tls12.frames, { keyLog: tls12.keyLog.slice(0, 130) })).toEqual([damaged]);
    expect(reasons(tls12.frames, { keyLog: tls12.keyLog.slice(0, 40) })).toEqual([damaged]);
    const short = tls13.keyLog.replace(/^((?:CLIENT|SERVER)_\S+ \S+ \S{64})\S+/gm, "$1");
    expect(reasons(tls13.frames, { keyLog: short })[0]).toMatchObject({ reason: "damaged-line" });
  });

  test("not-available: a cipher that is not here, by its name", () => {
    // The ServerHello of the recording, changed to SEED, which OpenSSL 3 lacks.
    const seed = Buffer.from([0x00, 0x96]);
    const frames = tls12.frames.map((frame) => replaced(frame, suiteOf(tls12), seed));
    expect(reasons(frames, { keyLog: tls12.keyLog })).toEqual([
      { reason: "not-available", suite: "TLS_RSA_WITH_SEED_CBC_SHA" },
    ]);
  });

  test("not-authentic: one byte was changed; the others open. Or the secret is another one; none opens", () => {
    for (const { frames, keyLog } of [tls12, tls13]) {
      const at = frames.findLastIndex(({ bytes }) => bytes.length > 54 + 20 && bytes[54] === 23);
      const changed = frames.map((frame, index) => (index === at ? flipped(frame) : frame));
      const [all] = heard(changed, { keyLog });
      expect(all!.reasons).toEqual([{ reason: "not-authentic", others: true }]);
      const other = keyLog.replace(/[0-9a-f]{8}$/gm, "00000000");
      expect(heard(frames, { keyLog: other })[0]).toMatchObject({
        data: nothing,
        reasons: [{ reason: "not-authentic" }],
      });
    }
  });

  test("lost-bytes: a part of the record is missing; those behind it open", () => {
    for (const { frames, keyLog } of [tls12, tls13]) {
      const at = frames.findIndex(({ bytes }) => bytes.length > 54 + 20 && bytes[54] === 23 && bytes.length < 200);
      const cut = frames.map((frame, index) =>
        index === at ? { ...frame, bytes: frame.bytes.subarray(0, 70) } : frame,
      );
      const [all] = heard(cut, { keyLog });
      expect(all!.reasons).toEqual([{ reason: "lost-bytes" }]);
      expect(all!.data.client + all!.data.server).not.toBe("");
    }
  });
});

describe("after lost packets", () => {
  const lines = 12;
  const chatter = async (options: TlsOptions) =>
    recordTls({ ...rsa, ...options }, options as object, [
      async (client, server) => {
        server.resume();
        for (let line = 0; line < lines; line++) {
          client.write(`línea ${line}\n`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        client.end();
        server.end();
        client.resume();
      },
    ]);

  test.each<[string, TlsOptions, number]>([
    ["TLS 1.3", {}, 0],
    ["TLS 1.2 with GCM", { maxVersion: "TLSv1.2" }, 0],
    ["TLS 1.2 with CBC", weak("AES128-SHA"), 0],
    // Each record's IV is the end of the one before: the first record after the gap has none. It is empty: OpenSSL
    // writes TLS 1.0 so.
    ["TLS 1.0 with CBC", weak("AES128-SHA", "TLSv1"), 1],
  ])("%s: the records behind the gap open again", async (_, options, closed) => {
    const { frames, keyLog } = await chatter(options);
    let before = "";
    const lost = ofKind(observeWithKeys(frames, { keyLog }), "tls-record").flatMap((record) => {
      if (record.from !== "client" || record.innerContentType !== "application_data") return [];
      const line = before.split("\n").length - 1;
      before += Buffer.from(record.plaintext!).toString("latin1");
      return line >= 3 && line < 6 ? [record.packet] : [];
    });
    expect(lost.length).toBeGreaterThanOrEqual(3);
    const [all] = heard(
      frames.filter(({ number }) => !lost.includes(number)),
      { keyLog },
    );
    const lineNumber = (number: number) => `línea ${number}\n`;
    expect(all!.data.client).toBe([0, 1, 2, 6, 7, 8, 9, 10, 11].map(lineNumber).join(""));
    expect(all!.reasons).toEqual(closed === 0 ? [] : [{ reason: "lost-bytes" }]);
  });

  test("keys that come late open what comes after them", async () => {
    for (const options of [{}, { maxVersion: "TLSv1.2" } as const]) {
      const { frames, keyLog } = await chatter(options);
      const { Observer } = await import("./observer.ts");
      const { Secrets } = await import("../wire/tls/open/secrets.ts");
      const secrets = new Secrets();
      secrets.hasKeyLog = true;
      const observer = new Observer({ secrets });
      const texts: string[] = [];
      for (const [index, frame] of frames.entries()) {
        if (index === frames.length - 8) observer.push({ kind: "secrets", keyLog });
        for (const one of observer.push(frame)) if (one.kind === "text") texts.push(one.text);
      }
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.at(-1)).toBe(`línea ${lines - 1}`);
      expect(texts[0]).not.toBe("línea 0");
    }
  });
});

test("nothing of a record is observed that did not authenticate, wherever a bit is flipped", async () => {
  const { frames, keyLog } = await recorded({});
  const at = frames.findLastIndex(({ bytes }) => bytes[54] === 23 && bytes.length > 54 + 30);
  const { bytes } = frames[at]!;
  for (let byte = 59; byte < bytes.length; byte++) {
    const changed = Uint8Array.from(bytes);
    changed[byte]! ^= 1 << (byte % 8);
    const observed = observeWithKeys(
      frames.map((frame, index) => (index === at ? { ...frame, bytes: changed } : frame)),
      { keyLog },
    );
    expect(ofKind(observed, "text").filter(({ packet }) => packet === at + 1)).toEqual([]);
    expect(ofKind(observed, "tls-record").filter(({ packet, opened }) => packet === at + 1 && opened)).toEqual([]);
  }
});

test("what someone without the key sees is the same with the keys and without them", async () => {
  const { withoutKey } = await import("./inside.ts");
  const { observe } = await import("../../testing/sniffer/observe.ts");
  for (const options of [{}, { maxVersion: "TLSv1.2" } as const]) {
    const { frames, keyLog } = await recorded(options);
    const seen = observeWithKeys(frames, { keyLog }).flatMap((one) => (one.kind === "summary" ? [] : withoutKey(one)));
    const kinds = (list: readonly { kind: string }[]) =>
      list
        .map(
          (one) => `${one.kind} ${"message" in one ? one.message : ""}${"description" in one ? one.description : ""}`,
        )
        .sort();
    const plain = observe(frames, { keepBytes: true }).filter(({ kind }) => kind !== "summary");
    expect(kinds(seen)).toEqual(kinds(plain));
  }
});

function isOfPort({ bytes }: Frame, port: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return view.getUint16(34) === port || view.getUint16(36) === port;
}

function randomOf({ frames }: RecordedTls): string {
  const hello = frames.find(({ bytes }) => bytes[54] === 22)!.bytes;
  return Buffer.from(hello.subarray(54 + 11, 54 + 43)).toString("hex");
}

/** The two bytes of the suite in the ServerHello, with what is before them. */
function suiteOf({ frames }: RecordedTls): number {
  const at = frames.findIndex(({ bytes }) => bytes[54] === 22 && bytes[59] === 2);
  const { bytes } = frames[at]!;
  return at * 65536 + 54 + 44 + bytes[54 + 43]!;
}

function replaced(frame: Frame, place: number, suite: Buffer): Frame {
  if (frame.number - 1 !== Math.floor(place / 65536)) return frame;
  const bytes = Uint8Array.from(frame.bytes);
  bytes.set(suite, place % 65536);
  return { ...frame, bytes };
}

function flipped(frame: Frame): Frame {
  const bytes = Uint8Array.from(frame.bytes);
  bytes[bytes.length - 20]! ^= 1;
  return { ...frame, bytes };
}
