import { readFileSync } from "node:fs";
import { join } from "node:path";
import { galleryCases } from "../../certs/gallery/cases.ts";
import { parseCertificates, readCertificates } from "../../certs/read-certificate.ts";
import { verifyChain } from "../../certs/verify.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import { fileClaim } from "../evidence/file-claim.ts";

const asked = ["expired", "wrong-name", "unknown-ca"] as const;

/** A CA of one's own, a server's certificate from it, and why three broken servers are refused. */
export const exercise = defineExercise({
  number: 6,
  title: "Names and trust",
  minutes: 20,
  hints: [
    "A CA is nothing but a key and a certificate that says that it may sign. Yours lie in work/mine/ca-key.pem and work/mine/ca.pem.",
    "A file is there already? The lab does not overwrite keys. Add `--force`, or remove the old file, and then make the later files again.",
    "`lab certs verify` prints one line a check: `ok` or `FAILED`, then the name of the check, then the reason. The name is the answer: one or two words, such as `key usage`. In the answer, put `_` for a space.",
    "For `unknown-ca` the question is: does the chain lead to somebody the client believes? The check is about who *issued* it.",
  ],
  questions: {
    expired: "Which check fails with the server expired?",
    "wrong-name": "Which check fails with the server wrong-name?",
    "unknown-ca": "Which check fails with the server unknown-ca?",
  },
  async claims(evidence) {
    const { workFolder, answer, student } = evidence;
    const mine = (name: string) => join(workFolder, "mine", name);
    const caClaim = await fileClaim("work/mine/ca.pem is a CA of your own", mine("ca.pem"), evidence, () => {
      const [ca] = readCertificates(mine("ca.pem"));
      const organisation = /(?:^|\n)O=([^\n]*)/u.exec(ca!.subject)?.[1];
      if (organisation?.toLowerCase() !== student.name.toLowerCase()) {
        return {
          ok: false,
          found: organisation === undefined ? "it names no O=" : `it is of ${organisation}, not of ${student.name}`,
          next: `Make it with your own name: --subject "/O=${student.name}/CN=CA de ${student.name}"`,
        };
      }
      return {
        ok: ca!.ca,
        found: ca!.ca ? `the CA of ${organisation}` : "it is no CA: it may not sign others",
        next: "Make it with: lab certs ca",
      };
    });
    const serverClaim = await fileClaim(
      "work/mine/server.pem is signed by it, for localhost, and every check passes",
      mine("server.pem"),
      evidence,
      () => verdictOf(mine("server.pem"), mine("ca.pem")),
    );
    const answers = asked.map(async (name) => {
      const failing = await failingChecks(name);
      return answer(
        name,
        `You know why the server ${name} is refused`,
        failing,
        `Start it, and look for FAILED: lab certs gallery ${name} --port 12346`,
      );
    });
    return [caClaim, serverClaim, ...(await Promise.all(answers))];
  },
  why: "A client asks three things. Who says so? The chain of signatures must lead to a CA it believes. About whom? The name it wanted must be in the certificate. When? Today must lie between the two dates. You saw one server fail each of them, though everything else about it was right.",
  tryNext:
    "`lab certs gallery` alone tries all cases with three clients. Why do OpenSSL and curl accept `no-san`, and the lab does not? Then let a neighbour sign your request with their CA: what must you give them, and what must you never give them?",
});

async function verdictOf(file: string, ca: string): Promise<Verdict> {
  const checks = await verifyChain(
    readCertificates(file).map(({ raw }) => raw),
    { anchorsPem: readFileSync(ca, "utf8"), name: "localhost" },
  );
  const failed = checks.filter(({ ok }) => !ok);
  return {
    ok: failed.length === 0,
    found:
      failed.length === 0
        ? `${checks.length} checks passed`
        : failed.map(({ check, reason }) => `${check}: ${reason}`).join(" "),
    next: "Look at every check: lab certs verify work/mine/server.pem --ca work/mine/ca.pem --name localhost",
  };
}

/** The checks that fail with a case of the gallery: found out by trying, so that they are written nowhere. */
async function failingChecks(name: string): Promise<readonly string[]> {
  const exhibit = await galleryCases.find((one) => one.name === name)!.make();
  const chain = parseCertificates(Buffer.from(exhibit.certificates), name).map(({ raw }) => raw);
  const checks = await verifyChain(chain, { anchorsPem: exhibit.ca, name: "localhost" });
  return checks.filter(({ ok }) => !ok).map(({ check }) => check);
}
