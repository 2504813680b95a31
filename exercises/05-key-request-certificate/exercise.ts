import type { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { readCertificates } from "../../certs/read-certificate.ts";
import { isEncryptedKey, readPrivateKey } from "../../certs/read-key.ts";
import { readRequest } from "../../certs/read-request.ts";
import { defineExercise } from "../define-exercise.ts";
import { type Claim, claimed, type Verdict } from "../evidence/claim.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { fileClaim } from "../evidence/file-claim.ts";

/** Key, request, certificate and unlocked key that belong together, made with `openssl` and with `lab certs`. */
export const exercise = defineExercise({
  number: 5,
  title: "Key, request, certificate",
  minutes: 20,
  hints: [
    "The order is: key, request, certificate, unlocked key. Each is made from the one before. If one is wrong, make the later ones anew too.",
    "Forgotten the passphrase? Nobody can help, not even OpenSSL; that is what it is for. Make a new key and go on from there.",
    "The certificate is for the wrong person? The name after `/O=` must be the one you gave to the course; `lab exercise` shows it. Make request and certificate again.",
    "`lab certs show work/mine/certificate.pem` shows the dates. Or ask: `openssl x509 -in work/mine/certificate.pem -noout -enddate`.",
  ],
  questions: { end: "On which day does work/mine/certificate.pem end? (such as 2030-12-31)" },
  async claims(evidence) {
    const { workFolder, answer } = evidence;
    const mine = (name: string) => join(workFolder, "mine", name);
    const shown = (name: string) => `work/mine/${name}`;
    const endClaim = "You know when it ends";
    const key = () => readPrivateKey(mine("key-unlocked.pem"));
    return [
      await fileClaim(
        `${shown("key.pem")} is a private key, locked with a passphrase`,
        mine("key.pem"),
        evidence,
        () => {
          const isLocked = isEncryptedKey(mine("key.pem"));
          return {
            ok: isLocked,
            found: isLocked ? "locked" : "a private key without a passphrase",
            next: "Make it with -aes256, as in step 2.",
          };
        },
      ),
      await fileClaim(
        `${shown("request.pem")} asks for the name localhost, for you`,
        mine("request.pem"),
        evidence,
        async () => {
          const { parsed, altNames, proven } = await readRequest(mine("request.pem"));
          const names = altNames.map(({ value }) => value);
          if (!proven)
            return { ok: false, found: "its signature is not that of its key", next: "Make it again (step 3)." };
          return namedFor(evidence, parsed.subject, names);
        },
      ),
      await fileClaim(
        `${shown("certificate.pem")} is a certificate for localhost, for you`,
        mine("certificate.pem"),
        evidence,
        () => certificateFor(evidence, readCertificates(mine("certificate.pem"))[0]!),
      ),
      await fileClaim(
        `${shown("key-unlocked.pem")} needs no passphrase, and is the certificate's key`,
        mine("key-unlocked.pem"),
        evidence,
        async () => {
          const fits = readCertificates(mine("certificate.pem"))[0]!.checkPrivateKey(await key());
          return {
            ok: fits,
            found: fits ? "it opens, and fits" : "it opens, but belongs to another certificate",
            next: "Unlock work/mine/key.pem, as in step 5.",
          };
        },
      ),
      await fileClaim(
        `${shown("lab-certificate.pem")} is the same, made with lab certs`,
        mine("lab-certificate.pem"),
        evidence,
        async () => {
          const certificate = readCertificates(mine("lab-certificate.pem"))[0]!;
          const fits = certificate.checkPrivateKey(await readPrivateKey(mine("lab-key.pem")));
          if (!fits)
            return {
              ok: false,
              found: "it does not fit work/mine/lab-key.pem",
              next: "Do the three commands of step 7 again.",
            };
          return certificateFor(evidence, certificate);
        },
      ),
      answerWhenReadable(endClaim, mine("certificate.pem"), (day) =>
        answer("end", endClaim, [day], "Look at the dates: lab certs show work/mine/certificate.pem"),
      ),
    ];
  },
  why: "The four files belong together by one number. The private key makes signatures, and the public key, which is in the request and in the certificate, checks them. Nobody can compute the one from the other. The passphrase only encrypts the file in which the private key lies.",
  tryNext:
    "Start a server with your certificate: `lab server --tls --cert work/mine/certificate.pem --key work/mine/key-unlocked.pem`. Join it with `lab chat --tls --name ana`, and read why it is refused. Then add `--ca work/mine/certificate.pem`.",
});

function certificateFor(evidence: Evidence, certificate: X509Certificate): Verdict {
  if (!certificate.verify(certificate.publicKey)) {
    return {
      ok: false,
      found: "it is not signed with its own key",
      next: "Sign it with the key it was requested with.",
    };
  }
  return namedFor(
    evidence,
    certificate.subject,
    (certificate.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/u, "")),
  );
}

/** Whether the subject names the student, and the names hold localhost. */
function namedFor({ student }: Evidence, subject: string, names: readonly string[]): Verdict {
  const organisation = /(?:^|[\n,] ?)O=([^\n,]*)/u.exec(subject)?.[1];
  const isOwn = organisation?.toLowerCase() === student.name.toLowerCase();
  if (!isOwn) {
    return {
      ok: false,
      found: organisation === undefined ? "it names no O=" : `it is of ${organisation}, not of ${student.name}`,
      next: `Put your own name: /O=${student.name}/CN=localhost`,
    };
  }
  const hasName = names.includes("localhost");
  return {
    ok: hasName,
    found: hasName
      ? `O=${organisation}, for ${names.join(", ")}`
      : `it is yours, but localhost is not among its names: ${names.join(", ") || "none"}`,
    next: "The name must stand in subjectAltName: clients look at nothing else.",
  };
}

/** The day on which a certificate ends, in UTC, as an answer; without a readable certificate there is none. */
function answerWhenReadable(claim: string, path: string, judge: (day: string) => Claim): Claim {
  try {
    return judge(new Date(readCertificates(path)[0]!.validTo).toISOString().slice(0, 10));
  } catch {
    return claimed(claim, { ok: false, found: "there is no certificate yet" });
  }
}
