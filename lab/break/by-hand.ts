import { shellQuoted } from "../../terminal/shell-quoted.ts";

/** The folder for the files of these lines; `lab clean` knows it. */
const folder = "work/break";
const [linesFile, hashFile] = [`${folder}/lines.json`, `${folder}/access.txt`];
const [pem, session, sessionText] = [`${folder}/key.pem`, `${folder}/session.bin`, `${folder}/session.txt`];

/** The same attack without `lab break`: lines to copy into a shell, with Debian's usual programs. Tests run them. */
export const byHand = {
  /** Before all the others: only the owner may read keys. */
  folder: `umask 077; mkdir -p ${folder}`,
  /** The input of all the others except `clock`. */
  lines: (file: string): string => `lab sniff -r ${shellQuoted(file)} --json > ${linesFile}`,
  hashFile: `${wireValue("access", "[0-9a-f]*")} > ${hashFile}`,
  hashFileOf: (hash: string): string => `echo ${hash} > ${hashFile}`,
  hash: (key: string, digits: number): readonly string[] => [
    `lab break words${digitsOption(digits)} | python3 -c '${tryHashes}' ${hashFile}`,
    `printf %s ${shellQuoted(key)} | openssl dgst -sha512`,
  ],
  hashcat: (digits: number): readonly string[] => [
    `lab break words${digitsOption(digits)} | hashcat -m 1700 --potfile-disable --quiet ${hashFile}`,
  ],
  /** John the Ripper only makes the guesses: Debian's version does not know plain SHA-512. */
  john: (target: string, digits: number): readonly string[] => [
    `lab break words > ${folder}/words.txt`,
    `john --wordlist=${folder}/words.txt --rules --stdout | lab break hash ${shellQuoted(target)} --words -${digitsOption(digits - 1)}`,
  ],
  openAll: (file: string, key: string): readonly string[] => [
    `umask 077; mkdir -p ${folder}; printf %s ${shellQuoted(key)} > ${folder}/access-key.txt`,
    `lab sniff -r ${shellQuoted(file)} --access-key-file ${folder}/access-key.txt`,
  ],
  /** From the access key to the first message. */
  openChain: (key: string): readonly string[] => [
    ...privateKey(key),
    `${wireValue("session-key", '[^"]*')} | base64 -d > ${session}`,
    `openssl pkeyutl -decrypt -inkey ${pem} -pkeyopt rsa_padding_mode:oaep -in ${session} > ${sessionText}`,
  ],
  rc4: (key: string): readonly string[] => [...privateKey(key), `head -c 40 ${pem}`],
  reversed: (): readonly string[] => [
    `${wireValue("public-key", '[^"]*')} | base64 -d > ${folder}/public.der`,
    `${wireValue("session-key", '[^"]*')} | base64 -d > ${session}`,
    `openssl pkeyutl -verifyrecover -pubin -keyform DER -inkey ${folder}/public.der -in ${session} > ${sessionText}`,
  ],
  clock: (seconds: string): readonly string[] => [
    `printf %s ${seconds} | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' > ${sessionText}`,
  ],
  /**
   * The first message of a capture with its Fernet key: AES-128-CBC with the second half
   * (https://github.com/fernet/spec).
   */
  openFernet: (): readonly string[] => [
    `grep -m1 -o '] gAAAA[^"]*' ${linesFile} | cut -c3- | tr -- '-_' '+/' | base64 -d > ${folder}/token.bin`,
    `key=$(tr -- '-_' '+/' < ${sessionText} | base64 -d | tail -c 16 | xxd -p)`,
    `iv=$(tail -c +10 ${folder}/token.bin | head -c 16 | xxd -p)`,
    `tail -c +26 ${folder}/token.bin | head -c -32 | openssl enc -d -aes-128-cbc -K $key -iv $iv`,
  ],
  /** The first message of `stream` with its key. */
  openStream: (): readonly string[] => [
    `grep -m1 -oE '\\] [0-9a-f]+ ' ${linesFile} | tr -d '] ' | xxd -r -p > ${folder}/sealed.bin`,
    `python3 -c '${rc4Program}' $(cat ${sessionText}) ${folder}/sealed.bin`,
  ],
  xor: (one: string, other: string, crib: string): readonly string[] => [
    `python3 -c '${xorProgram}' ${one} ${other} ${shellQuoted(crib)}`,
  ],
  flip: (line: string): readonly string[] => [`printf %s ${line.split(" ").at(-2)} | xxd -r -p | openssl dgst -md5`],
  send: (lines: readonly string[], host: string, port: number): readonly string[] => [
    `(printf '%s\\n' ${lines.map(shellQuoted).join(" ")}; sleep 1; echo /quit) | nc ${host} ${port}`,
  ],
} as const;

function privateKey(key: string): readonly string[] {
  return [
    `${wireValue("private-key", "[0-9a-f]*")} | xxd -r -p > ${folder}/wrapped.bin`,
    `python3 -c '${rc4Program}' $(printf %s ${shellQuoted(key)} | xxd -p -c 256) ${folder}/wrapped.bin > ${pem}`,
  ];
}

function digitsOption(digits: number): string {
  return digits > 0 ? ` --digits ${digits}` : "";
}

/** The text after a word of a `~` line, from its first place. */
function wireValue(word: string, form: string): string {
  return `grep -m1 -o '~ ${word} ${form}' ${linesFile} | cut -d' ' -f3`;
}

const tryHashes = [
  "import hashlib, sys",
  "wanted = open(sys.argv[1]).read().strip()",
  "for word in sys.stdin.buffer:",
  "  if hashlib.sha512(word.strip()).hexdigest() == wanted: print(word.decode().strip()); break",
].join("\n");

const rc4Program = [
  "import sys",
  "key, s, j, i = bytes.fromhex(sys.argv[1]), list(range(256)), 0, 0",
  "for n in range(256):",
  "  j = (j + s[n] + key[n % len(key)]) % 256; s[n], s[j] = s[j], s[n]",
  "j = 0",
  'for byte in open(sys.argv[2], "rb").read():',
  "  i = (i + 1) % 256; j = (j + s[i]) % 256; s[i], s[j] = s[j], s[i]",
  "  sys.stdout.buffer.write(bytes([byte ^ s[(s[i] + s[j]) % 256]]))",
].join("\n");

const xorProgram = [
  "import sys",
  "one, other, crib = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3].encode()",
  "for at in range(min(len(one), len(other)) - len(crib) + 1):",
  "  print(at, bytes(a ^ b ^ c for a, b, c in zip(one[at:], other[at:], crib)))",
].join("\n");
