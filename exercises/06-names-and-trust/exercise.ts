import { galleryCases } from "../../certs/gallery/cases.ts";
import { parseCertificates, readCertificates } from "../../certs/read-certificate.ts";
import { verifyChain } from "../../certs/verify.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import { inFile } from "../evidence/predictions.ts";
import { readOwnFile } from "../student/own-file.ts";
import type { Student } from "../student/student.ts";

const texts = {
  needs: "two terminals",
  hints: [
    "A CA is only a key, and a certificate that says that this key may sign other certificates. Yours are work/mine/ca-key.pem and work/mine/ca.pem.",
    "Does a file exist already? The lab does not overwrite keys. Add `--force`, or remove the old file. Then make the later files again.",
    "`lab certs verify` prints one line for each check: `ok` or `FAILED`, then the name of the check, then the reason. The name is the answer: one or two words, such as `key usage`. In the answer, put `_` for a space.",
    "For `unknown-ca` the question is: does the chain lead to a CA that the client trusts? The check is about who *issued* it.",
  ],
  questions: {
    expired: "Which check fails with the server expired?",
    "wrong-name": "Which check fails with the server wrong-name?",
    "unknown-ca": "Which check fails with the server unknown-ca?",
  },
  predictions: {
    refused:
      "Three servers: one certificate is out of date, one is for another name, one is from a CA that the client does not know. How many of them does a careful client refuse?",
  },
  claims: {
    ca: "work/mine/ca.pem is a CA of your own",
    server: "work/mine/server.pem is signed by it, for localhost, and every check passes",
    expired: "You know why a client refuses the server expired",
    "wrong-name": "You know why a client refuses the server wrong-name",
    "unknown-ca": "You know why a client refuses the server unknown-ca",
  },
  next: {
    ca: "Make it with: lab certs ca",
    server: "Look at every check: lab certs verify work/mine/server.pem --ca work/mine/ca.pem --name localhost",
    expired: "Start it, and look for FAILED: lab certs gallery expired --port 12346",
    "wrong-name": "Start it, and look for FAILED: lab certs gallery wrong-name --port 12346",
    "unknown-ca": "Start it, and look for FAILED: lab certs gallery unknown-ca --port 12346",
  },
  noOrganisation: "it has no O=",
  ofAnother: (found: string, own: string) => `it belongs to ${found}, not to ${own}`,
  makeWithOwnName: (name: string) => `Make it with your own name: --subject "/O=${name}/CN=CA de ${name}"`,
  caOf: (name: string) => `the CA of ${name}`,
  notACa: "it is not a CA: it may not sign other certificates",
  allPassed: (count: number) => (count === 1 ? "one check passed" : `${count} checks passed`),
  why: "A client asks three questions. Who signed it? The chain of signatures must lead to a CA that the client trusts. For which name? The name that the client wanted must be in the certificate. For which time? Today must be between the two dates. Each of the three servers failed one question, and everything else about it was right.",
  tryNext:
    "`lab certs gallery` alone tries all cases with three clients. Why do OpenSSL and curl accept `no-san`, and the lab does not? Then ask a neighbour to sign your request with their CA. What must you give them? What must you never give them?",
};

const servers = ["expired", "wrong-name", "unknown-ca"] as const;

/** The student's own CA, a server's certificate from it, and why three broken servers are refused. */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { expired: "words", "wrong-name": "words", "unknown-ca": "words" },
  predictions: {
    refused: {
      choices: ["none", "one", "two", "three"],
      finding: inFile("certs/gallery/expired/ca.pem", async () => {
        const failing = await Promise.all(servers.map(failingChecks));
        return ["none", "one", "two", "three"][failing.filter((checks) => checks.length > 0).length];
      }),
    },
  },
  async claims({ file, work, answer, student }) {
    return [
      await file("ca", "mine/ca.pem", (path) => ownCa(student, path)),
      await file("server", "mine/server.pem", (path) => everyCheck(path, work("mine/ca.pem"))),
      ...(await Promise.all(servers.map(async (name) => answer(name, await failingChecks(name))))),
    ];
  },
});

function ownCa(student: Student, path: string): Verdict {
  const ca = readCertificates(path)[0]!;
  const organisation = /(?:^|\n)O=([^\n]*)/u.exec(ca.subject)?.[1];
  if (organisation?.toLowerCase() !== student.name.toLowerCase()) {
    const found = organisation === undefined ? texts.noOrganisation : texts.ofAnother(organisation, student.name);
    return { ok: false, found, next: texts.makeWithOwnName(student.name) };
  }
  return ca.ca ? { ok: true, found: texts.caOf(organisation) } : { ok: false, found: texts.notACa };
}

async function everyCheck(path: string, ca: string): Promise<Verdict> {
  const checks = await verifyChain(
    readCertificates(path).map(({ raw }) => raw),
    { anchorsPem: readOwnFile(ca) ?? "", name: "localhost" },
  );
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return { ok: true, found: texts.allPassed(checks.length) };
  return { ok: false, found: failed.map(({ check, reason }) => `${check}: ${reason}`).join(" ") };
}

/** The checks that fail in a case of the gallery. They are found by trying, so no file contains the answer. */
async function failingChecks(name: string): Promise<readonly string[]> {
  const exhibit = await galleryCases.find((one) => one.name === name)!.make();
  const chain = parseCertificates(Buffer.from(exhibit.certificates), name).map(({ raw }) => raw);
  const checks = await verifyChain(chain, { anchorsPem: exhibit.ca, name: "localhost" });
  return checks.filter(({ ok }) => !ok).map(({ check }) => check);
}
