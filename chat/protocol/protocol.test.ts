import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { testWith } from "../../testing/chat/needs.ts";
import { type Peer, startPeer } from "../../testing/chat/peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { startServer } from "../server/server.ts";
import { deliveryLine, linesOfChunk, readClientLine, readDelivery } from "./protocol.ts";
import { texts } from "./texts.ts";

const pageOf = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8");
const page = pageOf("chat-protocol");
const examples = [...page.matchAll(/```example\n(.*?)```/gs)].map((match) => match[1]!.trim().split("\n"));

test("the protocol page has examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test("the protocol page, with those of accounts and files, lists every code of a refusal", () => {
  const pages = page + pageOf("accounts") + pageOf("files");
  for (const code of Object.keys(texts.refusals)) expect(pages).toContain(`\`${code}\``);
});

/** An example's line on the wire, with the server's word for a move instead of the page's. */
interface ExampleWord {
  readonly onPage: string;
  readonly real: string;
}

for (const [index, lines] of examples.entries()) {
  testWith("nc")(`example ${index + 1} of the protocol page is what nc and openssl see`, async () => {
    const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "both", tls: testCertificates() });
    onTestFinished(() => server.close());
    const peers = new Map<string, { peer: Peer; heard: string }>();
    let word: ExampleWord = { onPage: "", real: "" };
    for (const line of lines) {
      const [, who, direction, onPage] = /^(\S+)\s+([→←]) (.*)$/u.exec(line)!;
      if (!peers.has(who!)) {
        const openssl = `exec openssl s_client -quiet -connect localhost:${server.port} 2>/dev/null`;
        const peer = who!.endsWith("/tls")
          ? startPeer("sh", ["-c", openssl])
          : startPeer("nc", ["127.0.0.1", String(server.port)]);
        onTestFinished(() => peer.stop());
        peers.set(who!, { peer, heard: "" });
      }
      const seat = peers.get(who!)!;
      if (onPage!.startsWith("# word: ")) {
        const [, real = ""] = /# word: (\w+)\n/.exec(await seat.peer.shows("# word: "))!;
        word = { onPage: onPage!.slice("# word: ".length), real };
      }
      const text = word.onPage === "" ? onPage! : onPage!.replaceAll(word.onPage, word.real);
      if (direction === "→") seat.peer.type(`${text}\n`);
      else {
        seat.heard += `${text}\n`;
        // Exactly this and nothing else, in this order.
        expect((await seat.peer.shows(seat.heard)).slice(0, seat.heard.length)).toBe(seat.heard);
      }
    }
    for (const { peer, heard } of peers.values()) expect(peer.printed()).toBe(heard);
  });
}

test.each([
  [deliveryLine.message("ana", "a > b"), { kind: "message", from: "ana", text: "a > b" }],
  [deliveryLine.private("ana", "psst"), { kind: "private", from: "ana", text: "psst" }],
  [deliveryLine.action("ana", "saluda"), { kind: "action", from: "ana", text: "saluda" }],
  [deliveryLine.joined("ana"), { kind: "joined", name: "ana" }],
  [deliveryLine.left("ana"), { kind: "left", name: "ana" }],
  [deliveryLine.renamed("ana", "eva"), { kind: "renamed", from: "ana", to: "eva" }],
  [deliveryLine.welcome("ana"), { kind: "welcome", name: "ana" }],
  [deliveryLine.users(["ana", "eva"]), { kind: "users", names: ["ana", "eva"] }],
  [deliveryLine.moveWord("k7m2q9xa"), { kind: "move-word", word: "k7m2q9xa" }],
  [deliveryLine.moved, { kind: "moved" }],
  [deliveryLine.notice("hola > a"), { kind: "notice", text: "hola > a" }],
  [deliveryLine.answer("welcome to all"), { kind: "answer", text: "welcome to all" }],
  [
    deliveryLine.refusal({ code: "name-taken", text: "no > no" }),
    { kind: "refusal", code: "name-taken", text: "no > no" },
  ],
  ["! No code", { kind: "refusal", code: "", text: "No code" }],
  ["no form at all", { kind: "notice", text: "no form at all" }],
])("%s is read back as what it was", (line, delivery) => {
  expect(readDelivery(line)).toEqual(delivery);
});

test.each([
  ["hola", { kind: "message", text: "hola" }],
  ["ana > hola", { kind: "message", text: "hola" }],
  ["luis > hola", { kind: "message", text: "luis > hola" }],
  ["ana > /users", { kind: "users" }],
  ["!usuarios", { kind: "users" }],
  ["!qué bien!", { kind: "message", text: "!qué bien!" }],
  ["/SALIR ", { kind: "quit" }],
  ["  ", { kind: "nothing" }],
  ["/msg luis  hola  a ti", { kind: "private", to: "luis", text: "hola  a ti" }],
  ["/msg luis", { kind: "incomplete", command: "msg" }],
  ["/", { kind: "unknown", command: "/" }],
  ["/constructor", { kind: "unknown", command: "/constructor" }],
  ["//", { kind: "unknown", command: "//" }],
])("%s from ana is understood", (line, understood) => {
  expect(readClientLine(line, "ana")).toEqual(understood);
});

test.each([
  ["zoe", undefined, ["zoe"]],
  ["zoezoe > hola", undefined, ["zoe", "hola"]],
  ["zoezoe > holazoe > adiós", undefined, ["zoe", "hola", "adiós"]],
  ["zoe > holazoe > adiós", "zoe", ["hola", "adiós"]],
  ["zoe > ", "zoe", []],
  ["hola", "zoe", ["hola"]],
])("the chunk %s means its lines", (chunk, name, lines) => {
  expect(linesOfChunk(chunk, name)).toEqual(lines);
});
