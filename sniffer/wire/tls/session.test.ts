import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contentType, protocolVersion } from "./names.ts";
import { cipherSuite } from "./registry/iana-names.ts";
import { type Phase, type SessionEvent, TlsSession, transitions } from "./session.ts";

const page = new URL("../../../docs/tls-session.md", import.meta.url);
const drawn = /(<!-- transitions: begin -->\n).*?(<!-- transitions: end -->)/s;

test("docs/tls-session.md draws the table of transitions", () => {
  const text = readFileSync(page, "utf8");
  const updated = text.replace(drawn, (_, begin: string, end: string) => `${begin}\n${diagram()}\n${end}`);
  if (process.env.LAB_UPDATE_DOCS === "1") writeFileSync(page, updated);
  else expect(text).toBe(updated);
});

/** The table as a Mermaid state diagram: https://mermaid.js.org/syntax/stateDiagram.html. */
function diagram(): string {
  const arrows = (Object.keys(transitions) as Phase[]).flatMap((from) => {
    const events = Object.entries(transitions[from]) as [SessionEvent, Phase][];
    const targets = [...new Set(events.map(([, to]) => to))];
    return targets.map((to) => {
      const labels = events.filter(([, target]) => target === to).map(([event]) => event);
      return `    ${from} --> ${to}: ${labels.join(", ")}`;
    });
  });
  const starts = ["    [*] --> negotiating: seen from the beginning", "    [*] --> midstream: seen from the middle"];
  return ["```mermaid", "stateDiagram-v2", ...starts, ...arrows, "```", ""].join("\n");
}

describe("which records are encrypted", () => {
  const { alert, application_data, change_cipher_spec, handshake } = contentType;
  /** Whether handshake, alert and application_data of this side are. */
  const encrypted = (session: TlsSession, side: 0 | 1) =>
    [handshake, alert, application_data].map((type) => session.isEncrypted(side, type, type === alert ? 2 : 100));

  test("before the ServerHello, none but application data", () => {
    const session = new TlsSession(false);
    expect(encrypted(session, 0)).toEqual([false, false, true]);
  });

  test("up to TLS 1.2, each side's after its change_cipher_spec", () => {
    const session = new TlsSession(false);
    session.on("server_hello_12");
    session.changeCipher(0);
    expect(encrypted(session, 0)).toEqual([true, true, true]);
    expect(encrypted(session, 1)).toEqual([false, false, true]);
    expect(session.isEncrypted(0, change_cipher_spec, 1)).toBe(false);
  });

  test("in TLS 1.3, application data, whatever change_cipher_spec came before", () => {
    const session = new TlsSession(false);
    session.changeCipher(0);
    session.startTls13("server_hello_13");
    session.changeCipher(1);
    expect(encrypted(session, 0)).toEqual([false, false, true]);
    expect(encrypted(session, 1)).toEqual([false, false, true]);
  });

  test("from the middle, all but an alert of two bytes; a hello makes it known", () => {
    const session = new TlsSession(true);
    expect(encrypted(session, 0)).toEqual([true, false, true]);
    expect(session.isEncrypted(0, alert, 26)).toBe(true);
    session.on("client_hello");
    expect(session.phase).toBe("negotiating");
  });

  test("none, with a suite that does not encrypt", () => {
    const session = new TlsSession(false);
    session.on("server_hello_12");
    session.choose(protocolVersion["TLS 1.2"], cipherSuite.TLS_RSA_WITH_NULL_SHA256);
    session.changeCipher(1);
    expect(encrypted(session, 1)).toEqual([false, false, false]);
  });
});
