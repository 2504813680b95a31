import type { SpeedName } from "./measure.ts";

const names: Readonly<Record<SpeedName, string>> = {
  "aes-256-gcm": "AES-256-GCM",
  "chacha20-poly1305": "ChaCha20-Poly1305",
  rc4: "RC4 (the lab's own)",
  "sha-256": "SHA-256 (a hash)",
  "rsa-2048-encrypt": "RSA-2048, public key",
  "rsa-2048-decrypt": "RSA-2048, private key",
  "guess-sha-256": "SHA-256",
  "guess-scrypt": "scrypt (N = 32,768)",
};

/** What `lab speed` says. */
export const texts = {
  about: "how fast this machine encrypts, hashes and guesses, as bars",
  json: "one line of JSON each, for programs",
  title: (blocks: number) =>
    `The speed of one core of this machine. A bar that is ${blocks === 6 ? "six" : "three"} blocks longer means ten times as fast.`,
  headings: { bytes: "A long text, in MB per second", guesses: "Tested passwords per second" },
  names,
  hybrid: (factor: string) =>
    `In the same time AES encrypts ${factor} times as many bytes as RSA decrypts. So RSA (or a key exchange) carries only a key, and AES encrypts the text. This is hybrid encryption.`,
  slow: (factor: string) =>
    `With SHA-256 an attacker tries ${factor} times as many passwords as with scrypt. A fast hash helps an attacker. scrypt is made for passwords: it is slow on purpose.`,
} as const;
