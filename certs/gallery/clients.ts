import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { fetchPeer, HandshakeError } from "../remote/peer.ts";
import { verifyChain } from "../verify.ts";
import type { Exhibit } from "./case.ts";
import { runProgram } from "./run-program.ts";
import { texts } from "./texts.ts";

/** The result of one client at a server. */
export interface Verdict {
  readonly verdict: "accepts" | "refuses" | "cannot" | "not installed";
  /** What failed, in a form that is the same on every run and system: checks, an error number, an exit code. */
  readonly brief: string;
  /** The same for a narrow table, if that is shorter. */
  readonly short?: string;
  /** The client's own words. Untrusted and not cleaned. */
  readonly said: string;
}

/** A client of the gallery: tries the server behind `port` on 127.0.0.1 as `localhost`. */
export type Client = (exhibit: Exhibit, caFile: string, port: number) => Promise<Verdict>;

/** The name of the server for every client. */
const galleryName = "localhost";
/** How long a client may take. */
const TIMEOUT_MILLISECONDS = 10_000;
/** Level 2 is the default of Debian. It is set here, so that every system gives the same answers. */
const securityLevel = "@SECLEVEL=2";

/** The lab's own TLS client with every check of `lab certs verify`, or a client without encryption. */
export const labClient: Client = async ({ client, clientOptions }, caFile, port) => {
  if (client === "plain") return plainClient(port);
  try {
    const { chain } = await fetchPeer("127.0.0.1", port, { name: galleryName, ...clientOptions });
    const anchorsPem = readFileSync(caFile, "latin1");
    const bad = (await verifyChain(chain, { anchorsPem, name: galleryName })).filter(({ ok }) => !ok);
    if (bad.length === 0) return { verdict: "accepts", brief: "", said: texts.allChecksPassed };
    const brief = bad.map(({ check }) => check).join(", ");
    return { verdict: "refuses", brief, said: bad.map(({ check, reason }) => `${check}: ${reason}`).join(" ") };
  } catch (error) {
    if (error instanceof HandshakeError) return { verdict: "refuses", brief: error.reason, said: error.message };
    throw error;
  }
};

/** `openssl s_client`, which verifies and stops at the first fault. */
export const opensslClient: Client = async ({ client, clientOptions }, caFile, port) => {
  if (client === "plain") return { verdict: "cannot", brief: texts.alwaysTls, said: texts.alwaysTls };
  const { code, output } = await runProgram("openssl", [
    "s_client",
    ...["-connect", `127.0.0.1:${port}`, "-servername", galleryName, "-verify_hostname", galleryName],
    ...["-CAfile", caFile, "-verify_return_error"],
    ...["-cipher", `${clientOptions?.ciphers ?? "DEFAULT"}:${securityLevel}`],
    ...(clientOptions?.maxVersion === "TLSv1.2" ? ["-tls1_2"] : []),
  ]);
  if (code === undefined) return { verdict: "not installed", brief: "", said: "" };
  const [, number, reason] = /verify error:num=(\d+):(.*)/.exec(output) ?? [];
  if (number !== undefined) return { verdict: "refuses", brief: texts.errorNumber(number), said: reason ?? "" };
  const failure = /error:[0-9A-F]{8}:SSL routines:[^:]*:([^:\n]+)/.exec(output)?.[1];
  if (failure !== undefined)
    return { verdict: "refuses", brief: failure.includes("alert") ? texts.sawAlert : texts.noTls, said: failure };
  return {
    verdict: code === 0 ? "accepts" : "refuses",
    brief: "",
    said: /Verify return code: (.*)/.exec(output)?.[1] ?? "",
  };
};

/** `curl`, which requests a page. */
export const curlClient: Client = async ({ client, clientOptions }, caFile, port) => {
  const { code, output } = await runProgram("curl", [
    ...["--silent", "--show-error", "--output", "/dev/null", "--noproxy", "*", "--max-time", "5"],
    ...["--resolve", `${galleryName}:${port}:127.0.0.1`, "--cacert", caFile],
    ...["--ciphers", `${clientOptions?.ciphers ?? "DEFAULT"}:${securityLevel}`],
    ...(clientOptions?.maxVersion === "TLSv1.2" ? ["--tls-max", "1.2"] : []),
    `${client === "plain" ? "http" : "https"}://${galleryName}:${port}/`,
  ]);
  if (code === undefined) return { verdict: "not installed", brief: "", said: "" };
  const said = output.replace(/^curl: \(\d+\) /, "").split("\n")[0] ?? "";
  if (code === 0) return { verdict: "accepts", brief: "", said: texts.gotPage };
  return { verdict: "refuses", brief: texts.exitCode(code), short: String(code), said };
};

/** Sends a name and a line without encryption, like a plain chat client, and reports the answer. */
function plainClient(port: number): Promise<Verdict> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("ana\nhola a todos\n"));
    const answer: Buffer[] = [];
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy());
    socket.on("data", (bytes) => answer.push(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      const said = texts.plainAnswer(Buffer.concat(answer).toString("hex"));
      resolve({ verdict: "refuses", brief: answer.length === 0 ? texts.closed : texts.noText, said });
    });
  });
}
