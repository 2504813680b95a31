import type { X509Certificate } from "node:crypto";
import { readCertificates } from "../../certs/read-certificate.ts";
import { isEncryptedKey, readPrivateKey } from "../../certs/read-key.ts";
import { readRequest } from "../../certs/read-request.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import { inFile } from "../evidence/predictions.ts";
import type { Student } from "../student/student.ts";

const texts = {
  needs: "one terminal, `openssl`",
  hints: [
    "The order is: key, request, certificate, key without a passphrase. If one is wrong, make the later ones again too.",
    "Did you forget the passphrase? Nobody can help you, not even OpenSSL: that is its purpose. Make a new key and go on from there.",
    "Is the certificate for the wrong person? The name after `/O=` must be your name in the course: `lab exercise` shows it. Make the request and the certificate again.",
    "`lab certs show work/mine/certificate.pem` shows the dates. Or ask: `openssl x509 -in work/mine/certificate.pem -noout -enddate`.",
  ],
  questions: { end: "On which day does work/mine/certificate.pem expire? (year-month-day)" },
  predictions: {
    key: "The request and the certificate: will they have the same public key, or two different ones?",
    private: "Will your private key be inside the certificate, which everyone may see?",
  },
  claims: {
    key: "work/mine/key.pem is a private key, encrypted with a passphrase",
    request: "work/mine/request.pem asks for the name localhost, for you",
    certificate: "work/mine/certificate.pem is a certificate for localhost, for you",
    unlocked: "work/mine/key-unlocked.pem needs no passphrase, and belongs to the certificate",
    again: "work/mine/lab-certificate.pem is the same, made with lab certs",
    end: "You know when it expires",
  },
  next: {
    key: "Make it with -aes256, as in step 2.",
    unlocked: "Make it from work/mine/key.pem, as in step 5.",
    end: "Look at the dates: lab certs show work/mine/certificate.pem",
  },
  mistakes: { start: "this is the day on which it starts" },
  locked: "encrypted",
  notLocked: "a private key without a passphrase",
  badSignature: "its signature does not match its key",
  requestAgain: "Make it again (step 3).",
  unlockedFits: "it needs no passphrase, and belongs to the certificate",
  unlockedOther: "it needs no passphrase, but belongs to another certificate",
  labKeyOther: "it does not belong to work/mine/lab-key.pem",
  stepSevenAgain: "Do the three commands of step 7 again.",
  notSelfSigned: "its own key did not sign it",
  signWithOwnKey: "Sign it with the key of its request.",
  noOrganisation: "it has no O=",
  ofAnother: (found: string, own: string) => `it belongs to ${found}, not to ${own}`,
  putOwnName: (name: string) => `Use your own name: /O=${name}/CN=localhost`,
  namedFor: (organisation: string, names: readonly string[]) => `O=${organisation}, for ${names.join(", ")}`,
  noLocalhost: (names: readonly string[]) =>
    `it is yours, but localhost is not among its names: ${names.join(", ") || "none"}`,
  needsAltName: "The name must be in subjectAltName: clients read the names only there.",
  noCertificate: "there is no certificate yet",
  why: "All four files belong to one pair of keys. The private key makes signatures. The public key checks them: it is in the request and in the certificate. Nobody can compute the private key from the public key. The passphrase only encrypts the file in which the private key is.",
  tryNext:
    "Start a server with your certificate: `lab server --tls --cert work/mine/certificate.pem --key work/mine/key-unlocked.pem`. Join it with `lab chat --tls --name ana`, and read why the client refuses it. Then add `--ca work/mine/certificate.pem`.",
};

/**
 * Key, request, certificate and key without passphrase that belong together, made with `openssl` and with `lab certs`.
 */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { end: "day" },
  predictions: {
    key: {
      choices: ["the-same", "two"],
      finding: inFile("mine/certificate.pem", async (path, { work }) => {
        const { parsed } = await readRequest(work("mine/request.pem"));
        const inCertificate = readCertificates(path)[0]!.publicKey.export({ type: "spki", format: "der" });
        return inCertificate.equals(Buffer.from(parsed.publicKey.rawData)) ? "the-same" : "two";
      }),
    },
    private: inFile("mine/certificate.pem", async (path, { work }) => {
      const { d = "" } = (await readPrivateKey(work("mine/key-unlocked.pem"))).export({ format: "jwk" });
      return readCertificates(path)[0]!.raw.includes(Buffer.from(d, "base64url")) ? "yes" : "no";
    }),
  },
  async claims({ file, work, answer, claim, student }) {
    const certificate = () => readCertificates(work("mine/certificate.pem"))[0]!;
    return [
      await file("key", "mine/key.pem", (path) => {
        const isLocked = isEncryptedKey(path);
        return { ok: isLocked, found: isLocked ? texts.locked : texts.notLocked };
      }),
      await file("request", "mine/request.pem", async (path) => {
        const { parsed, altNames, proven } = await readRequest(path);
        if (!proven) return { ok: false, found: texts.badSignature, next: texts.requestAgain };
        const names = altNames.map(({ value }) => value);
        return namedFor(student, parsed.subject, names);
      }),
      await file("certificate", "mine/certificate.pem", () => certificateFor(student, certificate())),
      await file("unlocked", "mine/key-unlocked.pem", async (path) => {
        const fits = certificate().checkPrivateKey(await readPrivateKey(path));
        return { ok: fits, found: fits ? texts.unlockedFits : texts.unlockedOther };
      }),
      await file("again", "mine/lab-certificate.pem", async (path) => {
        const made = readCertificates(path)[0]!;
        const fits = made.checkPrivateKey(await readPrivateKey(work("mine/lab-key.pem")));
        if (!fits) return { ok: false, found: texts.labKeyOther, next: texts.stepSevenAgain };
        return certificateFor(student, made);
      }),
      isReadable(certificate)
        ? answer("end", [dayOf(certificate().validTo)], { start: [dayOf(certificate().validFrom)] })
        : claim("end", { ok: false, found: texts.noCertificate }),
    ];
  },
});

function certificateFor(student: Student, certificate: X509Certificate): Verdict {
  if (!certificate.verify(certificate.publicKey)) {
    return { ok: false, found: texts.notSelfSigned, next: texts.signWithOwnKey };
  }
  const names = (certificate.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/u, ""));
  return namedFor(student, certificate.subject, names);
}

/** Whether the subject is the student's name, and localhost is among the names. */
function namedFor(student: Student, subject: string, names: readonly string[]): Verdict {
  const organisation = /(?:^|[\n,] ?)O=([^\n,]*)/u.exec(subject)?.[1];
  if (organisation?.toLowerCase() !== student.name.toLowerCase()) {
    const found = organisation === undefined ? texts.noOrganisation : texts.ofAnother(organisation, student.name);
    return { ok: false, found, next: texts.putOwnName(student.name) };
  }
  const hasName = names.includes("localhost");
  const found = hasName ? texts.namedFor(organisation, names) : texts.noLocalhost(names);
  return { ok: hasName, found, next: texts.needsAltName };
}

function isReadable(read: () => X509Certificate): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

/** The day of a certificate's time, in UTC. */
function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}
