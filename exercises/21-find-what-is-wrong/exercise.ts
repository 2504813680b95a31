import { createHash } from "node:crypto";
import { readCertificates } from "../../certs/read-certificate.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import { inFile } from "../evidence/predictions.ts";
import { type Handshake, readHandshakes } from "./handshakes.ts";

const [beforeFile, afterFile] = ["captures/21-before.pcap", "captures/21-after.pcap"];

const texts = {
  needs: "three terminals, capture, python3",
  hints: [
    "Does the audit say that the server ended? Then do step 4 first: the handshake must be in the client's own thread.",
    "Which packet proves it: lab audit -r work/captures/21-before.pcap names the packet behind `seen`, under `tls-1.0`.",
    "Each finding has a line that begins with Python. Most lines belong below the line with `ssl.SSLContext`. Some replace a line of the server.",
    "The first capture is of one audit of the old server, the second of one audit of the fixed server. Each time, start the sniffer, audit, and stop the sniffer.",
  ],
  questions: { packet: "Which packet of 21-before.pcap proves that the server speaks TLS 1.0?" },
  predictions: {
    versions: "The server has one line about versions, with minimum_version. How many versions of TLS does it speak?",
  },
  claims: {
    before: "You audited the server with its mistakes, and captured it",
    packet: "You know the packet that proves it",
    after: "You audited the fixed server in the same way: it refuses TLS 1.0",
    versions: "It speaks TLS 1.2 and 1.3 only",
    suites: "It accepts only cipher suites with forward secrecy and authenticated encryption",
  },
  next: {
    before: "With the server running, capture an audit: lab sniff lo -w work/captures/21-before.pcap",
    after: "Fix it, and capture an audit again: lab sniff lo -w work/captures/21-after.pcap",
    versions: "Find the line that fixes it: lab audit localhost:12345",
    suites: "Find the line that fixes it: lab audit localhost:12345",
  },
  notYours: "the server's certificate there is not yours, or none is in the clear",
  noOldVersion: "no server in it chose TLS 1.0",
  oldVersion: (handshakes: number) => `${handshakes} handshakes with TLS 1.0`,
  tooFew: (handshakes: number) => `it has only ${handshakes} handshakes: an audit makes many more`,
  refuses: (handshakes: number) => `${handshakes} offers of TLS 1.0, all refused`,
  notRefused: (handshakes: number) => `${handshakes} offers of TLS 1.0 were accepted`,
  notOffered: "no client offered TLS 1.0 in it",
  chose: (names: readonly string[]) => `the server chose ${names.join(", ")}`,
  badOnes: (names: readonly string[]) => `the server also chose ${names.slice(0, 3).join(", ")}`,
  waits: "first capture the audit",
  why: "A server that works can still be insecure, and its users do not notice. An attacker is not a good client, so it is important what the server *accepts*. You asked, proved the answer with a packet, changed the lines, and asked again. That is an audit. The tool only asks faster.",
  tryNext:
    "`lab audit chat localhost:12345` tests what a hostile client can do to the people in this chat. Fix that, too. Then ask a neighbour to audit your server, and audit theirs.",
};

/** The least number of handshakes in an audit. */
const MIN_HANDSHAKES = 20;
const goodVersions = ["TLS 1.2", "TLS 1.3"];
const goodSuite = /^TLS_(?:ECDHE_\w+_WITH_)?(?:AES_\d+_GCM|CHACHA20_POLY1305)_SHA\d+$/u;
const oldVersion = "TLS 1.0";

/**
 * A server with mistakes: audit, prove, fix, audit again. Both audits are visible in captures of the student's own
 * server.
 */
export const exercise = defineExercise({
  minutes: 30,
  beliefs: ["M1", "M9", "M11"],
  texts,
  questions: { packet: "number" },
  predictions: {
    versions: {
      choices: ["one", "two", "three", "four"],
      finding: inFile(beforeFile, async (path) => {
        const chosen = new Set((await readHandshakes(path)).flatMap(({ version }) => version ?? []));
        return [undefined, "one", "two", "three", "four"][chosen.size];
      }),
    },
  },
  async claims({ file, work, answer, waits, claim }) {
    const own = ownCertificate(work("certs/server.pem"));
    let before: readonly Handshake[] = [];
    let after: readonly Handshake[] = [];
    const first = await file("before", beforeFile, async (path) => {
      before = await readHandshakes(path);
      return isAudit(before, own) ?? hasOldVersion(before);
    });
    const second = await file("after", afterFile, async (path) => {
      after = await readHandshakes(path);
      return isAudit(after, own) ?? refusesOldVersion(after);
    });
    const proofs = before.flatMap(({ version, packet }) =>
      version === oldVersion && packet !== undefined ? [`${packet}`] : [],
    );
    const chosen = (of: "version" | "suite") => [...new Set(after.flatMap((one) => one[of] ?? []))];
    return [
      first,
      first.state === "proved" ? answer("packet", proofs) : waits("packet", texts.waits),
      second,
      second.state === "proved"
        ? claim(
            "versions",
            all(chosen("version"), (name) => goodVersions.includes(name)),
          )
        : waits("versions", texts.waits),
      second.state === "proved"
        ? claim(
            "suites",
            all(chosen("suite"), (name) => goodSuite.test(name)),
          )
        : waits("suites", texts.waits),
    ];
  },
});

/** SHA-256 of the student's own server certificate; undefined without one. */
function ownCertificate(path: string): string | undefined {
  try {
    return createHash("sha256").update(readCertificates(path)[0]!.raw).digest("hex");
  } catch {
    return undefined;
  }
}

/** Why a capture is not an audit of the student's own server; undefined if it is. */
function isAudit(handshakes: readonly Handshake[], own: string | undefined): Verdict | undefined {
  if (handshakes.length < MIN_HANDSHAKES) return { ok: false, found: texts.tooFew(handshakes.length) };
  const isOwn = handshakes.some(({ certificate }) => certificate !== undefined && certificate === own);
  return isOwn ? undefined : { ok: false, found: texts.notYours };
}

function hasOldVersion(handshakes: readonly Handshake[]): Verdict {
  const old = handshakes.filter(({ version }) => version === oldVersion);
  return old.length > 0 ? { ok: true, found: texts.oldVersion(old.length) } : { ok: false, found: texts.noOldVersion };
}

function refusesOldVersion(handshakes: readonly Handshake[]): Verdict {
  const offers = handshakes.filter(({ offered }) => offered === oldVersion);
  const accepted = offers.filter(({ isRefused }) => !isRefused);
  if (offers.length === 0) return { ok: false, found: texts.notOffered };
  if (accepted.length > 0) return { ok: false, found: texts.notRefused(accepted.length) };
  return { ok: true, found: texts.refuses(offers.length) };
}

function all(names: readonly string[], isGood: (name: string) => boolean): Verdict {
  const bad = names.filter((name) => !isGood(name));
  return bad.length === 0 ? { ok: true, found: texts.chose(names) } : { ok: false, found: texts.badOnes(bad) };
}
