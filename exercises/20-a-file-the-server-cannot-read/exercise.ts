import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openToRead } from "../../chat/database/database.ts";
import { keyFingerprint } from "../../chat/files/fingerprint.ts";
import { type PublicKeys, readPublicKeys } from "../../chat/files/key-pair.ts";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import { inFile } from "../evidence/predictions.ts";
import { readOwnFile } from "../student/own-file.ts";

const files = {
  database: "accounts/accounts.db",
  letter: "mine/letter.txt",
  fromAna: "mine/from-ana.txt",
  again: "mine/from-ana-again.txt",
  keysOfLuis: "keys/luis.pub",
  knownToAna: "keys/ana.known.json",
};
/** The beginning of every file in the age format. */
const ageBeginning = "age-encryption.org/v1\n";

const texts = {
  needs: "two terminals, `xxd`",
  hints: [
    "Two accounts, two key files: work/keys/ana.age and work/keys/luis.age. If something went wrong, stop the server, remove work/accounts and work/keys, and start at step 2.",
    "The lab remembers the keys that the server sent the first time, and compares them with the keys that it sends now. `lab files forget` makes the lab forget them.",
    "`lab files keys --name luis …` shows the fingerprint of luis from his own key file. The one in ana's warning, after `now`, comes from the server.",
  ],
  questions: {
    real: "What are the first four digits of the fingerprint of luis, from step 3?",
    shown: "What are the first four digits of the spying server's fingerprint?",
  },
  predictions: {
    server: "ana stores a letter over TLS with `lab files put`. Can the person who runs the server read it?",
    notices: "The server sends ana its own key instead of the key of luis. Can luis still open the letter?",
  },
  claims: {
    letter: "ana has written a letter with your name in it",
    stored: "The server has the letter, and cannot read it",
    opened: "luis has opened it with his own keys",
    spied: "The server sent its own key instead of the key of luis, and ana accepted it",
    again: "luis opened the letter again, and could not notice anything",
    real: "You know the fingerprint of luis",
    shown: "You know the fingerprint that the server sent instead",
  },
  next: {
    letter: 'Write it: echo "carta secreta de ana: …" > work/mine/letter.txt',
    stored: "Step 4: lab files put work/mine/letter.txt --name ana",
    opened: "Step 5: lab files get letter.txt --from ana --name luis -o work/mine/from-ana.txt",
    spied: "Steps 6 and 7: lab server --tls --accounts --curious",
    again: "Step 7: lab files get letter.txt --from ana --name luis -o work/mine/from-ana-again.txt",
    real: "See the key file of luis: lab files keys --name luis",
    shown: "It is in ana's warning in step 6, after `now`, and again in step 7.",
  },
  mistakes: {
    other: "this is the other of the two fingerprints",
  },
  withoutName: (name: string) => `the letter does not have your name in it: ${name}`,
  letterOf: (name: string) => `a letter of ${name}`,
  notStored: "ana has no file letter.txt on this server",
  inTheClear: "what the server has can be read",
  encrypted: (bytes: number) => `${bytes} bytes in the age format, without a word of it`,
  otherText: "it is not the letter",
  sameText: "it is the letter",
  nobodyKnown: "ana does not have the keys of luis",
  trueKeys: "ana knows the real keys of luis",
  othersKeys: (group: string) => `ana has keys for luis that are not his: their fingerprint begins with ${group}`,
  waitsForKeys: "first make the keys of step 3, and use the spying server of step 7",
  why: "The letter was encrypted on ana's machine, so the server could not read it. But ana asked the server for the key of luis, and believed the answer. A key does not say who its owner is. TLS and the certificate told ana that she speaks with this server. They cannot tell her that the server is honest. For that, ana needs a way without the server: to hear luis, to meet him, or to compare with the first key.",
  tryNext:
    "Open your letter without the lab: `age --decrypt work/keys/luis.age` shows what is in the key file of luis. How does your own messenger show fingerprints? Look for `security code` or `safety number`.",
};

/** End-to-end encryption, and a server that swaps keys. */
export const exercise = defineExercise({
  minutes: 20,
  beliefs: ["M13"],
  texts,
  questions: { real: "bytes", shown: "bytes" },
  predictions: {
    server: inFile(files.database, async (path, { work }) => {
      const { ok, reason } = await serverCannotRead(path, work(files.letter));
      return reason === "not-stored" ? undefined : ok ? "no" : "yes";
    }),
    notices: inFile(files.again, (path, { work }) => {
      const [keys, known] = keysOfLuis(work);
      if (keys === undefined || known === undefined || isSame(keys, known)) return undefined;
      return sameAs(path, work(files.letter)).ok ? "yes" : "no";
    }),
  },
  async claims({ file, answer, waits, work, student }) {
    const [keys, known] = keysOfLuis(work);
    const isSwapped = keys !== undefined && known !== undefined && !isSame(keys, known);
    const [real, shown] = [keys, known].map((one) => (one === undefined ? "" : groupOf(one)));
    return [
      await file("letter", files.letter, (path) => namesStudent(path, student.name)),
      await file("stored", files.database, (path) => serverCannotRead(path, work(files.letter))),
      await file("opened", files.fromAna, (path) => sameAs(path, work(files.letter))),
      await file("spied", files.knownToAna, () => swapped(keys, known)),
      await file("again", files.again, (path) => sameAs(path, work(files.letter))),
      isSwapped ? answer("real", [real!], { other: [shown!] }) : waits("real", texts.waitsForKeys),
      isSwapped ? answer("shown", [shown!], { other: [real!] }) : waits("shown", texts.waitsForKeys),
    ];
  },
});

function namesStudent(path: string, name: string): Verdict {
  const isOwn = readOwnFile(path)?.toLowerCase().includes(name.toLowerCase());
  return isOwn ? { ok: true, found: texts.letterOf(name) } : { ok: false, found: texts.withoutName(name) };
}

/** Looks into the server's table and at its bytes. */
async function serverCannotRead(database: string, letter: string): Promise<Verdict> {
  const folder = join(database, "..");
  const sql = await openToRead(folder);
  const row = sql?.get(
    "SELECT files.id FROM files JOIN accounts ON accounts.id = owner WHERE accounts.name = 'ana' AND files.name = 'letter.txt'",
  ) as { id: number } | undefined;
  sql?.close();
  const stored = row && join(folder, "files", `${row.id}.age`);
  if (stored === undefined || !existsSync(stored) || !existsSync(letter))
    return { ok: false, reason: "not-stored", found: texts.notStored };
  const bytes = readFileSync(stored);
  const words = readOwnFile(letter)!
    .split(/\s+/u)
    .filter((word) => word.length > 3);
  const isClosed = bytes.toString("latin1").startsWith(ageBeginning) && !words.some((word) => bytes.includes(word));
  return isClosed ? { ok: true, found: texts.encrypted(bytes.length) } : { ok: false, found: texts.inTheClear };
}

function sameAs(path: string, letter: string): Verdict {
  const isSame = readOwnFile(letter) !== undefined && readOwnFile(path) === readOwnFile(letter);
  return isSame ? { ok: true, found: texts.sameText } : { ok: false, found: texts.otherText };
}

/** Luis's keys: his own, and those that ana knows. */
function keysOfLuis(work: (name: string) => string): readonly [PublicKeys | undefined, PublicKeys | undefined] {
  const [own, known] = [work(files.keysOfLuis), work(files.knownToAna)];
  const [recipient = "", verifying = ""] = readOwnFile(own)?.trim().split(" ") ?? [];
  return [readPublicKeys(recipient, verifying), knownKeys(readOwnFile(known) ?? "")];
}

function knownKeys(json: string): PublicKeys | undefined {
  try {
    const { luis } = JSON.parse(json) as { readonly luis?: PublicKeys };
    return luis && readPublicKeys(luis.recipient, luis.verifying);
  } catch {
    return undefined;
  }
}

function swapped(keys: PublicKeys | undefined, known: PublicKeys | undefined): Verdict {
  if (keys === undefined || known === undefined) return { ok: false, found: texts.nobodyKnown };
  if (isSame(keys, known)) return { ok: false, found: texts.trueKeys };
  return { ok: true, found: texts.othersKeys(groupOf(known)) };
}

function isSame(one: PublicKeys, other: PublicKeys): boolean {
  return keyFingerprint(one) === keyFingerprint(other);
}

function groupOf(keys: PublicKeys): string {
  return keyFingerprint(keys).slice(0, 4);
}
